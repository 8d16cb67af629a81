"""`manage.py assess` reads and writes JSON lines and reports bad lines by number."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.dispositions import Level
from tests.screening.answer_sets import CLEAR
from tests.screening.mutants import at_level, with_choice

RULESET = {"version": QUESTIONNAIRE.version, "fingerprint": QUESTIONNAIRE.fingerprint}


@pytest.fixture
def assess(tmp_path):
    """Run the command on lines; returns (results, errors, exit status)."""

    def run(*lines: str | bytes):
        file = tmp_path / "answers.jsonl"
        file.write_bytes(b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines))
        out, err = io.StringIO(), io.StringIO()
        try:
            call_command("assess", str(file), stdout=out, stderr=err)
        except SystemExit as exit_:
            status = exit_.code
        else:
            status = 0
        return [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue().splitlines(), status

    return run


def test_a_clear_line_gives_the_whole_assessment(assess):
    expected = {"disposition": "suggest-consultation", "findings": [], "unanswered": [], "ruleset": RULESET}
    assert assess(json.dumps(CLEAR)) == ([expected], [], 0)


def test_findings_are_in_the_order_a_person_sees_them(assess):
    [result], _, _ = assess(json.dumps(CLEAR | {"age": "65_plus", "pregnancy": "yes", "medicines": ["opioid"]}))
    assert result["disposition"] == "not-suitable-now"
    assert result["findings"] == [
        {"question": "pregnancy", "answer": "yes", "level": "not_now"},
        {"question": "medicines", "answer": "opioid", "level": "talk_first"},
        {"question": "age", "answer": "65_plus", "level": "note"},
    ]


def test_an_unknown_value_is_a_talk_first_finding_with_the_value_as_given(assess):
    [result], _, status = assess(json.dumps(CLEAR | {"pregnancy": ["no_or_na", 7]}))
    assert result["findings"] == [{"question": "pregnancy", "answer": ["no_or_na", 7], "level": "talk_first"}]
    assert (result["disposition"], status) == ("talk-to-clinician-first", 0)


def test_missing_answers_are_listed(assess):
    [result], _, _ = assess(json.dumps({q: a for q, a in CLEAR.items() if q != "nursing"}))
    assert (result["disposition"], result["unanswered"]) == ("incomplete", ["nursing"])


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{not json", "line 2: this is not JSON"),
        (b"\xff\xfe", "line 2: this is not JSON"),
        ('{"age": NaN}', "line 2: this is not JSON (NaN is not JSON)"),
        ('{"age": "18_64", "age": "under_18"}', "line 2: this is not JSON (a key occurs twice)"),
        ('{"age": 1e999}', "line 2: this is not JSON (1e999 is too large a number)"),
        ('{"a\\u001b[2J\\nline 9": 1}', "line 2: unknown question id 'a\\x1b[2J\\nline 9'."),
        ("[" * 100_000, "line 2: this is not JSON"),
        ("[]", "line 2: this is not an object"),
        ('{"aeg": "18_64"}', "line 2: unknown question id aeg."),
    ],
)
def test_a_bad_line_is_reported_and_the_others_are_assessed(assess, line, message):
    good = json.dumps(CLEAR)
    results, errors, status = assess(good, line, good)
    assert [result["disposition"] for result in results] == ["suggest-consultation"] * 2
    assert len(errors) == 1
    assert errors[0].startswith(message)
    assert status == 2


def test_a_missing_file_is_reported_in_one_sentence():
    with pytest.raises(CommandError, match=r"nowhere\.jsonl cannot be read: No such file or directory\."):
        call_command("assess", "nowhere.jsonl")


def test_an_answer_set_is_assessed_with_an_earlier_rule_set(tmp_path):
    old = with_choice("pregnancy", "trying", at_level(Level.NOT_NOW))
    rules, answers = tmp_path / "old.json", tmp_path / "answers.jsonl"
    rules.write_text(json.dumps(old.as_json()))
    answers.write_text(json.dumps(CLEAR | {"pregnancy": "trying"}))
    out = io.StringIO()
    call_command("assess", str(answers), rules=str(rules), stdout=out)
    replayed = json.loads(out.getvalue())
    assert (replayed["disposition"], replayed["ruleset"]["fingerprint"]) == ("not-suitable-now", old.fingerprint)


def test_rules_that_cannot_be_read_are_reported_in_one_sentence(tmp_path):
    (tmp_path / "rules.json").write_text("{}")
    with pytest.raises(CommandError, match=r"rules\.json: It is not a rule set"):
        call_command("assess", "-", rules=str(tmp_path / "rules.json"))
