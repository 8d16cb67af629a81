"""The questionnaire and submissions as FHIR R4 resources, which are JSON values for other systems. Pure.

The Questionnaire is made from the declaration, the QuestionnaireResponse from the stored record, so it has the texts
that the person read, even when a question no longer exists. A question's id is its `linkId`; the code of an answer is
`question_id:choice_id`, as in the clinical table. Neither contains levels, findings or causes of urgency.
"""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from screening.record import Record, RecordedQuestion
from screening.vocabulary.conditions import ALWAYS, AllOf, Answered, AnyOf
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.questions import Choice, Question, Section

Resource = dict[str, Any]

CONTENT_TYPE = "application/fhir+json; charset=utf-8"
# The path below /fhir/, and of the address that names every version of the questionnaire.
QUESTIONNAIRE_PATH = "Questionnaire/kat-screening"
DESCRIPTION = (
    "The questions of the screening questionnaire as the clinic's website asks them. What an answer leads to is not "
    "part of this resource, and neither is this: on the website an urgent answer ends the questionnaire and leads to "
    "help at once. Software that puts these questions to a person has to do the same."
)
PURPOSE = (
    "For a clinician to see before a first talk whether something is a reason not to have ketamine-assisted therapy."
)

RETIRED = "retired"

STRUCTURES = "http://hl7.org/fhir/StructureDefinition/"
EXTENSION = f"{STRUCTURES}questionnaire-"
EXCLUSIVE = {"url": f"{EXTENSION}optionExclusive", "valueBoolean": True}


def questionnaire_resource(questionnaire: Questionnaire, base_url: str, publisher: str, status: str) -> Resource:
    """A Questionnaire: a group for each section, in it a group for each screen with several questions, and a `choice`
    item for each question, with `enableWhen` for follow-ups.

    `base_url` is the URL of the site without a trailing slash, `status` a PublicationStatus ("draft" until signed off,
    "retired" for earlier rules, which have an id of their own). A question asked within another one is not an item.
    Raises ValueError, with the question's id, for an `ask_when` that R4 cannot express.
    """
    return {
        "resourceType": "Questionnaire",
        "id": "kat-screening" if status != RETIRED else f"kat-screening-{questionnaire.version}",
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
                "item": list(_screen_items(section, questionnaire, base_url)),
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
    record: Record,
) -> Resource:
    """A QuestionnaireResponse of one submission, from its `record`.

    `version` is that of the rule set when the submission was sent. `questionnaire` is that rule set, or today's when
    this site does not have it: it gives the ids of sections and screens, because a record contains only titles. An
    unknown title is turned into an id. There is no subject: the clinic knows a submission by its reference only.
    """
    section_ids = {section.title: section.id for section in questionnaire.sections}
    rows_of: dict[str, list[RecordedQuestion]] = {}
    for row in record.answers:
        rows_of.setdefault(row.section, []).append(row)
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
                "item": list(_answered_items(rows, questionnaire, base_url)),
            }
            for title, rows in rows_of.items()
        ],
    }


def operation_outcome(diagnostics: str, code: str = "not-found") -> Resource:
    """FHIR's answer when a resource does not exist ("not-found") or cannot be read ("exception")."""
    return {
        "resourceType": "OperationOutcome",
        "issue": [{"severity": "error", "code": code, "diagnostics": diagnostics}],
    }


def as_json(resource: Resource) -> bytes:
    # Indented, because people read it too.
    return (json.dumps(resource, ensure_ascii=False, indent=2) + "\n").encode()


def _group_id(section_id: str) -> str:
    # A section and a question may have the same id, but a linkId must be unique.
    return f"section.{section_id}"


def _screen_items(section: Section, questionnaire: Questionnaire, base_url: str) -> Iterator[Resource]:
    group_ids = _screen_group_ids(questionnaire)
    for screen in questionnaire.screens:
        if screen.section.id != section.id:
            continue
        items = [_question_item(question, questionnaire, base_url) for question in screen.questions]
        if screen.first.id in group_ids:
            yield {"linkId": group_ids[screen.first.id], "type": "group", "item": items}
        else:
            yield from items


def _screen_group_ids(questionnaire: Questionnaire) -> dict[str, str]:
    """The id of every question on a screen with several -> the linkId of that screen's group.

    Screens are numbered as a person counts them who is asked no follow-up.
    """
    shown_to_everybody = [screen for screen in questionnaire.screens if not screen.first.is_follow_up]
    return {
        question.id: f"screen.{number}"
        for number, screen in enumerate(shown_to_everybody, start=1)
        if len(screen.questions) > 1
        for question in screen.questions
    }


