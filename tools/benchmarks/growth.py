"""Measures what changes when the site has many pages: checks, memory, size of a page, and the time of one change."""

import re
import shutil
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from tools.benchmarks import goals
from tools.benchmarks.goals import Figure
from tools.benchmarks.site import ROOT, Site, seconds_of

PAGE = "/what-is-ketamine/"
# A page that no other page links to by a heading, so its copies are pages without errors.
MODEL = "integration"
TITLE = re.compile(r"^title: .*$", re.M)
ORDER = re.compile(r"^order: .*$", re.M)


def with_pages(folder: Path, count: int) -> Path:
    """A copy of the content with copies of one page, so that it has `count` pages."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "content", folder)
    pages = folder / "en"
    text = (pages / f"{MODEL}.md").read_text(encoding="utf-8")
    for number in range(count - len([*pages.glob("*.md")])):
        copy = TITLE.sub(f"title: Copy number {number}", text)
        copy = ORDER.sub(f"order: {1000 + number}", copy)
        (pages / f"copy-{number}.md").write_text(copy, encoding="utf-8")
    return folder


def figures(folder: Path, *, short: bool) -> Iterator[Figure]:
    now = Site(folder / "now")
    yield Figure(goals.CHECK_CONTENT, seconds_of(now, "check_content"))
    few = with_pages(folder / "content-300", 300)
    with_300 = Site(folder / "300", content=few)
    yield Figure(goals.CHECK_CONTENT_300, seconds_of(with_300, "check_content"))
    with_300.prepare()
    with with_300:
        yield from change(with_300, few)
    if short:
        return
    now.prepare()
    with now:
        size = len(now.get(PAGE, "br")[2])
    with_3000 = Site(folder / "3000", content=with_pages(folder / "content-3000", 3000))
    with_3000.prepare()
    with with_3000:
        status, _, page = with_3000.get(PAGE, "br")
        for number in range(500):
            with_3000.get(f"/copy-{number}/", "br")
        yield Figure(goals.MEMORY_3000, with_3000.memory(), note=f"start {with_3000.seconds_to_first_answer:.0f} s")
        yield Figure(goals.PAGE_GROWTH, len(page) / size, note=f"{size:,} and {len(page):,} bytes, status {status}")


def change(site: Site, content: Path) -> Iterator[Figure]:
    """Save a page, and ask for it again and again until it shows the change."""
    file, path = content / "en" / "copy-7.md", "/copy-7/"
    text = file.read_text(encoding="utf-8")
    times, delays = [], []
    for number in range(5):
        title = f"Changed for the {number}. time"
        file.write_text(TITLE.sub(f"title: {title}", text), encoding="utf-8")
        saved = time.perf_counter()
        while True:
            begun = time.perf_counter()
            body = site.get(path)[2]
            times.append(1000 * (time.perf_counter() - begun))
            if title.encode() in body:
                break
            time.sleep(0.005)
        delays.append(time.perf_counter() - saved)
        time.sleep(0.3)
    yield Figure(goals.CHANGED_PAGE, max(delays), note=f"median {statistics.median(delays):.2f} s of {len(delays)}")
    yield Figure(goals.SLOWEST_DURING_CHANGE, max(times), note=f"median {statistics.median(times):.1f} ms")
