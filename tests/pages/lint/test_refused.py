"""Each rule of the loader is broken by one content folder and not by a similar one."""

from datetime import date

import pytest

from pages.lint import findings_of_site
from pages.schema.rule_ids import Rule
from tests.pages.conftest import OUTCOME, WHAT_IT_IS, ContentFolder
from tests.pages.wording import cases
from tests.pages.wording.texts import CLAIMS_YAML, TODAY

PAGE, RESULT, END = "en/what-it-is.md", "en/outcomes/under-18.md", "Nobody knows for sure."
CALLOUT = '!!! callout "Note"\n    Text.\n\n'
NO_FILE = None
# Rule, file, what is replaced in it, the text that breaks the rule, the text that does not.
CASES = [
    ("schema", PAGE, "order: 10", "order: ten", "order: 11"),
    ("schema", "clinic.yaml", "{low: 250, high: 250}", "{low: 250, high: 249}", "{low: 249, high: 250}"),
    ("schema", "people.yaml", "dr-reed:", "Dr Reed:", "dr-reed:"),
    ("schema", "changes.yaml", "2026-10-05", "soon", "2026-10-06"),
    ("schema", "sources.yaml", "link: https://fda", "link: fda", "link: http://fda"),
    ("unreadable-file", PAGE, END, "In a caf\udce9.", "In a café."),
    ("missing-file", RESULT, OUTCOME, NO_FILE, OUTCOME),
    ("missing-file", "sources.yaml", "", NO_FILE, None),
    ("too-much", PAGE, END, "[" * 9 + END, END),
    ("file-name", "en/How_It_Works.md", "", WHAT_IT_IS, NO_FILE),
    ("address-taken", "en/screening.md", "", WHAT_IT_IS, NO_FILE),
    ("unknown-section", PAGE, "section: understand", "section: understnad", "section: about"),
    ("unknown-person", PAGE, "reviewed_by: dr-reed", "reviewed_by: dr-read", "reviewed_by: dr-reed"),
    ("unknown-source", PAGE, "sources: [fda23]", "sources: [fda23, kelatar]", "sources: [fda23]"),
    ("unknown-source", PAGE, END, f"{END}[@kelatar]", f"{END}[@fda23]"),
    ("source-not-cited", PAGE, "sources: [fda23]", "sources: [fda23, ketalar]", "sources: [fda23]"),
    ("source-not-listed", PAGE, END, f"{END}[@ketalar]", f"{END}[@fda23]"),
    ("misplaced-citation", RESULT, "Then that.", "Then that.[@fda23]", "Then that."),
    ("misplaced-citation", PAGE, "## How does it work?", "## How?[@fda23]", "## How?"),
    ("pull-sentence", PAGE, "order: 10", "order: 10\npull_sentence: Not here.", f"order: 10\npull_sentence: {END}"),
    ("unknown-fact", PAGE, END, "Call {{ clinic.fone }}.", "Call {{ clinic.phone }}."),
    ("unknown-term", PAGE, END, "A [fake](words.md#term-placbo).", "A [fake](words.md#term-placebo)."),
    ("unknown-result", "en/outcomes/under-19.md", "", OUTCOME, NO_FILE),
    ("broken-link", PAGE, END, "See [words](wrods.md).", "See [words](words.md)."),
    ("broken-link", PAGE, END, "See [there](www.fda.gov).", "See [there](https://www.fda.gov/)."),
    ("broken-link", PAGE, END, "Answer [this](/screning/).", "Answer [this](/screening/)."),
    ("broken-link", PAGE, END, "See [fees](/files/0123456789abcdef/fees.pdf).", "See [this](/screening/)."),
    ("broken-anchor", PAGE, END, "See [how](#how-does-it-wrok).", "See [how](#how-does-it-work)."),
    ("broken-anchor", "en/home.md", "what-it-is.md", "what-it-is.md#how", "what-it-is.md#how-does-it-work"),
    ("raw-html", PAGE, END, "It is <b>new</b>.", "It is **new**, and 1 < 2."),
    ("picture", PAGE, END, "![A lamp](https://fda.example/lamp.png)", "[A lamp](https://fda.example/lamp.png)"),
    ("stray-marks", PAGE, END, "It is **new.", "It is **new**."),
    ("empty-link", PAGE, END, "Read [](words.md).", "Read [words](words.md)."),
    ("to-be-written", PAGE, END, "[[to be written]]", "Written."),
    ("second-title", PAGE, "## How does it work?", "# How does it work?", "## How does it work?"),
    ("skipped-heading", PAGE, END, f"#### Why?\n\n{END}", f"### Why?\n\n{END}"),
    ("unknown-component", PAGE, END, CALLOUT.replace("callout", "calout"), CALLOUT),
    ("component", PAGE, END, '!!! steps "How"\n    - One', '!!! steps "How"\n    1. One'),
    ("component", PAGE, END, "!!! callout Note\n    Text.", CALLOUT),
    ("too-many-callouts", PAGE, END, CALLOUT * 3, CALLOUT * 2),
    ("claims-file", "claims.yaml", "claims:", "clams:", "claims:"),
]


