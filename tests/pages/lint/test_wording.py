"""Each rule of words has a text that sets it off, and one that does not; test_refused.py has those of the loader."""

from datetime import date

import pytest

from tests.pages.lint.manuscripts import FIRST_LINE, HEAD, found, rules

HARD = (
    "Contraindications notwithstanding, pharmacological interventions necessitate multidisciplinary deliberation "
    "regarding individual susceptibility and psychological predisposition. "
)
CASES = [
    ("number-without-source", "About 1 in 10 people find it so.\n", "About 1 in 10 people find it so.[@fda23]\n"),
    ("number-without-source", "It had 403 people.\n", "Call 988, day or night, or come at 9 am on June 3, 2026.\n"),
    ("number-without-source", "- Half of five had it\n", "From a study:[@fda23]\n\n- Half of five had it\n"),
    ("number-without-source", "| Group | 55.4% |\n", "| Group | 55.4% |\n\nHow to read it.[@fda23]\n"),
    ("effect-without-source", "Ketamine helps people feel less risk.\n", "Ketamine helps people at a risk.[@fda23]\n"),
    ("effect-without-source", "Sessions reduced harm.\n", "We do not know whether sessions reduced harm.\n"),
    ("number-without-source", "Two thirds felt the same.\n", "It takes half a day, and half of that is rest.\n"),
    ("number-without-source", "Half of all patients slept.\n", "Half of all patients slept.[@fda23]\n"),
    ("effect-without-source", "Most people feel better, at a risk.\n", "Most people feel tired that day.\n"),
    ("effect-without-source", "Ketamine works fast, at a risk.\n", "How fast the medicine works, nobody knows.\n"),
    ("effect-without-source", "KAT can ease depression, at a risk.\n", "KAT cannot replace your doctor.\n"),
    ("risk-as-percent", "Nausea came to 12%.[@fda23]\n", "Nausea came to 1 in 10.[@fda23]\n"),
    ("benefit-without-risk", "Ketamine helps people.[@fda23]\n", "Ketamine helps people. It has risks.[@fda23]\n"),
    ("hard-to-read", HARD * 2, "You can ask us. We are here to help you. Call us by day.\n"),
    ("image-without-text", "![](a.png)\n", "![A lamp](a.png)\n"),
]


@pytest.mark.parametrize(("rule", "wrong", "right"), CASES)
def test_a_rule_is_set_off_by_one_text_and_not_by_the_other(rule, wrong, right):
    assert set(rules(wrong)) == {rule}
    assert rule not in rules(right)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2027, 4, 21), []),
        (date(2027, 4, 22), ["warning"]),
        (date(2027, 8, 20), ["warning"]),
        (date(2027, 8, 21), ["error"]),
    ],
)
def test_a_review_is_called_for_30_days_before_and_refused_90_days_after(today, expected):
    findings = found("Text.\n", today=today)
    assert [(one.rule, one.severity) for one in findings] == [("review-due", severity) for severity in expected]
    assert [one.line for one in findings] == [7] * len(expected)


def test_a_hard_page_names_its_five_hardest_sentences():
    findings = found(HARD * 7)
    assert len(findings) == 5
    assert all(one.words.startswith("Contraindications") for one in findings)


def test_a_number_is_placed_by_line_and_column():
    [finding] = found("Line one\nand **then** 1 in 10 more.\n")
    assert (finding.line, finding.column, finding.words) == (FIRST_LINE + 1, 14, "1 in 10")


def test_a_clinic_fact_is_no_number():
    assert rules("It costs {{ clinic.prices.medicine_session }} for each of the sessions.\n") == []


def test_a_result_page_need_not_name_risks_and_has_no_review():
    head = "---\ntitle: A\ndescription: B\n---\n"
    body = "Ketamine helps people.[@x]\n"
    assert rules(body, head=head, file="content/en/outcomes/x.md", today=date(2030, 1, 1)) == []


@pytest.mark.parametrize("file", ["content/en/page.md", "content/en/outcomes/x.md"])
def test_title_and_description_are_held_to_the_claims_too(file):
    head = "---\ntitle: A miracle\ndescription: 'Plain words. It cures all.'\n---\n"
    if "outcomes" not in file:
        head = HEAD.replace("A page", "A miracle").replace("What it is about.", "Plain words. It cures all.")
    findings = found("Text.\n", head=head, file=file)
    assert [(one.rule, one.line, one.words) for one in findings] == [("cure", 2, "miracle"), ("cure", 3, "cures")]
    written = (head.split("\n")[one.line - 1][one.column - 1 :] for one in findings)
    assert all(line.startswith(one.words) for line, one in zip(written, findings, strict=True))


def test_a_broken_head_does_not_stop_the_rest():
    assert rules("It cures all.\n", head="---\ntitle: [\n---\n") == ["cure"]


def test_an_empty_text_has_nothing_to_say():
    assert rules("") == []
    assert found("", head="") == []
    assert HEAD.endswith("---\n")
