"""`prove_rules`, `show_rules` and `rules_impact` as a maintainer and a clinician use them."""

import io
import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from screening.earlier_rules import EARLIER
from screening.management.commands import prove_rules, rules_impact
from screening.models import Submission
from screening.proof import certificate, minimum_levels, prove
from screening.proof.certificate import as_text
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.dispositions import Level
from screening.vocabulary.rule_set_json import read
from tests.screening import answer_sets_1_0_1
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import agree, walk
from tests.screening.mutants import at_level, with_choice, with_question
from tests.screening.submitting import submit, submit_under_1_0_1


def run(*arguments, **options):
    out = io.StringIO()
    call_command(*arguments, stdout=out, stderr=io.StringIO(), no_color=True, **options)
    return out.getvalue()


@pytest.fixture
def quickly(monkeypatch, tmp_path):
    """Prove only two invariants, confirm no counting (test_prove.py does), and write to a temporary folder."""
    monkeypatch.setattr(certificate, "cross_check", lambda questionnaire: 0)
    monkeypatch.setattr(prove_rules, "prove", lambda questionnaire: prove.prove(questionnaire, ("A1", "17")))
    monkeypatch.setattr(prove_rules, "CERTIFICATE", tmp_path / "certificate.json")
    monkeypatch.setattr(prove_rules, "RULESET", tmp_path / "ruleset.json")
    return tmp_path


def test_proving_writes_the_certificate_and_the_rule_set_and_checking_finds_them_current(quickly):
    output = run("prove_rules")
    assert "A1 holds     avm yes: at least not-suitable-now (a contraindication on the label) (7,0" in output
    written = json.loads((quickly / "certificate.json").read_text())
    assert written["ruleset"] == {"version": QUESTIONNAIRE.version, "fingerprint": QUESTIONNAIRE.fingerprint}
    assert [verdict["number"] for verdict in written["invariants"]] == ["17", *["A1"] * 5]
    assert written["minimum_levels"] == {"rows": 141, "sha256": minimum_levels.read().fingerprint}
    assert read((quickly / "ruleset.json").read_text()) == QUESTIONNAIRE
    run("prove_rules", check=True)
    (quickly / "ruleset.json").write_text("{}")
    with pytest.raises(CommandError, match=r"These files are not current: ruleset\.json"):
        run("prove_rules", check=True)


def test_a_violated_invariant_prints_its_counterexample_and_nothing_is_written(quickly, monkeypatch):
    lowered = with_choice("avm", "yes", at_level(Level.TALK_FIRST))
    monkeypatch.setattr(prove_rules, "QUESTIONNAIRE", lowered)
    out = io.StringIO()
    with pytest.raises(CommandError, match="break an invariant"):
        call_command("prove_rules", stdout=out, no_color=True)
    assert "A1 VIOLATED  avm yes" in out.getvalue()
    assert QUESTIONNAIRE.by_id["avm"].by_id["yes"].text in out.getvalue()
    assert list(quickly.iterdir()) == []


def test_rules_that_are_too_mild_for_a_person_are_not_proven(quickly, monkeypatch):
    monkeypatch.setattr(prove_rules, "prove", lambda questionnaire: iter(()))
    lowered = with_choice("more_medicines", "cyp3a4", at_level(Level.NOTE))
    monkeypatch.setattr(prove_rules, "QUESTIONNAIRE", lowered)
    with pytest.raises(CommandError, match="wrong for these people") as error:
        run("prove_rules")
    assert "clarithromycin: Sandra is 45" in str(error.value)
    assert list(quickly.iterdir()) == []


def test_rules_with_a_fault_are_not_proven(quickly, monkeypatch):
    broken = with_question("nursing", lambda question: replace(question, topic=""))
    monkeypatch.setattr(prove_rules, "QUESTIONNAIRE", broken)
    with pytest.raises(CommandError, match=r"nursing: It has no topic\."):
        run("prove_rules")


