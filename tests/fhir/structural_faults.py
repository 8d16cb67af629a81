"""Finds faults in a FHIR R4 Questionnaire and its response that the models of fhir.resources accept."""

from collections.abc import Iterator
from typing import Any

Resource = dict[str, Any]

PUBLICATION_STATUSES = {"draft", "active", "retired", "unknown"}
RESPONSE_STATUSES = {"in-progress", "completed", "amended", "entered-in-error", "stopped"}
ITEM_TYPES = {"group", "display", "boolean", "decimal", "integer", "date", "dateTime", "time", "string", "text", "url"}
ITEM_TYPES |= {"choice", "open-choice", "attachment", "reference", "quantity"}


def structural_faults(questionnaire: Resource, response: Resource | None = None) -> list[str]:
    """One sentence for each fault, in the order of the items."""
    faults = list(_of_questionnaire(questionnaire))
    if response is not None:
        faults += _of_response(response, questionnaire)
    return faults


def items_of(resource: Resource) -> Iterator[Resource]:
    """Every item of a Questionnaire or a response at any depth, in order."""
    for item in resource.get("item", ()):
        yield item
        yield from items_of(item)


def _of_questionnaire(questionnaire: Resource) -> Iterator[str]:
    if questionnaire["status"] not in PUBLICATION_STATUSES:
        yield f"the questionnaire has the unknown status {questionnaire['status']}"
    before: set[str] = set()
    for item in items_of(questionnaire):
        link_id = item["linkId"]
        if link_id in before:
            yield f"linkId {link_id} occurs twice"
        if item["type"] not in ITEM_TYPES:
            yield f"{link_id} has the unknown type {item['type']}"
        if item["type"] == "group" and "answerOption" in item:
            yield f"{link_id} is a group and has answer options"
        for condition in item.get("enableWhen", ()):
            if condition["question"] not in before:
                yield f"{link_id} depends on {condition['question']}, which does not come before it"
        before.add(link_id)


def _of_response(response: Resource, questionnaire: Resource) -> Iterator[str]:
    if response["status"] not in RESPONSE_STATUSES:
        yield f"the response has the unknown status {response['status']}"
    asked = {item["linkId"]: item for item in items_of(questionnaire)}
    for item in items_of(response):
        question = asked.get(item["linkId"])
        if question is None:
            yield f"the response answers {item['linkId']}, which the questionnaire lacks"
            continue
        offered = {option["valueCoding"]["code"] for option in question.get("answerOption", ())}
        for answer in item.get("answer", ()):
            if answer["valueCoding"]["code"] not in offered:
                yield f"{item['linkId']} is answered with {answer['valueCoding']['code']}, which is not on offer"
