from datetime import date

import pytest

from pages.schema.errors import Report
from pages.schema.references import Term, read_glossary
from tests.pages.conftest import ContentFolder


def test_the_glossary_is_in_alphabetical_order_with_an_anchor_for_each_term() -> None:
    report = Report("glossary.yaml")
    text = "Placebo: A dummy.\nECT (a treatment): A current.\noff-label: Another use.\n"
    assert read_glossary(text, report) == (
        Term("term-ect-a-treatment", "ECT (a treatment)", "A current."),
        Term("term-off-label", "off-label", "Another use."),
        Term("term-placebo", "Placebo", "A dummy."),
    )
    assert report.errors == []


def test_a_source_may_say_how_much_was_read_and_when_to_look_again(content: ContentFolder) -> None:
    content.replace("sources.yaml", "  year: 2023\n", "  year: 2023\n  read: the abstract\n  review_by: 2026-12-31\n")
    sources = content.load().sources
    assert {id: (source.read, source.review_by) for id, source in sources.items()} == {
        "fda23": ("the abstract", date(2026, 12, 31)),
        "ketalar": (None, None),
    }


@pytest.mark.parametrize(
    ("file", "old", "new", "error"),
    [
        (
            "sources.yaml",
            "  publisher: FDA\n",
            "",
            "sources.yaml:2: `fda23.publisher` is missing. Add a line that begins `publisher:`.",
        ),
        (
            "sources.yaml",
            "  year: 2023",
            "  year: c. 2023",
            "sources.yaml:4: `fda23.year` must be a whole number; `c. 2023` is read as text."
            " Write digits only, like 30.",
        ),
        (
            "sources.yaml",
            "kind: guideline",
            "kind: guidline",
            "sources.yaml:2: `fda23`: `guidline` is not a kind of source. Did you mean `guideline`?",
        ),
        (
            "sources.yaml",
            "https://fda.example/warning",
            "javascript:alert(1)",
            "sources.yaml:2: `fda23`: `javascript:alert(1)` is not a web address. Write it in full, from https:// on.",
        ),
        (
            "sources.yaml",
            "ketalar:",
            "Ketalar 24:",
            "sources.yaml:9: `Ketalar 24` cannot be an id. Use small letters, digits and single hyphens.",
        ),
        (
            "people.yaml",
            "  role: Medical director\n",
            "",
            "people.yaml:2: `dr-reed.role` is missing. Add a line that begins `role:`.",
        ),
        (
            "glossary.yaml",
            "Placebo: A dummy treatment.",
            "Placebo: no",
            "glossary.yaml:1: `Placebo` must be text; `no` is read as true or false. Write it in quotes.",
        ),
        (
            "glossary.yaml",
            "Placebo: A dummy treatment.",
            "Off-label: A dummy treatment.",
            "glossary.yaml:2: `Off-label` is here twice. Keep this line or line 1, not both.",
        ),
        (
            "en/sections.yaml",
            "about: About us",
            "about:",
            "en/sections.yaml:2: `about` is empty; it must be text. Write it in quotes.",
        ),
    ],
)
def test_an_invalid_entry_is_an_error(content: ContentFolder, file: str, old: str, new: str, error: str) -> None:
    content.replace(file, old, new)
    assert content.errors() == [f"content/{error}"]
