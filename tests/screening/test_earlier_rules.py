"""The rule sets that were in force before stay readable, word for word."""

from screening.earlier_rules import EARLIER
from screening.questionnaire import QUESTIONNAIRE


def test_rules_1_0_1_are_as_they_were_published():
    assert {version: rules.fingerprint for version, rules in EARLIER.items()} == {
        "1.0.1": "157da13b25e57eb7f15606f63fd91a23235006e4029a22da398a95a24005732e"
    }


def test_the_live_rules_are_not_among_the_earlier_ones():
    assert QUESTIONNAIRE.version not in EARLIER
