"""Texts to begin a page from. What is still to be written stands in `[[ ]]`, and nothing goes up with such marks."""

import json
import re
from datetime import date, timedelta
from pathlib import Path
from string import Template

REVIEW_AFTER = timedelta(days=180)
TO_BE_WRITTEN = re.compile(r"\[\[.*?(?:\]\]|$)", re.MULTILINE)
STARTERS = {
    "article": "An article: a question, and its answer in parts",
    "questions": "Questions people ask, with short answers",
    "how-to": "Steps to take, with what helps and what does not",
}


def begin(starter: str, *, title: str, description: str, section: str, order: int, today: date) -> str:
    """The text of a new page."""
    text = (Path(__file__).parent / f"{starter}.md").read_text(encoding="utf-8")
    return Template(text).substitute(
        title=_quoted(title),
        description=_quoted(description),
        section=section,
        order=order,
        review_by=(today + REVIEW_AFTER).isoformat(),
    )


def _quoted(words: str) -> str:
    """As YAML reads it back, whatever stands in it."""
    return json.dumps(words, ensure_ascii=False)
