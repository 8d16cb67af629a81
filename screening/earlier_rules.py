"""The rule sets that were in force before, so that what was sent under them can still be read and explained."""

from pathlib import Path

from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.questions import Question
from screening.vocabulary.rule_set_json import read

# One file of `manage.py show_rules --format json` for each, named after its version.
FOLDER = Path(__file__).with_name("earlier")
EARLIER = {file.stem: read(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.json"))}


def rules_with(fingerprint: str) -> Questionnaire | None:
    """The rules with this fingerprint, today's or earlier ones. None for rules that were never released."""
    rule_sets = (QUESTIONNAIRE, *EARLIER.values())
    return next((rules for rules in rule_sets if rules.fingerprint == fingerprint), None)


def question_with(question_id: str) -> Question | None:
    """The question with this id, as the newest rules that have it ask it."""
    rule_sets = (QUESTIONNAIRE, *reversed(EARLIER.values()))
    return next((rules.by_id[question_id] for rules in rule_sets if question_id in rules.by_id), None)