def test_the_rules_are_shown_as_a_clinician_reads_them():
    output = run("show_rules")
    assert f"RULE SET {QUESTIONNAIRE.version}" in output
    assert QUESTIONNAIRE.fingerprint in output
    for question in QUESTIONNAIRE.questions:
        assert f"{question.text}  [{question.id}]" in output
        for choice in question.choices:
            assert f"- {choice.text}  [{choice.id}]: {choice.level}" in output
            assert choice.finding is None or f"“{choice.finding.words}”" in output
    for decision in QUESTIONNAIRE.decisions:
        assert decision.choice in output
    assert "&" not in output.replace("T&", "")


def test_the_rules_are_shown_as_a_file_that_can_be_read_again():
    assert read(run("show_rules", format="json")) == QUESTIONNAIRE


@pytest.fixture
def old(tmp_path):
    """An earlier rule set, in which a family history of schizophrenia was not a note."""

    def written(level=Level.TALK_FIRST):
        path = tmp_path / "old.json"
        path.write_text(as_text(with_choice("family_schizophrenia", "yes", at_level(level)).as_json()))
        return str(path)

    return written


@pytest.mark.django_db
def test_impact_shows_the_change_over_all_answers_and_over_submissions(old, client):
    agree(client, walk(client, CLEAR | {"family_schizophrenia": "yes"}))
    agree(client, walk(client, CLEAR | {"pregnancy": "trying"}))
    output = run("rules_impact", old())
    reference = Submission.objects.get(disposition="suggest-consultation").reference
    assert "family_schizophrenia: yes: level: 'talk_first' -> 'note'" in output
    assert "talk-to-clinician-first -> suggest-consultation: " in output
    assert "such as family_schizophrenia=yes" in output
    assert "2 submissions assessed" in output
    assert f"talk-to-clinician-first -> suggest-consultation: 1: {reference}" in output
    assert "trying" not in output


@pytest.mark.django_db
@pytest.mark.parametrize("version", ["1.0.1", "a file"])
def test_impact_leaves_out_submissions_that_were_not_asked_the_same(old, version):
    submit_under_1_0_1()
    submit_under_1_0_1(answer_sets_1_0_1.CLEAR | {"pregnancy": "trying"})
    submit()
    output = run("rules_impact", old() if version == "a file" else version).partition("Over stored submissions\n")[2]
    left_out = "{} under rules {} left out: both rule sets must have asked the same of them, or nobody can tell"
    assert left_out.format(2, "1.0.1") in output
    assert (left_out.format(1, QUESTIONNAIRE.version) in output) is (version == "1.0.1")
    assert ("1 submissions assessed" in output) is (version == "a file")
    assert "incomplete" not in output


@pytest.mark.django_db
def test_impact_counts_submissions_with_a_lost_key(old, client, settings):
    agree(client, walk(client, CLEAR))
    settings.DATA_KEYS = {"other": b"o" * 32}
    assert "1 cannot be read with the current data keys" in run("rules_impact", old())


@pytest.mark.django_db
def test_impact_of_no_change_says_nothing_changed(tmp_path):
    path = tmp_path / "same.json"
    path.write_text(as_text(QUESTIONNAIRE.as_json()))
    output = run("rules_impact", str(path))
    assert "What changed in the rules\n  nothing" in output
    assert " -> suggest" not in output


@pytest.mark.parametrize("path", ["screening/proof/ruleset.json", "screening/ruleset.json"])
def test_an_earlier_rule_set_is_read_from_a_git_revision_at_its_new_or_old_path(monkeypatch, tmp_path, path):
    file = tmp_path / path
    file.parent.mkdir(parents=True)
    file.write_text(as_text(QUESTIONNAIRE.as_json()))
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "Rules"]):
        subprocess.run(["git", *identity, *command], cwd=tmp_path, check=True)
    monkeypatch.setattr(rules_impact, "RULESET", tmp_path / "screening/proof/ruleset.json")
    assert rules_impact._ruleset("HEAD") == QUESTIONNAIRE


