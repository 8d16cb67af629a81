"""Sets stricter rules in force, for tests of decisions that rest on milder ones."""

from dataclasses import replace

import pytest

from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.dispositions import Level
from tests.screening.mutants import at_level, with_choice


def with_stricter_rules(
    monkeypatch: pytest.MonkeyPatch, question: str, choice: str, level: Level = Level.NOT_NOW
) -> None:
    """This answer has another level from now on."""
    rules = replace(with_choice(question, choice, at_level(level)), version=f"{QUESTIONNAIRE.version}+stricter")
    for module in ("standing", "returning"):
        monkeypatch.setattr(f"screening.submissions.decisions.{module}.QUESTIONNAIRE", rules)
    monkeypatch.setattr("screening.submissions.reviewing.QUESTIONNAIRE", rules)
