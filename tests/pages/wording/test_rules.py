"""Each wording rule is broken by one text and not by another; test_refused.py tests the rules of the loader."""

from datetime import date

import pytest

from tests.pages.wording.cases import CASES, HARD
from tests.pages.wording.texts import FIRST_LINE, HEAD, findings, rules


@pytest.mark.parametrize(("rule", "wrong", "right"), CASES)
def test_a_rule_is_broken_by_one_text_and_not_by_the_other(rule, wrong, right):
    assert set(rules(wrong)) == {rule}
    assert rule not in rules(right)


def test_a_hard_page_names_its_five_hardest_sentences():
    hard = findings(HARD * 7)
    assert len(hard) == 5
    assert all(finding.words.startswith("Contraindications") for finding in hard)


def test_a_number_is_placed_by_line_and_column():
    [finding] = findings("Line one\nand **then** 1 in 10 more.\n")
    assert (finding.line, finding.column, finding.words) == (FIRST_LINE + 1, 14, "1 in 10")


def test_a_fact_of_the_clinic_needs_no_source():
    assert rules("It costs {{ clinic.prices.medicine_session }} for each of the sessions.\n") == []


def test_a_result_needs_no_risks_and_no_review():
    head = "---\ntitle: A\ndescription: B\n---\n"
    body = "Ketamine helps people.[@x]\n"
    assert rules(body, head=head, file="content/en/outcomes/x.md", today=date(2030, 1, 1)) == []


@pytest.mark.parametrize("file", ["content/en/page.md", "content/en/outcomes/x.md"])
def test_claims_in_title_and_description_are_found_too(file):
    head = "---\ntitle: A miracle\ndescription: 'Plain words. It cures all.'\n---\n"
    if "outcomes" not in file:
        head = HEAD.replace("A page", "A miracle").replace("What it is about.", "Plain words. It cures all.")
    claims = findings("Text.\n", head=head, file=file)
    assert [(claim.rule, claim.line, claim.words) for claim in claims] == [("cure", 2, "miracle"), ("cure", 3, "cures")]
    rests = (head.split("\n")[claim.line - 1][claim.column - 1 :] for claim in claims)
    assert all(rest.startswith(claim.words) for rest, claim in zip(rests, claims, strict=True))


def test_the_body_is_checked_under_a_broken_front_matter_too():
    assert rules("It cures all.\n", head="---\ntitle: [\n---\n") == ["cure"]


def test_an_empty_text_has_no_findings():
    assert rules("") == []
    assert findings("", head="") == []
    assert HEAD.endswith("---\n")
