"""The 18 claims are found in sentences that make them, and not in sentences that deny them."""

import re
from pathlib import Path

import pytest
import yaml

from pages.schema.errors import BrokenContent, ContentError
from pages.schema.rule_ids import Rule
from pages.wording import read_claims
from tests.pages.wording.texts import CLAIMS, FIRST_LINE, findings, rules

SENTENCES = yaml.safe_load(Path(__file__).with_name("claim_sentences.yaml").read_text(encoding="utf-8"))


def sentences(kind):
    return [(rule, sentence) for rule, both in SENTENCES.items() for sentence in both[kind]]


def test_there_are_18_claims_with_sentences():
    assert sorted(claim.number for claim in CLAIMS.claims.values()) == list(range(1, 19))
    assert {rule for rule, _ in sentences("said")} == set(CLAIMS.claims)
    assert {rule for rule, _ in sentences("fine")} == set(CLAIMS.claims)


def test_every_pattern_matches_a_sentence():
    sentences_of = {claim_id: SENTENCES[claim_id]["said"] for claim_id in CLAIMS.claims}
    unused = [
        (claim_id, pattern)
        for claim_id, claim in CLAIMS.claims.items()
        for pattern in (*claim.patterns, *claim.never_exempt)
        if not any(re.search(pattern, sentence, re.IGNORECASE) for sentence in sentences_of[claim_id])
    ]
    assert unused == []


@pytest.mark.parametrize(("rule", "sentence"), sentences("said"))
def test_a_claim_is_found(rule, sentence):
    assert rule in rules(f"{sentence}[@fda23]\n")


@pytest.mark.parametrize(("rule", "sentence"), sentences("fine"))
def test_a_sentence_that_denies_a_claim_or_resembles_it_is_fine(rule, sentence):
    assert rule not in rules(f"{sentence}[@fda23]\n")


def test_a_finding_has_its_place_words_reason_and_suggestion():
    [finding] = findings("Some text.\n\nOther **text**. And it\ncures [many](x.md) people.[@fda23]\n")
    claim = CLAIMS.claims["cure"]
    assert (finding.line, finding.column, finding.words) == (FIRST_LINE + 3, 1, "cures")
    assert (finding.rule, finding.severity) == ("cure", "error")
    assert (finding.reason, finding.suggestion) == (claim.reason, claim.suggestion)


def test_a_list_below_a_denial_is_fine():
    assert rules("You will not read here that it:\n\n- cures everything\n- works for everyone\n") == []
    assert rules("You will read here that it:\n\n- cures everything\n") == ["cure"]


def test_an_allowed_sentence_is_fine_only_as_it_is():
    assert rules("It works for anyone who has it.\n") == []
    assert rules("It works for anyone.\n") == ["cure"]


CLAIM = """\
  cure:
    number: 2
    patterns: ['\\bcures?\\b']
    never_exempt: []
    reason: Nothing cures.
    suggestion: Say what helps.
"""


@pytest.mark.parametrize(
    ("text", "errors"),
    [
        (
            f"claims:\n{CLAIM}allowd: {{}}\n",
            ["content/claims.yaml:8: `allowd` is not a key of this file. Did you mean `allowed`?"],
        ),
        (
            f"claims:\n{CLAIM.replace('reason:', 'raeson:')}allowed: {{}}\n",
            ["content/claims.yaml:6: `claims.cure.raeson` is not a key of this file. Did you mean `reason`?"],
        ),
        (
            f"claims:\n{CLAIM.replace('cures?', '(cures?')}allowed: {{}}\n",
            [
                "content/claims.yaml:4: This is not a regular expression: missing ), unterminated subpattern at"
                " position 2. Compare it with the patterns around it."
            ],
        ),
        (
            "claims:\n  cure: {number: 2, patterns: [], never_exempt: [], reason: A., suggestion: B.}\nallowed: {}\n",
            ["content/claims.yaml:2: `claims.cure`: A claim needs a pattern. Add one to `patterns` or `never_exempt`."],
        ),
        (
            f"claims:\n{CLAIM}allowed: {{}}\nphrases:\n  '(mend': fix\n",
            [
                "content/claims.yaml:10: This is not a regular expression: missing ), unterminated subpattern at"
                " position 0. Compare it with the patterns around it."
            ],
        ),
        (
            f"claims:\n{CLAIM}allowed:\n  It cures all: ''\n",
            ["content/claims.yaml:9: `allowed.It cures all` is empty; it must be text. Write it in quotes."],
        ),
    ],
    ids=["misspelled key", "misspelled key of a claim", "pattern", "no pattern", "phrase", "allowed without a reason"],
)
def test_an_error_names_file_line_and_hint(tmp_path, text, errors):
    assert [str(error) for error in errors_of(tmp_path, text)] == errors


@pytest.mark.parametrize("text", ["", "claims: [", "claims: {}", "claims: {x: {number: 1}}", None])
def test_a_missing_or_broken_file_allows_no_claim(tmp_path, text):
    assert {error.rule for error in errors_of(tmp_path, text)} == {Rule.CLAIMS_FILE}


def errors_of(tmp_path: Path, text: str | None) -> tuple[ContentError, ...]:
    folder = tmp_path / "content"
    folder.mkdir()
    if text is not None:
        (folder / "claims.yaml").write_text(text)
    with pytest.raises(BrokenContent) as broken:
        read_claims(folder)
    return broken.value.errors
