"""Prints figures beside their goals, and writes them as `docs/speed.md`."""

import platform
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tools.benchmarks.goals import Figure
from tools.benchmarks.site import ROOT

FILE = ROOT / "docs" / "speed.md"
BAR = 20
HEAD = """# Speed

`make bench` measured these figures and wrote this page; `make bench ARGS=--short` is a quick look that writes nothing.
It starts the site as it runs in production, with a folder and databases of its own. The program that sends the
requests runs on the same machine, so read ratios before absolute figures, and measure on a machine that is idle.

Measured on {day}: {machine}. {summary}

| What | Where | Figure | Goal | Verdict | Share of the goal | Note |
|---|---|---:|---:|---|---|---|
"""
LEGEND = f"""
A bar of {BAR} blocks is exactly the goal. A longer bar is better for a goal with >=, and worse for a goal with <=.
"""


def line(figure: Figure) -> str:
    what = f"{figure.goal.name} ({figure.where})" if figure.where else figure.goal.name
    return f"{figure.verdict:12} {what:60} {figure.value_text:>18}  {figure.goal!s:18} {figure.note}"


def write(figures: Sequence[Figure]) -> Path:
    rows = "".join(
        f"| {figure.goal.name} | {figure.where} | {figure.value_text} | {figure.goal} | {figure.verdict} "
        f"| {bar(figure)} | {figure.note} |\n"
        for figure in figures
    )
    head = HEAD.format(day=f"{date.today():%B %-d, %Y}", machine=machine(), summary=summary(figures))
    FILE.write_text(head + rows + LEGEND, encoding="utf-8")
    return FILE


def summary(figures: Sequence[Figure]) -> str:
    missed = [figure.goal.name for figure in figures if figure.verdict == "MISSED"]
    measured = [figure for figure in figures if figure.value is not None]
    met = f"{len(measured) - len(missed)} of {len(measured)} figures meet their goals"
    return f"{met}. Missed: {', '.join(dict.fromkeys(missed))}." if missed else f"{met}."


def bar(figure: Figure) -> str:
    """How much of its goal a figure is; at most twice the goal is drawn."""
    if figure.value is None or not figure.goal.limit:
        return ""
    share = figure.value / figure.goal.limit
    blocks = "█" * max(1, round(BAR * min(share, 2)))
    return f"{blocks}{'…' if share > 2 else ''}"


def machine() -> str:
    cores = len([*Path("/sys/devices/system/cpu").glob("cpu[0-9]*")])
    return f"{cores} cores, Python {platform.python_version()}, {platform.system()}"
