"""The 18 things a responsible site never says: said, denied, and nearly said."""

from pathlib import Path

import pytest

from pages.errors import BrokenContent
from pages.lint import read_claims
from tests.pages.lint.manuscripts import CLAIMS, FIRST_LINE, found, rules

SAID = {
    "fda-approved-ketamine": [
        "We offer FDA-approved ketamine for depression.",
        "Ketamine is now FDA-approved for anxiety.",
        "Ketamine is not yet FDA approved, but will be soon.",
        "Ask about FDA-approved lozenges.",
    ],
    "cure": [
        "Ketamine cures depression.",
        "Find permanent relief here.",
        "It works for everyone.",
        "A miracle.",
        "There is no doubt that it cures depression.",
        "It does not only help, it cures.",
        "It is not a pill, but a cure.",
        "It does not hurt; it cures.",
    ],
    "risk-free": [
        "It is risk-free.",
        "Sessions have no side effects.",
        "Ketamine is not addictive.",
        "It is completely safe.",
    ],
    "response-percentage": [
        "In our clinic 70% of patients improved.",
        "The response rate is 60 percent.",
        "A success rate of 85% speaks for itself.",
    ],
    "proven": [
        "Ketamine is proven for PTSD.",
        "It has proven its worth in anxiety.",
        "For chronic pain it is proven.",
    ],
    "prevents-suicide": [
        "Ketamine prevents suicide.",
        "KAT is made for people in crisis.",
        "Come to us instead of calling 988.",
    ],
    "you-qualify": [
        "You qualify today.",
        "You are a perfect candidate.",
        "Find out if you qualify.",
        "You're approved.",
    ],
    "diagnosis-by-form": [
        "Your answers show you have bipolar disorder.",
        "You probably have depression.",
        "Your result means that you have PTSD.",
    ],
    "medicine-advice": [
        "You can stop taking your antidepressant.",
        "Take 100 mg under the tongue.",
        "You should skip your morning dose.",
        "Swish it for 12 minutes.",
    ],
    "safe-with": [
        "Ketamine is safe in pregnancy.",
        "It is fine with alcohol.",
        "It is safe while nursing.",
    ],
    "driving": [
        "You may drive the same day.",
        "You can be back to work in an hour.",
        "Afterwards you drive yourself home.",
    ],
    "better-than": [
        "Ketamine is better than antidepressants.",
        "It works faster than any therapy.",
        "KAT outperforms ECT.",
    ],
    "insurance": [
        "Your insurance covers KAT.",
        "Sessions are covered by most plans.",
        "From $99 per session.",
    ],
    "pressure": ["Only 3 spots left.", "Book now and save money.", "A limited-time price.", "20% off this week."],
    "testimonial": [
        "It saved my life.",
        "One patient told us how she felt.",
        "Read a before-and-after story.",
    ],
    "clinically-proven": [
        "A clinically proven program.",
        "Studies prove that it lasts.",
        "As the Lancet wrote, it lasts.",
    ],
    "confidential": [
        "Your answers are 100% confidential.",
        "Our site is HIPAA-compliant.",
        "We are not HIPAA compliant yet.",
        "It is completely anonymous.",
    ],
    "selling-the-high": [
        "A legal psychedelic at last.",
        "A dreamlike journey awaits.",
        "It is not a legal psychedelic, yet you will enjoy the trip.",
    ],
}
FINE = {
    "fda-approved-ketamine": [
        "The FDA has not approved ketamine for any mental health condition.",
        "The FDA approved ketamine in 1970, as an anesthetic.",
        "Spravato (esketamine) is a related, FDA-approved medicine for certain adults.",
    ],
    "cure": [
        "This is not a miracle cure.",
        "It does not work for everyone.",
        "No one can promise that.",
        "It is neither a quick fix, nor a cure.",
        "Many asked, but it is not a cure.",
    ],
    "risk-free": ["Nothing is risk-free.", "Ketamine can be addictive.", "It has side effects."],
    "response-percentage": ["In studies, about half felt better.", "The study took 6 weeks."],
    "proven": ["It is not proven for PTSD.", "Research on PTSD is mixed."],
    "prevents-suicide": ["Ketamine has not been shown to prevent suicide.", "In a crisis, call or text 988."],
    "you-qualify": ["A form cannot tell whether you can have it.", "See whether a talk is a sensible next step."],
    "diagnosis-by-form": ["If you have depression, you are not alone.", "This is not a diagnosis."],
    "medicine-advice": ["Do not stop taking your medicine.", "Your prescriber will tell you how to take it."],
    "safe-with": ["It is not safe in pregnancy.", "It mixes badly with alcohol."],
    "driving": ["Do not drive until the next day.", "Someone has to take you home."],
    "better-than": ["It is not known to be better than therapy.", "It was compared with ECT."],
    "insurance": ["Insurance often does not cover this.", "Spravato may be covered."],
    "pressure": ["There is no hurry.", "You may decide another day."],
    "testimonial": ["We show no stories of patients.", "Patients may bring a friend."],
    "clinically-proven": ["Research is still early.", "A study in JAMA Psychiatry, 2025, found no clear gain."],
    "confidential": ["Only the clinic can read your answers.", "Nothing is completely private."],
    "selling-the-high": ["Some people find a session unpleasant.", "It is not a party drug here."],
}


def test_there_is_a_claim_for_each_of_the_18_things():
    assert sorted(claim.number for claim in CLAIMS.claims) == list(range(1, 19))
    assert set(SAID) == set(FINE) == {claim.id for claim in CLAIMS.claims}


@pytest.mark.parametrize(("rule", "sentence"), [(rule, one) for rule, all_ in SAID.items() for one in all_])
def test_a_claim_is_found(rule, sentence):
    assert rule in rules(f"{sentence}[@fda23]\n")


@pytest.mark.parametrize(("rule", "sentence"), [(rule, one) for rule, all_ in FINE.items() for one in all_])
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
