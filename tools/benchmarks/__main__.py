"""Measures the speed of the site beside its goals: `make bench`, or for a quick look `make bench ARGS=--short`.

The long form takes about half an hour and writes docs/speed.md. It needs wrk; some figures need nginx or PostgreSQL.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.postgresql import find
from tools.benchmarks import commands, forms, goals, growth, load, reading, report
from tools.benchmarks.goals import Figure
from tools.benchmarks.site import Site

DATABASE = "kat_bench"
PAGES = 100_000


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--short", action="store_true", help="a look in under two minutes; writes nothing")
    short = parser.parse_args().short
    figures: list[Figure] = []
    try:
        with tempfile.TemporaryDirectory() as folder, postgresql() as address:
            for figure in measured(Path(folder), address, short=short):
                figures.append(figure)
                print(report.line(figure), flush=True)
    except load.NoLoadTool as error:
        sys.exit(str(error))
    print(report.summary(figures))
    if not short:
        print(f"Written to {report.write(figures)}")


def measured(folder: Path, address: str, *, short: bool) -> Iterator[Figure]:
    seconds = 3 if short else 15
    site = Site(folder / "sqlite")
    site.prepare()
    yield from commands.figures(site, short=short)
    with site:
        note = f"{site.cpu_seconds_to_first_answer:.1f} s of CPU"
        yield Figure(goals.FIRST_ANSWER, site.seconds_to_first_answer, note=note)
        yield Figure(goals.MEMORY_AFTER_START, site.memory())
        yield from reading.figures(site, 2 if short else 5)
        if not short:
            read_pages(site)
            yield Figure(goals.MEMORY_AFTER_READING, site.memory())
        yield from forms.figures(site, seconds, "SQLite")
        if not short:
            # five minutes in all
            load.run(site.port, forms.people(site, "answer", forms.PEOPLE), 240)
            yield Figure(goals.MEMORY_AFTER_FORMS, site.memory(), "SQLite")
    if address:
        site = Site(folder / "postgresql", f"{address}_forms")
        site.prepare()
        with site:
            yield from forms.figures(site, seconds, "PostgreSQL")
    yield from growth.figures(folder, short=short)
    for database, where in (("", "SQLite"), *([(address, "PostgreSQL")] if address else [])):
        yield from commands.queue(folder / where, database, where, short=short)
        yield from commands.desk(folder / where, database, where, short=short)
        if not short:
            yield from commands.crowd(folder / f"{where}-crowd", database and f"{database}_crowd", where)
    if not short:
        yield commands.second_run(folder)


def read_pages(site: Site) -> None:
    """Read about 100,000 pages, with and without compression, and some that do not exist."""
    lines = [load.Request(path).as_line() for path in (reading.PAGE, "/", "/cost-and-insurance/", "/no-such-page/")]
    read = 0.0
    while read < PAGES:
        read += sum(load.run(site.port, lines, 10).statuses.values())


@contextmanager
def postgresql() -> Iterator[str]:
    """The beginning of the addresses of new databases, which are deleted at the end; "" without PostgreSQL."""
    server = find()
    if not server:
        yield ""
        return
    beginning = f"{server.rpartition('/')[0]}/{DATABASE}"
    names = [f"{DATABASE}_{name}" for name in ("forms", "crowd", *commands.ROWS)]
    delete(server, names)
    with psycopg.connect(server, autocommit=True) as connection:
        for name in names:
            connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]
    try:
        yield beginning
    finally:
        delete(server, names)


def delete(server: str, names: list[str]) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        for name in names:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')  # type: ignore[call-overload]


if __name__ == "__main__":
    main()
