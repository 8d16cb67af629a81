"""How long the worst texts within the limits take to render, to check and to search. Goal: under 1 second each.

DJANGO_SETTINGS_MODULE=tests.settings .venv/bin/python -m tools.benchmarks.texts
"""

import time
from datetime import date
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import django

SHOWN = 10


def main() -> None:
    """Print the texts that take longest, in seconds of CPU time."""
    django.setup()
    from django.conf import settings

    from pages.catalogue.drafts import read_draft
    from pages.catalogue.library import read_library
    from pages.lint import findings_of
    from pages.schema.errors import Report
    from pages.schema.front_matter import PageHead
    from pages.search.index import Index
    from pages.wording import read_claims
    from tests.pages.worst_texts import SEEDS, worst_page

    folder = Path(settings.CONTENT_DIR)
    library, claims = read_library(folder, []), read_claims(folder)
    rows = []
    for seed in SEEDS:
        text, moments = worst_page(seed), [time.process_time()]
        draft = read_draft(PageHead, "x", text, library, Report("content/en/x.md"))
        moments.append(time.process_time())
        findings_of("content/en/x.md", text, claims, library.sources or {}, date(2026, 11, 28))
        moments.append(time.process_time())
        page: Any = SimpleNamespace(title="", description="", other_words="", passages=draft.rendered.passages)
        Index([page], ()).look_up("worst")
        moments.append(time.process_time())
        rows.append(([after - before for before, after in pairwise(moments)], seed))
    print(f"{len(rows)} texts; render, check, search in seconds")
    for seconds, seed in sorted(rows, key=lambda row: -max(row[0]))[:SHOWN]:
        print("  ".join(f"{second:5.2f}" for second in seconds), repr(seed)[:30])


main()
