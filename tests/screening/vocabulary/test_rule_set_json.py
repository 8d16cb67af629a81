"""A rule set can be exported as JSON and read again; a changed file is rejected."""

import hashlib
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings

from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.rule_set_json import UnreadableRuleset, read
from tests.screening.small_questionnaires import questionnaires


def test_an_exported_rule_set_is_equal_after_reading():
    assert read(json.dumps(QUESTIONNAIRE.as_json())) == QUESTIONNAIRE


@settings(max_examples=50, deadline=None)
@given(questionnaires())
def test_any_questionnaire_is_equal_after_reading(questionnaire):
    assert read(json.dumps(questionnaire.as_json())) == questionnaire


def test_the_fingerprint_can_be_computed_from_the_file():
    written = QUESTIONNAIRE.as_json()
    content = {name: written[name] for name in ("decisions", "sections")}
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(canonical.encode()).hexdigest() == written["fingerprint"] == QUESTIONNAIRE.fingerprint


def test_a_version_alone_does_not_change_the_fingerprint():
    assert replace(QUESTIONNAIRE, version="9").fingerprint == QUESTIONNAIRE.fingerprint


def changed(path, value):
    written = json.loads(json.dumps(QUESTIONNAIRE.as_json()))
    *way, last = path
    at = written
    for step in way:
        at = at[step]
    at[last] = value
    return json.dumps(written)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "not a rule set"),
        ("[]", "not a rule set"),
        ("{}", "not a rule set"),
        (changed(["format"], 3), "format 3"),
        (changed(["sections", 0, "questions", 0, "text"], "Changed?"), "does not match its fingerprint"),
        (changed(["sections", 0, "questions", 1, "choices", 2, "level"], "clear"), "does not match its fingerprint"),
        (changed(["sections", 0, "questions", 1, "choices", 2, "level"], "harmless"), "not a rule set"),
        (changed(["sections", 0, "questions", 1, "ask_when"], {"lambda": 1}), "is not a condition"),
        (changed(["sections", 0, "questions", 1, "extra"], 1), "not a rule set"),
    ],
)
def test_a_file_that_is_not_the_rule_set_is_rejected_with_a_reason(text, message):
    with pytest.raises(UnreadableRuleset, match=message):
        read(text)
