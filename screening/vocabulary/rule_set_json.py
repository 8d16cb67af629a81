"""Reads a rule set from the JSON that `Questionnaire.as_json` makes, to compare it or to assess answers with it."""

import json
from collections.abc import Mapping
from typing import Any

from screening.vocabulary.conditions import ALWAYS, AllOf, Answered, AnyOf, Condition
from screening.vocabulary.dispositions import Level, UrgentCause
from screening.vocabulary.questionnaires import FORMAT, Decision, Questionnaire
from screening.vocabulary.questions import Choice, Finding, Question, Section

READABLE_FORMATS = (1, FORMAT)


class UnreadableRuleset(ValueError):
    """The text is not a rule set that this version can read; the message says why."""


def read(text: str) -> Questionnaire:
    """The rule set in this JSON text. Raises UnreadableRuleset, also when the fingerprint is wrong."""
    try:
        ruleset = json.loads(text)
        if ruleset["format"] not in READABLE_FORMATS:
            readable = " and ".join(map(str, READABLE_FORMATS))
            raise UnreadableRuleset(f"It has format {ruleset['format']}; this version reads formats {readable}.")
        questionnaire = Questionnaire(
            ruleset["version"],
            tuple(map(_section, ruleset["sections"])),
            tuple(Decision(**decision) for decision in ruleset["decisions"]),
            ruleset["format"],
        )
        if questionnaire.fingerprint != ruleset["fingerprint"]:
            raise UnreadableRuleset("Its content does not match its fingerprint: the file was changed.")
    except UnreadableRuleset:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableRuleset(f"It is not a rule set as show_rules writes it ({error}).") from error
    return questionnaire


def _section(section: Mapping[str, Any]) -> Section:
    screens = tuple(tuple(ids) for ids in section.get("screens", ()))
    return Section(section["id"], section["title"], tuple(map(_question, section["questions"])), screens)


def _question(question: Mapping[str, Any]) -> Question:
    # Format 1 called it tick_all.
    fields = {"select_all" if name == "tick_all" else name: value for name, value in question.items()}
    return Question(
        **fields
        | {
            "listed": tuple(question.get("listed", ())),
            "sources": tuple(question["sources"]),
            "ask_when": _condition(question["ask_when"]),
            "choices": tuple(map(_choice, question["choices"])),
        }
    )


def _choice(choice: Mapping[str, Any]) -> Choice:
    level = Level[choice["level"].upper()]
    cause = UrgentCause(choice["urgent_cause"]) if choice.get("urgent_cause") else None
    finding = Finding(level, choice["words"], tuple(choice["decisions"]), cause) if level > Level.CLEAR else None
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
