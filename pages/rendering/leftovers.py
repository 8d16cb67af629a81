"""Finds Markdown that the parser did not understand, so that a reader would see its marks."""

import re
from collections.abc import Iterator

from pages.rendering.blocks import UNREAD, blocks
from pages.schema.front_matter import TO_BE_WRITTEN

# Marks in code are meant.
NOT_MARKDOWN = UNREAD | {"code", "pre"}
BULLETS = "•‣◦▪●○∙⁃·"
LEFT_OVER = re.compile(
    # At the start of a block: a list with ")" or with a bullet that was pasted, or a list without a space.
    rf"^(?:\d{{1,3}}\) |[{BULLETS}–] ?|[-+*](?=[A-Za-z])|[|:] |!!!|\#)"
    # At the start of a later line of a block: a list, quotation, heading or box that needs an empty line before it.
    rf"|\n *(?:[-*+{BULLETS}] |\d{{1,3}}[.)] |[-+*](?=[A-Za-z])|> |\||: |!!!|\#)"
    # A line of marks: under a heading, or between two parts.
    r"|(?:^|\n) *(?:-{3,}|={3,}|\*{3,}|_{3,}|~{3,}) *(?=\n|$)"
    # Brackets that are no link, citation, note or fact.
    r"|\[[@=^\[]|\]\(|\]\[|\[[ xX]\]|!\[|\{[{:]|\}\}|\[(?![^\[\]\n]{0,400}\])|\b[\w-]{1,60}\.md\b"
    # Marks around words.
    r"|\*\*|__|~~|==|`|(?<![\w*])\*(?=\w)|(?<=\w)\*(?![\w*])|(?<!\w)_(?=\w)|(?<=\w)_(?!\w)"
)


def left_over(html: str) -> Iterator[str]:
    """The marks that a reader would see, each with the text after it."""
    for block in blocks(html, NOT_MARKDOWN):
        # That has an error of its own.
        text, end = TO_BE_WRITTEN.sub("", block.text), 0
        for match in LEFT_OVER.finditer(text):
            if match.start() >= end:
                after, _, _ = text[match.end() : match.end() + 8].partition("\n")
                end = match.end() + len(after)
                yield text[match.start() : end].strip()
