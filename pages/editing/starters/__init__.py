"""Texts to begin a page from: import `begin`. A page with `[[ ]]`, which marks what to write, cannot be published."""

import json
from datetime import date, timedelta
from pathlib import Path
from string import Template

REVIEW_AFTER = timedelta(days=180)
STARTERS = {
    "article": "An article: a question, and its answer in parts",
    "questions": "Questions people ask, with short answers",
    "how-to": "Steps to take, with what helps and what does not",
}


def begin(starter: str, *, title: str, description: str, section: str, order: int, today: date) -> str:
    template = (Path(__file__).parent / f"{starter}.md").read_text(encoding="utf-8")
    return Template(template).substitute(
        title=_quoted(title),
        description=_quoted(description),
        section=section,
        order=order,
        review_by=(today + REVIEW_AFTER).isoformat(),
    )


def _quoted(text: str) -> str:
    # A JSON string is also a YAML string.
    return json.dumps(text, ensure_ascii=False)
