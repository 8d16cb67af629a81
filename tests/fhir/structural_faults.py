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


def groups_of(resource: Resource, parent: str = "") -> dict[str, str]:
    """The linkId of every item -> that of the item in which it stands, "" at the top."""
    groups: dict[str, str] = {}
    for item in resource.get("item", ()):
        for link_id, group in [(item["linkId"], parent), *groups_of(item, item["linkId"]).items()]:
            groups.setdefault(link_id, group)
    return groups


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
        if item["type"] == "group" and not item.get("item"):
            yield f"{link_id} is a group without items"
        if item["type"] == "display" and item.get("item"):
            yield f"{link_id} is a text and has items"
        for condition in item.get("enableWhen", ()):
            if condition["question"] not in before:
                yield f"{link_id} depends on {condition['question']}, which does not come before it"
        before.add(link_id)


def _of_response(response: Resource, questionnaire: Resource) -> Iterator[str]:
    if response["status"] not in RESPONSE_STATUSES:
        yield f"the response has the unknown status {response['status']}"
    version = f"{questionnaire.get('url')}|{questionnaire.get('version')}"
    if response.get("questionnaire", version) != version:
        yield f"the response belongs to {response['questionnaire']}"
    asked = {item["linkId"]: item for item in items_of(questionnaire)}
    expected_groups, groups = groups_of(questionnaire), groups_of(response)
    for item in items_of(response):
        link_id = item["linkId"]
        question = asked.get(link_id)
        if question is None:
            yield f"the response answers {link_id}, which the questionnaire lacks"
            continue
        if groups[link_id] != expected_groups[link_id]:
            yield f"{link_id} stands in {groups[link_id]}, not in {expected_groups[link_id]}"
        if len(item.get("answer", ())) > 1 and not question.get("repeats"):
            yield f"{link_id} takes one answer and has several"
        offered = {option["valueCoding"]["code"] for option in question.get("answerOption", ())}
        for answer in item.get("answer", ()):
            if answer["valueCoding"]["code"] not in offered:
                yield f"{link_id} is answered with {answer['valueCoding']['code']}, which is not on offer"
    in_order = [link_id for link_id in asked if link_id in groups]
    if in_order != [link_id for link_id in groups if link_id in asked]:
        yield "the response has its items in another order"
