"""Measures commands, one assessment, and the benchmarks of the queue and of a crowd, each in a process of its own."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.benchmarks import goals
from tools.benchmarks.goals import Figure
from tools.benchmarks.site import ROOT, Site, seconds_of

ROWS = (1_000, 100_000, 1_000_000)
BY_REFERENCE = "reference"


def figures(site: Site, *, short: bool) -> Iterator[Figure]:
    output = benchmark(site, "assess")
    assess = float(output.split()[1])
    yield Figure(goals.ASSESS, assess)
    yield Figure(goals.CHECK, seconds_of(site, "check"))
    if not short:
        yield Figure(goals.PROVE_RULES, seconds_of(site, "prove_rules", "--check"))


def second_run(folder: Path) -> Figure:
    """From `make run` to the first page, in a checkout where it ran before."""
    for _ in range(2):
        site = Site(folder / "second-run")
        # `make run` looks for its static files here
        site.environment |= {"VAR_DIR": str(ROOT / "var"), "DATABASE_URL": f"sqlite:///{folder}/second-run.sqlite3"}
        site.command = ["make", "run", f"PORT={site.port}"]
        with site:
            pass
    return Figure(goals.SECOND_RUN, site.seconds_to_first_answer)


def queue(folder: Path, database: str, where: str, *, short: bool) -> Iterator[Figure]:
    for rows in ROWS[:1] if short else ROWS:
        site = Site(folder / f"queue-{rows}", database and f"{database}_{rows}")
        medians = json.loads(benchmark(site, "queue", "--rows", str(rows)).splitlines()[-1])
        by_reference = medians.pop(BY_REFERENCE)
        slowest = max(medians, key=medians.__getitem__)
        yield Figure(goals.QUEUE, medians[slowest], f"{where}, {rows:,} rows", slowest)
        yield Figure(goals.QUEUE_BY_REFERENCE, by_reference, f"{where}, {rows:,} rows")


def desk(folder: Path, database: str, where: str, *, short: bool) -> Iterator[Figure]:
    """After `queue`, whose submissions it uses. The long form has a figure for each list, too."""
    rows, calls, entries = (1_000, 400, 1_000) if short else (ROWS[-1], 100_000, 300_000)
    site = Site(folder / f"queue-{rows}", database and f"{database}_{rows}")
    counts = ("--rows", str(rows), "--calls", str(calls), "--entries", str(entries))
    medians = json.loads(benchmark(site, "desk", *counts).splitlines()[-1])
    slowest = max(medians, key=medians.__getitem__)
    yield Figure(goals.DESK, medians[slowest], f"{where}, {rows:,} rows", slowest)
    if not short:
        yield from (Figure(goals.DESK_LIST, median, where, name) for name, median in medians.items())


def crowd(folder: Path, database: str, where: str) -> Iterator[Figure]:
    result = json.loads(benchmark(Site(folder, database), "crowd", accept=(0, 1)).splitlines()[-1])
    yield Figure(goals.CROWD_SECONDS, result["seconds"], where)
    yield Figure(goals.CROWD_ERRORS, result["errors"], where)


def benchmark(site: Site, name: str, *arguments: str, accept: tuple[int, ...] = (0,)) -> str:
    """Run one of the other benchmarks with the settings of this site. Raises CalledProcessError."""
    done = subprocess.run(  # noqa: S603 (fixed arguments)
        [sys.executable, "-m", f"tools.benchmarks.{name}", *arguments],
        cwd=ROOT,
        env=site.environment | {"DJANGO_SETTINGS_MODULE": "kat_site.settings"},
        stdout=subprocess.PIPE,
        text=True,
    )
    if done.returncode not in accept:
        raise subprocess.CalledProcessError(done.returncode, name, done.stdout)
    return done.stdout