def _extension(name: str, system: str, code: str) -> Resource:
    concept = {"coding": [{"system": f"http://hl7.org/fhir/questionnaire-{system}", "code": code}]}
    return {"url": EXTENSION + name, "valueCodeableConcept": concept}


RADIOS = _extension("itemControl", "item-control", "radio-button")
CHECKBOXES = _extension("itemControl", "item-control", "check-box")
HELP = _extension("itemControl", "item-control", "help")
INSTRUCTIONS = _extension("displayCategory", "display-category", "instructions")


def _question_item(question: Question, questionnaire: Questionnaire, base_url: str) -> Resource:
    item: Resource = {"extension": [CHECKBOXES if question.select_all else RADIOS]}
    item |= {"linkId": question.id, **_wording(question.text, question.listed), "type": "choice"}
    if question.ask_when != ALWAYS:
        item["enableWhen"] = list(_enable_when(question, questionnaire, base_url))
        item["enableBehavior"] = "all" if isinstance(question.ask_when, AllOf) else "any"
    item["required"] = True
    item["repeats"] = question.select_all
    item["answerOption"] = [_option(question, choice, base_url) for choice in question.choices]
    if display_items := list(_display_items(question)):
        item["item"] = display_items
    return item


def _enable_when(question: Question, questionnaire: Questionnaire, base_url: str) -> Iterator[Resource]:
    condition = question.ask_when
    is_all = isinstance(condition, AllOf)
    parts = condition.conditions if isinstance(condition, AllOf | AnyOf) else (condition,)
    items = {item.id for item in questionnaire.with_own_page}
    for part in parts or (condition,):
        if not isinstance(part, Answered) or part.question not in items or not part.choices:
            raise ValueError(f"FHIR R4 cannot express when {question.id} is asked: {condition}")
        if is_all and len(part.choices) > 1:
            raise ValueError(
                f"FHIR R4 cannot express when {question.id} is asked, an `or` within an `and`: {condition}"
            )
        for choice_id in part.choices:
            coding = _coding(part.question, choice_id, base_url)
            yield {"question": part.question, "operator": "=", "answerCoding": coding}


def _option(question: Question, choice: Choice, base_url: str) -> Resource:
    option: Resource = {"valueCoding": _coding(question.id, choice.id, base_url) | {"display": choice.text}}
    return {"extension": [EXCLUSIVE]} | option if choice.excludes_others else option


def _display_items(question: Question) -> Iterator[Resource]:
    """The hint and the reason for asking, which R4 puts into items that take no answer."""
    for name, text, extension in (("hint", question.hint, INSTRUCTIONS), ("why", question.why, HELP)):
        if text:
            yield {"extension": [extension], "linkId": f"{question.id}.{name}", "text": text, "type": "display"}


def _wording(text: str, listed: Iterable[str]) -> Resource:
    """The text of an item, with the listed signs one a line. R4 has them as Markdown too, to be drawn as a list."""
    signs = "\n".join(f"- {sign}" for sign in listed)
    if not signs:
        return {"text": text}
    markdown = {"url": f"{STRUCTURES}rendering-markdown", "valueMarkdown": f"{text}\n\n{signs}"}
    return {"text": f"{text}\n{signs}", "_text": {"extension": [markdown]}}


def _answered_items(rows: list[RecordedQuestion], questionnaire: Questionnaire, base_url: str) -> Iterator[Resource]:
    group_ids = _screen_group_ids(questionnaire)
    for group_id, screen_rows in groupby(rows, lambda row: group_ids.get(row.question)):
        items = [_answered_item(row, base_url) for row in screen_rows]
        if group_id:
            yield {"linkId": group_id, "item": items}
        else:
            yield from items


def _answered_item(row: RecordedQuestion, base_url: str) -> Resource:
    return {
        "linkId": row.question,
        **_wording(row.text, row.listed),
        "answer": [
            {"valueCoding": _coding(row.question, answer.answer, base_url) | {"display": answer.text}}
            for answer in row.answers
        ],
    }


def _coding(question_id: str, choice_id: object, base_url: str) -> dict[str, str]:
    return {"system": f"{base_url}/fhir/CodeSystem/kat-screening", "code": f"{question_id}:{choice_id}"}