def rules_of(content: ContentFolder) -> set[str]:
    return {finding.rule for finding in findings_of_site(content.path, TODAY)}


@pytest.fixture
def folder(content: ContentFolder, settings) -> ContentFolder:
    settings.ROOT_URLCONF = "tests.pages.site_urls"
    content.write("claims.yaml", CLAIMS_YAML)
    return content


def test_a_folder_without_errors_has_no_findings(folder: ContentFolder) -> None:
    assert findings_of_site(folder.path, TODAY) == []


@pytest.mark.parametrize(("rule", "file", "old", "wrong", "right"), CASES)
def test_a_rule_is_broken_by_one_folder_and_not_by_the_other(
    folder: ContentFolder, rule: str, file: str, old: str, wrong: str | None, right: str | None
) -> None:
    path = folder.path / file
    before = path.read_text(encoding="utf-8") if path.exists() else ""

    def rules_with(text: str | None) -> set[str]:
        if text is NO_FILE:
            path.unlink(missing_ok=True)
        else:
            assert old in before
            path.write_bytes((before.replace(old, text) if old else text).encode("utf-8", "surrogateescape"))
        return rules_of(folder)

    assert rule in rules_with(wrong)
    assert rules_with(right or before or NO_FILE) == set()


def test_every_rule_has_a_pair_of_texts() -> None:
    with_a_pair = {case[0] for case in CASES} | {case[0] for case in cases.CASES}
    # Tested in test_due.py and test_sources.py.
    of_dates = {"review-due", "statement-due", "same-review-date"}
    of_sources = {"unused-source", "source-not-checked"}
    # Tested in test_redirects.py of the catalogue, and in test_moved.py.
    of_redirects = {"redirect", "moved-link"}
    # Tested in tests/pages/media/test_elements.py and in test_files.py.
    of_files = {"image-without-text", "file", "heavy-page", "unusable-file", "tells-place"}
    assert with_a_pair | of_dates | of_sources | of_redirects | of_files == set(Rule)


def test_an_error_of_the_loader_has_its_place_words_rule_and_suggestion(folder: ContentFolder) -> None:
    folder.replace(PAGE, END, "Nobody. It is [@kelatar].")
    [finding] = findings_of_site(folder.path, TODAY)
    assert (finding.file, finding.line, finding.column) == ("content/en/what-it-is.md", 16, 15)
    assert (finding.rule, finding.severity, finding.words) == ("unknown-source", "error", "[@kelatar]")
    assert finding.suggestion == "Did you mean `ketalar`?"


def test_the_glossary_is_checked_for_claims_and_numbers(folder: ContentFolder) -> None:
    folder.write("glossary.yaml", "Placebo: A dummy treatment.\nKetamine: A medicine that cures 1 in 10 people.\n")
    assert [(finding.file, finding.line, finding.rule) for finding in findings_of_site(folder.path, TODAY)] == [
        ("content/glossary.yaml", 2, "cure"),
        ("content/glossary.yaml", 2, "number-without-source"),
    ]


def test_the_risk_panel_is_checked_and_names_the_risks_of_a_page(folder: ContentFolder) -> None:
    folder.write("risks.yaml", "title: Risks\ntext: |\n  It can slow breathing.\n  It cures all.\n")
    folder.replace(PAGE, END, "{{ risks }}\n\nKetamine helps people.[@fda23]")
    assert [(finding.file, finding.line, finding.rule) for finding in findings_of_site(folder.path, TODAY)] == [
        ("content/risks.yaml", 4, "cure")
    ]


def test_other_findings_are_reported_beside_a_broken_claims_file(folder: ContentFolder) -> None:
    folder.write("claims.yaml", "claims: [")
    folder.replace(PAGE, END, "Nausea came to 12%.[@fda23]")
    assert rules_of(folder) == {"claims-file", "risk-as-percent"}


def test_hidden_files_of_text_editors_are_ignored(folder: ContentFolder) -> None:
    (folder.path / "en/.#what-it-is.md").symlink_to("nobody@nowhere.1234")
    folder.write("en/.words.md", "It cures all.\n")
    assert rules_of(folder) == set()


def test_overdue_reviews_are_found_in_the_whole_folder(folder: ContentFolder) -> None:
    findings = findings_of_site(folder.path, date(2028, 8, 21))
    assert [(finding.rule, finding.severity) for finding in findings] == [("review-due", "error")] * 3
