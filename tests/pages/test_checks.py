from django.core.checks import Error, Warning

from pages.checks import content as check_content
from pages.checks import sample_clinic
from tests.pages.conftest import ContentFolder


def test_good_content_passes(site: ContentFolder) -> None:
    assert check_content() == []


def test_every_mistake_in_the_content_is_an_error_of_its_own(site: ContentFolder) -> None:
    site.replace("en/words.md", "title: Words", "titel: Words")
    assert check_content() == [
        Error(
            "content/en/words.md:2: `titel` is not a key of this file.",
            hint="Did you mean `title`?",
            id="pages.E001",
        ),
        Error(
            "content/en/words.md:2: `title` is missing.",
            hint="Add a line that begins `title:`.",
            id="pages.E001",
        ),
    ]
    assert sample_clinic() == []


def test_a_sample_clinic_is_a_warning_before_going_public(site: ContentFolder) -> None:
    assert sample_clinic() == [
        Warning(
            "The site shows a sample clinic that does not exist.",
            hint="Put the facts of your own clinic into clinic.yaml, then set `sample: false`.",
            id="pages.W001",
        )
    ]


def test_a_clinic_with_its_own_facts_is_fine(site: ContentFolder) -> None:
    site.replace("clinic.yaml", "sample: true", "sample: false")
    assert sample_clinic() == []
