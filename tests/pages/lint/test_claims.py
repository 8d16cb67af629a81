"""The 18 things a responsible site never says: said, denied, and nearly said."""

import re
from pathlib import Path

import pytest
import yaml

from pages.lint import read_claims
from pages.schema.errors import BrokenContent
from tests.pages.lint.manuscripts import CLAIMS, FIRST_LINE, found, rules

SENTENCES = yaml.safe_load(Path(__file__).with_name("claim_sentences.yaml").read_text(encoding="utf-8"))


def sentences(kind):
    return [(rule, sentence) for rule, both in SENTENCES.items() for sentence in both[kind]]


def test_there_is_a_claim_for_each_of_the_18_things():
    assert sorted(claim.number for claim in CLAIMS.claims) == list(range(1, 19))
    assert {rule for rule, _ in sentences("said")} == {claim.id for claim in CLAIMS.claims}
    assert {rule for rule, _ in sentences("fine")} == {claim.id for claim in CLAIMS.claims}


def test_every_pattern_has_a_sentence_that_makes_it():
    said = {claim.id: [sentence for rule, sentence in sentences("said") if rule == claim.id] for claim in CLAIMS.claims}
    idle = [
        (claim.id, pattern)
        for claim in CLAIMS.claims
        for pattern in (*claim.patterns, *claim.never_exempt)
        if not any(re.search(pattern, sentence, re.IGNORECASE) for sentence in said[claim.id])
    ]
    assert idle == []


@pytest.mark.parametrize(("rule", "sentence"), sentences("said"))
def test_a_claim_is_found(rule, sentence):
    assert rule in rules(f"{sentence}[@fda23]\n")


@pytest.mark.parametrize(("rule", "sentence"), sentences("fine"))
def test_what_denies_it_or_only_comes_near_is_fine(rule, sentence):
    assert rule not in rules(f"{sentence}[@fda23]\n")


def test_a_finding_has_its_place_words_reason_and_suggestion():
    [finding] = found("Some text.\n\nOther **text**. And it\ncures [many](x.md) people.[@fda23]\n")
    claim = next(claim for claim in CLAIMS.claims if claim.id == "cure")
    assert (finding.line, finding.column, finding.words) == (FIRST_LINE + 3, 1, "cures")
    assert (finding.rule, finding.severity) == ("cure", "error")
    assert (finding.reason, finding.suggestion) == (claim.reason, claim.suggestion)


def test_a_list_under_words_that_deny_it_is_fine():
    assert rules("You will not read here that it:\n\n- cures everything\n- works for everyone\n") == []
    assert rules("You will read here that it:\n\n- cures everything\n") == ["cure"]


def test_an_allowed_sentence_is_let_pass_as_it_stands_only():
    assert rules("It works for anyone who has it.\n") == []
    assert rules("It works for anyone.\n") == ["cure"]


@pytest.mark.parametrize(
    "text", ["", "claims: [", "claims: {x: {}}\nallowed: []", "claims: {}", "claims: {x: {number: 1}}"]
)
def test_a_file_of_claims_that_cannot_be_used_says_so(tmp_path, text):
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / "claims.yaml").write_text(text)
    with pytest.raises(BrokenContent, match=r"content/claims\.yaml"):
        read_claims(folder)


def test_without_the_file_nothing_is_taken_for_fine(tmp_path):
    with pytest.raises(BrokenContent):
        read_claims(Path(tmp_path))
