"""What a person, a program and GitHub are told by `manage.py check_content`."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from tests.pages.conftest import ContentFolder
from tests.pages.lint.manuscripts import CLAIMS_YAML


@pytest.fixture
def folder(site: ContentFolder) -> ContentFolder:
    site.write("claims.yaml", CLAIMS_YAML)
    return site


def told(*arguments: str) -> tuple[str, int]:
    """What the command writes, and its exit code."""
    out = StringIO()
    try:
        call_command("check_content", *arguments, stdout=out)
    except SystemExit as end:
        return out.getvalue(), int(end.code or 0)
    return out.getvalue(), 0


def test_content_that_is_fine_is_told_to_be_fine(folder: ContentFolder) -> None:
    assert told() == ("0 errors, 0 warnings.\n", 0)
    assert told("--format=json") == ("[]\n", 0)
    assert told("--format=github") == ("", 0)


def test_a_person_gets_a_line_for_each_finding_and_their_number(folder: ContentFolder) -> None:
    folder.replace("en/words.md", "{{ glossary }}", "It cures all. [More](wrods.md).")
    assert told() == (
        "content/en/words.md:12:4: error cure: “cures” No treatment does this, and saying so leads people to bear risks"
        " for it. Say what studies found, for whom, and for how long.\n"
        "content/en/words.md:12:21: error broken-link: “wrods.md” There is no page `wrods.md`."
        " Did you mean `words.md`?\n"
        "2 errors, 0 warnings.\n",
        1,
    )


def test_a_program_gets_json(folder: ContentFolder) -> None:
    folder.replace("en/words.md", "{{ glossary }}", "![](lamp.png)")
    written, code = told("--format=json")
    assert code == 1
    assert json.loads(written)[1] == {
        "file": "content/en/words.md",
        "line": 12,
        "column": 5,
        "rule": "picture",
        "severity": "error",
        "words": "lamp.png",
        "reason": "The picture `lamp.png` cannot be shown.",
        "suggestion": "Pages have no pictures; take it out.",
    }


def test_github_gets_annotations_that_no_words_can_break(folder: ContentFolder) -> None:
    folder.replace("en/words.md", "{{ glossary }}", "It is 100% safe, ::warning::\nfor all.")
    written, code = told("--format=github")
    assert (written, code) == (
        "::error file=content/en/words.md,line=12,col=7,title=number-without-source::“100%25” A number needs the source"
        " it is from. Cite the source behind it: [@id], an id of sources.yaml.\n"
        "::error file=content/en/words.md,line=12,col=7,title=risk-free::“100%25 safe” Ketamine has common and serious"
        " risks, and can be habit-forming. Name the risk and how often it happens, with its source.\n",
        1,
    )
