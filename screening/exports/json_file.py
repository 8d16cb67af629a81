"""Submissions as one JSON object, and its JSON Schema (https://json-schema.org/draft/2020-12)."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from django.utils import timezone

from screening.exports.columns import COLUMNS, Row
from screening.exports.selection import Selection
from screening.questionnaire import QUESTIONNAIRE
from screening.record import RecordedQuestion
from screening.submissions.states import State
from screening.vocabulary.dispositions import MILDEST_FIRST, STORED, Level

CONTENT_TYPE = "application/json"
SCHEMA_CONTENT_TYPE = "application/schema+json"


def write(rows: Iterable[Row], selection: Selection, schema_url: str) -> Iterator[str]:
    """The object, row by row."""
    head = {
        "schema": schema_url,
        "exported_at": f"{timezone.now():%Y-%m-%dT%H:%M:%SZ}",
        "ruleset": {"version": QUESTIONNAIRE.version, "fingerprint": QUESTIONNAIRE.fingerprint},
        "columns": list(selection.columns),
        "questions": "every" if selection.every_answer else list(selection.questions),
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": ['
    separator = "\n"
    for row in rows:
        yield separator + json.dumps(row_as_json(row, selection), ensure_ascii=False)
        separator = ",\n"
    yield "\n]}\n"


def row_as_json(row: Row, selection: Selection) -> dict[str, Any]:
    """One submission: the selected columns, and the answers by question id; only questions that were asked."""
    values = {name: COLUMNS[name].value(row) for name in selection.columns}
    if selection.every_answer or selection.questions:
        values["answers"] = {
            question: _asked_as_json(asked)
            for question, asked in row.answers.items()
            if selection.every_answer or question in selection.questions
        }
    return values | {"problem": row.problem or None}


def _asked_as_json(asked: RecordedQuestion) -> dict[str, Any]:
    answers = [asdict(answer) for answer in asked.answers]
    return {"text": asked.text, "listed": [*asked.listed], "hint": asked.hint, "answers": answers}


def schema(schema_url: str) -> dict[str, Any]:
    """The JSON Schema of what `write` writes. `rows` have the selected columns and no others."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": schema_url,
        "title": "Submissions of the screening questionnaire",
        **_object(
            schema={"const": schema_url},
            exported_at=MOMENT,
            ruleset=_object(version=TEXT, fingerprint=FINGERPRINT),
            columns={"type": "array", "items": {"enum": [*COLUMNS]}, "uniqueItems": True},
            questions={"anyOf": [{"const": "every"}, {"type": "array", "items": QUESTION_ID, "uniqueItems": True}]},
            rows={"type": "array", "items": {**_object(**ROW), "required": []}},
        ),
    }


def _object(**properties: Any) -> dict[str, Any]:
    """An object with exactly these properties."""
    return {
        "type": "object",
        "properties": properties,
        "required": [*properties],
        "additionalProperties": False,
    }


TEXT = {"type": "string"}
MOMENT = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"}
FINGERPRINT = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
QUESTION_ID = {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}
FINDING = _object(
    question=QUESTION_ID,
    topic=TEXT,
    answer={"description": "The id of the choice.", **TEXT},
    level={"enum": [str(level) for level in Level if level is not Level.CLEAR]},
    words=TEXT,
)
ANSWER = _object(answer={"description": "The id of the choice.", **TEXT}, text=TEXT)
ASKED = _object(
    text=TEXT,
    listed={"description": "The signs or events below the text.", "type": "array", "items": TEXT},
    hint={"description": "null if rules 1.0.1 asked, which did not keep it.", "type": ["string", "null"]},
    answers={"type": "array", "items": ANSWER},
)
ROW: dict[str, Any] = {
    "reference": {"type": "string", "pattern": "^[0-9A-Z]{4}-[0-9A-Z]{4}$"},
    "received_at": MOMENT,
    "disposition": {"enum": [disposition.value for disposition in STORED]},
    "state": {"enum": State.values},
    "decision": {
        "description": "The clinic's decision in force; null while there is none.",
        "enum": [*(disposition.value for disposition in MILDEST_FIRST), None],
    },
    "waits_until": {"description": "The day on which a clinician decides anew.", "type": ["string", "null"]},
    "reviewers": {"type": "array", "items": TEXT, "uniqueItems": True},
    "ruleset_version": TEXT,
    "ruleset_fingerprint": FINGERPRINT,
    "findings": {
        "description": "The worst first; null when the record cannot be read.",
        "type": ["array", "null"],
        "items": FINDING,
    },
    "answers": {
        "description": "By the id of the question, as worded when it was answered; only what was asked.",
        "type": "object",
        "propertyNames": QUESTION_ID,
        "additionalProperties": ASKED,
    },
    "problem": {
        "description": "Why the record cannot be read, or what was changed past the site; else null.",
        "type": ["string", "null"],
    },
}