def test_the_new_path_of_the_rule_set_comes_before_the_old_one(monkeypatch):
    contents = {"screening/proof/ruleset.json": "new", "screening/ruleset.json": "old"}
    monkeypatch.setattr(rules_impact, "_git_show", lambda root, name: contents[name.partition(":")[2]])
    assert rules_impact._at_revision("HEAD") == "new"


@pytest.mark.parametrize(
    ("old", "message"),
    [
        ("no-such-revision", "neither a file nor a revision with a rule set"),
        ("--output=x", "is not a revision"),
        ("README.md", "README.md: It is not a rule set"),
    ],
)
def test_a_file_that_is_not_a_rule_set_is_reported_in_one_sentence(old, message):
    with pytest.raises(CommandError, match=message):
        rules_impact._ruleset(old)


BRIDGE = str(Path(__file__).with_name("bridge_1_0_1.yaml"))


def test_an_earlier_version_is_read_by_its_number():
    assert rules_impact._ruleset("1.0.1") == EARLIER["1.0.1"]


@pytest.mark.django_db
def test_rules_that_ask_other_questions_are_compared_answer_by_answer_too():
    output = run("rules_impact", "1.0.1")
    assert f"1.0.1 ({EARLIER['1.0.1'].fingerprint[:12]}) -> {QUESTIONNAIRE.version}" in output
    assert "suicide_now: no longer asked" in output
    assert "suicide_plan: new question" in output
    # Their answers are missing or unknown for the other rules, so this says little; the bridge says more.
    assert "suggest-consultation -> incomplete: " in output


def test_the_page_about_the_impact_of_these_rules_is_current():
    run("rules_impact", "1.0.1", bridge=BRIDGE, check=True)


def test_the_page_about_the_impact_is_printed_written_and_checked(monkeypatch, tmp_path):
    monkeypatch.setattr(rules_impact, "DOCS", tmp_path)
    monkeypatch.setattr(rules_impact, "report_of", lambda crossing, bridge: f"{crossing.old.version}, {bridge}\n")
    page = tmp_path / f"rules-impact-{QUESTIONNAIRE.version}.md"
    text = "1.0.1, bridge_1_0_1.yaml\n"
    assert run("rules_impact", "1.0.1", bridge=BRIDGE).rstrip("\n") == text.rstrip("\n")
    with pytest.raises(CommandError, match=r"is not current\. Run this command with --write"):
        run("rules_impact", "1.0.1", bridge=BRIDGE, check=True)
    assert not page.exists()
    run("rules_impact", "1.0.1", bridge=BRIDGE, write=True)
    assert page.read_text() == text
    run("rules_impact", "1.0.1", bridge=BRIDGE, check=True)


@pytest.mark.parametrize(
    ("bridge", "message"),
    [
        (None, "cannot be read: .* No such file"),
        ("loosenings: 7", r"cannot be read: bridge\.yaml:1: `loosenings` must be a group of keys"),
        ("loosenings: {}\nsame_person: {}", "does not fit these rules:\nage=18_64 leads to no answer"),
    ],
)
def test_a_bridge_that_does_not_fit_is_reported(tmp_path, bridge, message):
    file = tmp_path / "bridge.yaml"
    if bridge:
        file.write_text(bridge)
    with pytest.raises(CommandError, match=message):
        run("rules_impact", "1.0.1", bridge=str(file))


def test_rules_that_become_milder_without_a_reason_have_no_page(monkeypatch):
    monkeypatch.setattr(rules_impact, "QUESTIONNAIRE", with_choice("pregnancy", "yes", at_level(Level.NOTE)))
    with pytest.raises(CommandError, match="names no loosening:\npregnancy=yes: not_now -> note by pregnancy=yes"):
        run("rules_impact", "1.0.1", bridge=BRIDGE)
