"""Sentences are those that a reader sees, and each knows its place in the file."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from pages.rendering.blocks import blocks
from pages.rendering.markdown import FACT, render
from pages.schema.errors import Report
from pages.schema.front_matter import Body, PageHead, split
from pages.wording import sentences
from pages.wording.sentences import MARK, column_of, passages
from tests.pages.wording.texts import FIRST_LINE, findings

PAGES = sorted((Path(settings.CONTENT_DIR) / "en").glob("**/*.md"))


@pytest.mark.parametrize(
    ("text", "rule", "words"),
    [
        ("You are a **good** candidate.", "you-qualify", "You are a good candidate"),
        ("In all, 70 **percent** slept.", "number-without-source", "70 percent"),
        ("It is risk\u00a0free.", "risk-free", "risk free"),
        ("It is risk\u2011free.", "risk-free", "risk-free"),
        ("It cu\u00adres all.", "cure", "cures"),
        ("It cu&#114;es all.", "cure", "cures"),
        ("It *cu*res all.", "cure", "cures"),
        ("It [cu](x.md)res all.", "cure", "cures"),
        ("It cu[](x.md)res all.", "cure", "cures"),
        ("You are a\ngood\ncandidate.", "you-qualify", "You are a good candidate"),
        ("`It cures all.`", "cure", "cures"),
    ],
)
def test_a_claim_is_found_as_a_reader_sees_it(text: str, rule: str, words: str) -> None:
    [finding] = findings(f"{text}\n")
    assert (finding.rule, finding.line, finding.words) == (rule, FIRST_LINE, words)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("Some words.\n\n- one\n- it cu**r**es\n", 3, 6),
        ("| A | B |\n|---|---|\n| it | cures |\n", 2, 8),
        ('!!! steps "It cures"\n    1. one\n', 0, 15),
        ('!!! steps "How"\n    1. it cures\n', 1, 11),
        ("> It is new.\n> It cures.\n", 1, 6),
        ("## It cures\n", 0, 7),
        ("Word\n:   It cures.\n", 1, 8),
        ("One.\nTwo\nand three\n*cures*\n", 3, 2),
        ("[a]: x.md\n\nSee [b][a]. It cures.\n", 2, 16),
        ("It is **[this](x.md) that** &amp; it cures.\n", 0, 38),
    ],
)
def test_a_claim_has_its_line_and_column(text: str, line: int, column: int) -> None:
    [finding] = [finding for finding in findings(text) if finding.rule == "cure"]
    assert (finding.line - FIRST_LINE, finding.column) == (line, column)


def test_words_that_are_not_in_the_line_as_they_are_have_the_place_of_the_first() -> None:
    assert column_of("good candidate", "a [good](x.md) candidate") == 4
    assert column_of("cures", "cu&#114;es") == 1
    assert column_of("—", "— x") == 1


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_marks_of_lines_do_not_change_how_a_page_is_read(path: Path) -> None:
    _, body = split(PageHead, path.read_text(encoding="utf-8"), Report(""))
    facts = dict.fromkeys(re.findall(FACT, body.text), "x")

    def read(text: str) -> list[str]:
        return [MARK.sub("", block.text) for block in blocks(render(Body(text, 1), facts, None, Report("")).html)]

    assert read(sentences._marked(body)) == read(body.text)
    lines = [line for passage in passages(body) for sentence in passage.sentences for _, line in sentence.lines]
    assert lines == sorted(lines)
    assert len(set(lines)) >= len(body.text.split("\n")) / 3


def test_a_text_with_the_signs_that_mark_lines_is_read_without_them() -> None:
    [finding] = findings("It cu\U000f0001res.\n\nMore.\n")
    assert (finding.line, finding.words) == (FIRST_LINE, "cures")
