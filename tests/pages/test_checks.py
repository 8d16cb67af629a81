import pytest
import time_machine
from django.core.checks import Error, Warning

from pages.checks import changes, sample_clinic, wording
from pages.checks import content as check_content
from pages.search import full_text
from tests.pages.conftest import ContentFolder
from tests.pages.wording.texts import CLAIMS_YAML


def test_good_content_passes(site: ContentFolder) -> None:
    assert check_content() == []


def test_each_error_in_the_content_is_one_check_error(site: ContentFolder) -> None:
    site.replace("en/words.md", "title: Words", "titel: Words")
    site.replace("en/what-it-is.md", "order: 10\n", "")
    assert check_content() == [
        Error(
            "content/en/what-it-is.md:2: `order` is missing.",
            hint="Add a line that begins `order:`.",
            id="pages.E001",
        ),
        Error(
            "content/en/words.md:2: `titel` is not a key of this file.",
            hint="Did you mean `title`?",
            id="pages.E001",
        ),
    ]
    assert sample_clinic() == []


def test_without_fts5_the_one_error_is_that_search_cannot_be_built(
    site: ContentFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(full_text, "TABLE", "CREATE VIRTUAL TABLE texts USING fts0(title)")
    assert check_content() == [
        Error(
            "Search cannot be built: the SQLite of this Python has no FTS5.",
            hint="Use a Python whose sqlite3 module has it, like those of python.org, Debian and the Docker image.",
            id="pages.E003",
        )
    ]
    assert [*wording(), *changes(), *sample_clinic()] == []


def test_each_wording_error_is_one_check_error_and_warnings_are_not_reported(site: ContentFolder) -> None:
    site.write("claims.yaml", CLAIMS_YAML)
    assert wording() == []
    site.replace("en/words.md", "{{ glossary }}", "It cures all.")
    site.replace("en/what-it-is.md", "review_by: 2027-05-22", "review_by: 2026-12-01")
    with time_machine.travel("2026-11-22"):
        assert wording() == [
            Error(
                "content/en/words.md:12: cure: “cures” "
                "No treatment does this, and saying so leads people to bear risks for it.",
                hint="Say what studies found, for whom, and for how long.",
                id="pages.E002",
            )
        ]


def test_wording_is_not_checked_while_the_content_cannot_be_shown(site: ContentFolder) -> None:
    site.replace("en/words.md", "{{ glossary }}", "It cures <b>all</b>.")
    assert wording() == []


def test_the_deployment_check_warns_of_a_sample_clinic(site: ContentFolder) -> None:
    assert sample_clinic() == [
        Warning(
            "The site shows a sample clinic that does not exist.",
            hint="Put the facts of your own clinic into clinic.yaml, then set `sample: false`.",
            id="pages.W001",
        )
    ]


def test_a_clinic_that_is_not_a_sample_gets_no_warning(site: ContentFolder) -> None:
    site.replace("clinic.yaml", "sample: true", "sample: false")
    assert sample_clinic() == []
