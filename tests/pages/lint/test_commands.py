"""`manage.py check_content` prints findings for people, programs and GitHub."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from tests.pages.conftest import ContentFolder
from tests.pages.wording.texts import CLAIMS_YAML


@pytest.fixture
def folder(site: ContentFolder) -> ContentFolder:
    site.write("claims.yaml", CLAIMS_YAML)
    return site


def output(*arguments: str) -> tuple[str, int]:
    """What the command prints, and its exit code."""
    out = StringIO()
    try:
        call_command("check_content", *arguments, stdout=out)
    except SystemExit as end:
        return out.getvalue(), int(end.code or 0)
    return out.getvalue(), 0


def test_content_without_findings_exits_with_0(folder: ContentFolder) -> None:
    assert output() == ("0 errors, 0 warnings.\n", 0)
    assert output("--format=json") == ("[]\n", 0)
    assert output("--format=github") == ("", 0)


def test_the_text_format_has_a_line_for_each_finding_and_a_count(folder: ContentFolder) -> None:
    folder.replace("en/words.md", "{{ glossary }}", "It cures all. [More](wrods.md).")
    assert output() == (
        "content/en/words.md:12:4: error cure: “cures” No treatment does this, and saying so leads people to bear risks"
        " for it. Say what studies found, for whom, and for how long.\n"
        "content/en/words.md:12:21: error broken-link: “wrods.md” There is no page `wrods.md`."
        " Did you mean `words.md`?\n"
        "2 errors, 0 warnings.\n",
        1,
    )


def test_the_json_format_lists_every_finding(folder: ContentFolder) -> None:
    folder.replace("en/words.md", "{{ glossary }}", "![](lamp.png)")
    written, code = output("--format=json")
    assert code == 1
    assert json.loads(written) == [
        {
            "file": "content/en/words.md",
            "line": 12,
            "column": 2,
            "rule": "picture",
            "severity": "error",
            "words": "lamp.png",
            "reason": "The picture `lamp.png` cannot be shown.",
            "suggestion": "Upload it in the Content area, then write it as files/room.jpg",
        }
    ]


def test_the_github_format_escapes_the_text(folder: ContentFolder) -> None:
    folder.replace("en/words.md", "{{ glossary }}", "It is 100% safe, ::warning::\nfor all.")
    written, code = output("--format=github")
    assert (written, code) == (
        "::error file=content/en/words.md,line=12,col=7,title=number-without-source::“100%25” A number needs its"
        " source. Cite the source: [@id], an id of sources.yaml.\n"
        "::error file=content/en/words.md,line=12,col=7,title=risk-free::“100%25 safe” Ketamine has common and serious"
        " risks, and can be habit-forming. Name the risk and how often it happens, with its source.\n",
        1,
    )
