"""The questionnaire, and what a person sent, as FHIR R4 resources: JSON values another system can read.

Pure. Both are derived: the Questionnaire from the declaration, the QuestionnaireResponse from the stored record, so
that it reads as the person read it when the question is long gone. A question's id is its `linkId`; the code of an
answer is `question_id:choice_id`, as the clinical table names it. Levels and findings are not part of either.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from screening.vocabulary.conditions import ALWAYS, AllOf, Answered, AnyOf
from screening.vocabulary.questions import Choice, Question, Questionnaire, Section

Resource = dict[str, Any]

CONTENT_TYPE = "application/fhir+json; charset=utf-8"
QUESTIONNAIRE_PATH = "Questionnaire/kat-screening"  # behind /fhir/
DESCRIPTION = (
    "The questions of the screening questionnaire as the clinic's website asks them. What an answer leads to is not "
    "part of this resource, and neither is this: on the website an urgent answer ends the questionnaire and leads to "
    "help at once. Software that puts these questions to a person has to do the same."
)
PURPOSE = "For a clinician to see before a first talk whether something speaks against ketamine-assisted therapy."

EXTENSION = "http://hl7.org/fhir/StructureDefinition/questionnaire-"
EXCLUSIVE = {"url": f"{EXTENSION}optionExclusive", "valueBoolean": True}


def questionnaire_resource(questionnaire: Questionnaire, base_url: str, publisher: str, status: str) -> Resource:
    """A Questionnaire: one group a section, one `choice` item a question, `enableWhen` for what is not always asked.

    `base_url` is the site's address without a trailing slash, `status` a PublicationStatus ("draft" until signed off).
    A question asked within another one is not an item of its own. Raises ValueError, naming the question, for an
    `ask_when` that R4 cannot say.
    """
    return {
        "resourceType": "Questionnaire",
        "id": "kat-screening",
        "url": f"{base_url}/fhir/{QUESTIONNAIRE_PATH}",
        "identifier": [{"system": f"{base_url}/fhir/ruleset-fingerprint", "value": questionnaire.fingerprint}],
        "version": questionnaire.version,
        "name": "KatScreening",
        "title": "Screening questionnaire",
        "status": status,
        "subjectType": ["Patient"],
        "publisher": publisher,
        "description": DESCRIPTION,
        "purpose": PURPOSE,
        "item": [
            {
                "linkId": _group_id(section.id),
                "text": section.title,
                "type": "group",
                "item": [_question_item(question, questionnaire, base_url) for question in _on_their_own(section)],
            }
            for section in questionnaire.sections
        ],
    }


def response_resource(
    questionnaire: Questionnaire,
    base_url: str,
    *,
    reference: str,
    received_at: datetime,
    version: str,
    record: dict[str, Any],
) -> Resource:
    """A QuestionnaireResponse of one submission, from its `record` as `submission.record_of` made it.

    `version` is the rule set's when it was sent. `questionnaire` is today's: only the ids of its sections are taken,
    because a record holds their titles; a title it does not know becomes an id itself. No subject: the clinic has no
    name for a submission, only its reference.
    """
    section_ids = {section.title: section.id for section in questionnaire.sections}
    rows_of: dict[str, list[dict[str, Any]]] = {}
    for row in record["answers"]:
        rows_of.setdefault(row["section"], []).append(row)
    return {
        "resourceType": "QuestionnaireResponse",
        "identifier": {"system": f"{base_url}/fhir/submission-reference", "value": reference},
        "questionnaire": f"{base_url}/fhir/{QUESTIONNAIRE_PATH}|{version}",
        "status": "completed",
        "authored": received_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "item": [
            {
                "linkId": _group_id(section_ids.get(title) or re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")),
                "text": title,
                "item": [_answered_item(row, base_url) for row in rows],
            }
            for title, rows in rows_of.items()
        ],
    }


def operation_outcome(diagnostics: str, code: str = "not-found") -> Resource:
    """What FHIR answers with instead of a resource that is not there, or cannot be read ("exception")."""
    return {
        "resourceType": "OperationOutcome",
        "issue": [{"severity": "error", "code": code, "diagnostics": diagnostics}],
    }


def as_json(resource: Resource) -> bytes:
    """The resource as it is sent: indented, for people read it too."""
    return (json.dumps(resource, ensure_ascii=False, indent=2) + "\n").encode()


def _group_id(section_id: str) -> str:
    return f"section.{section_id}"  # a section and a question may have the same id, a linkId stands once


def _on_their_own(section: Section) -> list[Question]:
    return [question for question in section.questions if not question.asked_within]


def _extension(name: str, system: str, code: str) -> Resource:
    concept = {"coding": [{"system": f"http://hl7.org/fhir/questionnaire-{system}", "code": code}]}
    return {"url": EXTENSION + name, "valueCodeableConcept": concept}


RADIOS = _extension("itemControl", "item-control", "radio-button")
TICKS = _extension("itemControl", "item-control", "check-box")
HELP = _extension("itemControl", "item-control", "help")
INSTRUCTIONS = _extension("displayCategory", "display-category", "instructions")


def _question_item(question: Question, questionnaire: Questionnaire, base_url: str) -> Resource:
    item: Resource = {"extension": [TICKS if question.select_all else RADIOS]}
    item |= {"linkId": question.id, "text": question.text, "type": "choice"}
    if question.ask_when != ALWAYS:
        item["enableWhen"] = list(_enable_when(question, questionnaire, base_url))
        item["enableBehavior"] = "all" if isinstance(question.ask_when, AllOf) else "any"
    item["required"] = True
    item["repeats"] = question.select_all
    item["answerOption"] = [_option(question, choice, base_url) for choice in question.choices]
    if beside := list(_display_items(question)):
        item["item"] = beside
    return item


def _enable_when(question: Question, questionnaire: Questionnaire, base_url: str) -> Iterator[Resource]:
    condition = question.ask_when
    is_all = isinstance(condition, AllOf)
    parts = condition.conditions if isinstance(condition, AllOf | AnyOf) else (condition,)
    items = {one.id for section in questionnaire.sections for one in _on_their_own(section)}
    for part in parts or (condition,):
        if not isinstance(part, Answered) or part.question not in items or not part.choices:
            raise ValueError(f"FHIR R4 cannot say when {question.id} is asked: {condition}")
        if is_all and len(part.choices) > 1:
            raise ValueError(f"FHIR R4 cannot say when {question.id} is asked, an `or` within an `and`: {condition}")
        for choice_id in part.choices:
            coding = _coding(part.question, choice_id, base_url)
            yield {"question": part.question, "operator": "=", "answerCoding": coding}


def _option(question: Question, choice: Choice, base_url: str) -> Resource:
    option: Resource = {"valueCoding": _coding(question.id, choice.id, base_url) | {"display": choice.text}}
    return {"extension": [EXCLUSIVE]} | option if choice.excludes_others else option


def _display_items(question: Question) -> Iterator[Resource]:
    """The hint and why it is asked: text beside the question, as R4 has it, in items that take no answer."""
    for name, text, extension in (("hint", question.hint, INSTRUCTIONS), ("why", question.why, HELP)):
        if text:
            yield {"extension": [extension], "linkId": f"{question.id}.{name}", "text": text, "type": "display"}


def _answered_item(row: dict[str, Any], base_url: str) -> Resource:
    return {
        "linkId": row["question"],
        "text": row["text"],
        "answer": [
            {"valueCoding": _coding(row["question"], given["answer"], base_url) | {"display": given["text"]}}
            for given in row["answers"]
        ],
    }


def _coding(question_id: str, choice_id: object, base_url: str) -> dict[str, str]:
    return {"system": f"{base_url}/fhir/CodeSystem/kat-screening", "code": f"{question_id}:{choice_id}"}
