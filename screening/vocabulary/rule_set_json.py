"""Reads a rule set from the JSON that `Questionnaire.as_json` makes, to compare it or to assess answers with it."""

import json
from collections.abc import Mapping
from typing import Any

from screening.vocabulary.conditions import ALWAYS, AllOf, Answered, AnyOf, Condition
from screening.vocabulary.dispositions import Level
from screening.vocabulary.questions import (
    FORMAT,
    Choice,
    Decision,
    Finding,
    Question,
    Questionnaire,
    Section,
)


class UnreadableRuleset(ValueError):
    """The text is not a rule set that this version can read; the message says why."""


def read(text: str) -> Questionnaire:
    """The rule set in this JSON text. Raises UnreadableRuleset, also when the fingerprint is wrong."""
    try:
        ruleset = json.loads(text)
        if ruleset["format"] != FORMAT:
            raise UnreadableRuleset(f"It has format {ruleset['format']}; this version reads format {FORMAT}.")
        questionnaire = Questionnaire(
            ruleset["version"],
            tuple(map(_section, ruleset["sections"])),
            tuple(Decision(**decision) for decision in ruleset["decisions"]),
        )
        if questionnaire.fingerprint != ruleset["fingerprint"]:
            raise UnreadableRuleset("Its content does not match its fingerprint: the file was changed.")
    except UnreadableRuleset:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableRuleset(f"It is not a rule set as show_rules writes it ({error}).") from error
    return questionnaire


def _section(section: Mapping[str, Any]) -> Section:
    return Section(section["id"], section["title"], tuple(map(_question, section["questions"])))


def _question(question: Mapping[str, Any]) -> Question:
    fields = dict(question)
    return Question(
        **fields
        | {
            "select_all": fields.pop("tick_all"),
            "sources": tuple(question["sources"]),
            "ask_when": _condition(question["ask_when"]),
            "choices": tuple(map(_choice, question["choices"])),
        }
    )


def _choice(choice: Mapping[str, Any]) -> Choice:
    level = Level[choice["level"].upper()]
    finding = Finding(level, choice["words"], tuple(choice["decisions"])) if level > Level.CLEAR else None
    return Choice(choice["id"], choice["text"], finding, choice["excludes_others"], choice["ends_questionnaire"])


def _condition(condition: Mapping[str, Any]) -> Condition:
    match condition:
        case {"always": True}:
            return ALWAYS
        case {"question": str(question), "choices": list(choices)}:
            return Answered(question, tuple(choices))
        case {"all_of": list(conditions)}:
            return AllOf(tuple(map(_condition, conditions)))
        case {"any_of": list(conditions)}:
            return AnyOf(tuple(map(_condition, conditions)))
        case _:
            raise UnreadableRuleset(f"{condition!r} is not a condition.")
