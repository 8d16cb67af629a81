"""The page that says to clinicians what a new rule set changes for people."""

from screening.proof.impact.bridge import Bridge, Crossing, Loosening
from screening.proof.impact.report import report_of
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.questions import Choice, Question, Section, not_now, talk_first

NO = Choice("no", "No")
COUGH = Question("cough", "t", "t", (NO, Choice("yes", "Yes", not_now("Words."))), "c")
SIGNS = Question("signs", "t", "t", (NO, Choice("cold", "A cold"), Choice("lung", "Lung", not_now("Words."))), "c")
SMOKES = Question("smokes", "t", "t", (NO, Choice("yes", "Yes", talk_first("Words."))), "c")
OTHER = Question("other", "t", "t", (NO, Choice("yes", "Yes", talk_first("Words."))), "c")
STRICTER = Question("other", "t", "t", (NO, Choice("yes", "Yes", not_now("Words."))), "c")


def rules(version, *questions):
    return Questionnaire(version, (Section("s", "S", questions),))


def test_the_page_lists_what_is_milder_what_is_stricter_and_what_is_new():
    bridge = Bridge(
        {"L1": Loosening("people with a cold", "A cold is no danger.")},
        {"cough=no": ("signs=no",), "cough=yes": ("signs=lung", "signs=cold (L1)")},
    )
    crossing = Crossing(rules("1", COUGH, OTHER), rules("2", SIGNS, STRICTER, SMOKES), bridge)
    assert (
        report_of(crossing, "bridge_1.yaml").split("\n## ", 1)[1]
        == """\
What becomes milder

If everybody gives the mildest answers that the bridge allows:

- not-suitable-now → suggest-consultation: 1 set of answers, such as `cough=yes`

Without the loosenings below, not one set of answers gets a milder result.

### L1: people with a cold

A cold is no danger.

| Answer to 1 | Answer to 2 | Level before | Level now |
|---|---|---|---|
| `cough=yes` Yes | `signs=cold` A cold | not now | clear |

- not-suitable-now → suggest-consultation: 1 set of answers, such as `cough=yes`
- not-suitable-now → talk-to-clinician-first: 1 set of answers, such as `cough=yes`, `other=yes`

## What becomes stricter

If everybody whose answer was not clear gives the strictest answers that the bridge allows:

- talk-to-clinician-first → not-suitable-now: 1 set of answers, such as `other=yes`

Each answer that may become stricter:

| Answer to 1 | Answer to 2 | Level before | Level now |
|---|---|---|---|
| `other=yes` Yes | `other=yes` Yes | talk first | not now |

## What was not asked before

Somebody who had nothing to report was suggested a consultation. With one of these answers to 2, which 1 did not
ask for, the result is now:

| Answer to 2 | Result |
|---|---|
| `smokes=yes` Yes | talk-to-clinician-first |
"""
    )


def test_the_page_says_so_if_something_is_milder_without_a_reason():
    bridge = Bridge({}, {"cough=no": ("signs=no",), "cough=yes": ("signs=cold",)})
    page = report_of(Crossing(rules("1", COUGH), rules("2", SIGNS), bridge), "bridge_1.yaml")
    assert "Without the loosenings below, these would still be milder:\n\n- not-suitable-now → suggest" in page
    assert "What becomes stricter\n\nIf everybody whose answer was not clear gives the strictest answers" in page
    assert "- nothing\n" in page
