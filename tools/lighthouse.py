"""Runs Lighthouse on eight pages and writes docs/page-weights.md: the median of three runs, and what each page weighs.

    .venv/bin/python -m tools.lighthouse [PATH OF THE PROGRAM lighthouse]

Without a path it runs `npx lighthouse`. It starts a site of its own, and needs Chrome or Chromium
(CHROME_PATH names another).
"""

import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any, cast
from urllib.parse import urljoin
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import brotli  # type: ignore[import-untyped]

from tools.benchmarks.site import ROOT, Site

DOCUMENT = ROOT / "docs" / "page-weights.md"
PAGES = {
    "Home": "/",
    "Reading page with a table": "/ways-of-giving-ketamine/",
    "Risks and side effects": "/safety-and-side-effects/",
    "Cost of a course": "/cost/",
    "Search": "/search/",
    "Start of the questionnaire": "/screening/",
    "First question": "",
    "Talk to us": "/talk-to-us/",
}
CATEGORIES = {
    "performance": "Performance",
    "accessibility": "Accessibility",
    "best-practices": "Best practices",
    "seo": "SEO",
}
RUNS, TRIES, LIMIT = 3, 3, 14 * 1024
KINDS = ("HTML", "Style sheets", "Scripts")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ASSETS = (re.compile(r'<link[^>]* href="([^"]+\.css)"'), re.compile(r'<script[^>]* src="([^"]+)"'))

# The JSON of a report: its categories and audits.
Report = dict[str, Any]


def main() -> None:
    lighthouse = sys.argv[1:] or ["npx", "--yes", "lighthouse"]
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder))
        site.prepare()
        with site:
            visitor, cookies, question = begin(site)
            rows, findings, version = [], [], ""
            for name, path in PAGES.items():
                url = urljoin(site.environment["SITE_URL"], path or question)
                reports = [report(lighthouse, url, "" if path else cookies, folder) for _ in range(RUNS)]
                version = reports[0]["lighthouseVersion"]
                scores = [median_score(reports, category) for category in CATEGORIES]
                paint = statistics.median(run["audits"]["largest-contentful-paint"]["numericValue"] for run in reports)
                sizes = weights(visitor, url)
                cells = [name, *map(str, scores), f"{paint / 1000:.1f} s", *(f"{size:,}" for size in sizes)]
                rows.append(f"| {' | '.join(cells)} | {sum(sizes):,} |")
                findings += [f"- {name}: {title}" for title in failed(reports[-1])]
                print(rows[-1], flush=True)
    DOCUMENT.write_text(document(rows, findings, version))


def begin(site: Site) -> tuple[OpenerDirector, str, str]:
    """A visitor who has started the questionnaire, their cookies as a header, and the address of the first question."""
    jar = CookieJar()
    visitor = build_opener(HTTPCookieProcessor(jar))
    with visitor.open(urljoin(site.environment["SITE_URL"], "/screening/new/")) as question:
        return visitor, "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar), question.url


def report(lighthouse: list[str], url: str, cookies: str, folder: str) -> Report:
    """One run as on a phone. Only the page of a question needs cookies."""
    file = Path(folder) / "lighthouse.json"
    command = [*lighthouse, url, "--quiet", "--output=json", f"--output-path={file}"]
    command += ["--chrome-flags=--headless=new --no-sandbox", f"--only-categories={','.join(CATEGORIES)}"]
    if cookies:
        command.append(f"--extra-headers={json.dumps({'Cookie': cookies})}")
    chrome = os.environ.get("CHROME_PATH") or next(filter(None, map(shutil.which, BROWSERS)), "")
    # On a busy machine the browser sometimes misses the start of the page.
    for _ in range(TRIES):
        run = subprocess.run(command, env=os.environ | {"CHROME_PATH": chrome})  # noqa: S603 (fixed arguments)
        if run.returncode == 0:
            return cast(Report, json.loads(file.read_text()))
    sys.exit(f"Lighthouse failed {TRIES} times on {url}. Its message is above.")


def median_score(runs: list[Report], category: str) -> int:
    return round(100 * statistics.median(float(run["categories"][category]["score"]) for run in runs))


def weights(visitor: OpenerDirector, url: str) -> list[int]:
    """The bytes of the HTML, its style sheets and its scripts, with brotli."""
    html = fetch(visitor, url)
    links = [pattern.findall(html.decode()) for pattern in ASSETS]
    kinds = [[html], *([fetch(visitor, urljoin(url, link)) for link in found] for found in links)]
    return [sum(len(brotli.compress(body, quality=11)) for body in bodies) for bodies in kinds]


def fetch(visitor: OpenerDirector, url: str) -> bytes:
    with visitor.open(url) as answer:
        return bytes(answer.read())


def failed(run: Report) -> list[str]:
    """What cost points besides speed."""
    counted = [
        ref["id"] for name in list(CATEGORIES)[1:] for ref in run["categories"][name]["auditRefs"] if ref["weight"]
    ]
    return [run["audits"][audit]["title"] for audit in dict.fromkeys(counted) if run["audits"][audit]["score"] == 0]


def document(rows: list[str], findings: list[str], version: str) -> str:
    day = datetime.now(UTC)
    head = ["Page", *CATEGORIES.values(), "Largest paint", *KINDS, "Bytes together"]
    return "\n".join(
        [
            "# What pages weigh, and what Lighthouse says",
            "",
            f"Measured on {day:%B} {day.day}, {day.year}, by `tools/lighthouse.py`, on a machine with {os.cpu_count()}"
            f" cores ({platform.machine()}, {platform.system()}), with Lighthouse {version} as on a phone: the median"
            f" of {RUNS} runs. Bytes are with brotli, without headers. A page and its style sheets have up to"
            f" {LIMIT:,} bytes, a script up to 3,072. The largest paint is on a slow phone that Lighthouse simulates.",
            "",
            f"| {' | '.join(head)} |",
            f"|---{'|---:' * (len(head) - 1)}|",
            *rows,
            "",
            "## What cost points",
            "",
            *(findings or ["Nothing."]),
            "",
            "The search page and the questions are kept out of search engines on purpose.",
            "",
        ]
    )


if __name__ == "__main__":
    main()
