"""The certificate of a rule set: which rules were proven, what was shown of them, and over how many answer sets.

Committed beside the rule set it is about (certificate.json, ruleset.json), written by `manage.py prove_rules`. The same
rules give the same bytes on every machine, so that CI can compare.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from screening.proof.cross_check import complete_answer_sets, cross_check
from screening.proof.prove import Verdict
from screening.vocabulary.questions import Questionnaire

CERTIFICATE = Path(__file__).with_name("certificate.json")
RULESET = Path(__file__).with_name("ruleset.json")
METHOD = (
    "Decomposition: an assessment is put together question by question, so answer sets that agree on what can still "
    "matter are counted as one group, exactly. Confirmed on whole answer sets assessed one by one."
)


def certificate_of(questionnaire: Questionnaire, verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """The certificate as JSON values. Numbers of answer sets are strings: they do not fit other programs' numbers.

    Raises census.Disagreement when the method itself does not hold for this rule set.
    """
    return {
        "ruleset": {"version": questionnaire.version, "fingerprint": questionnaire.fingerprint},
        "holds": all(verdict.violation is None for verdict in verdicts),
        "method": METHOD,
        "answer_sets_assessed_one_by_one": cross_check(questionnaire),
        "complete_answer_sets": {
            disposition.value: str(count) for disposition, count in sorted(complete_answer_sets(questionnaire).items())
        },
        "invariants": [
            {
                "number": verdict.number,
                "says": verdict.says,
                "holds": verdict.violation is None,
                "method": verdict.method,
                "answer_sets": str(verdict.answer_sets) if verdict.answer_sets else None,
            }
            for verdict in verdicts
        ],
    }


def as_text(value: dict[str, Any]) -> str:
    """JSON as it is committed."""
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def committed() -> dict[str, Any] | None:
    """The certificate in the repository; None when there is none that can be read."""
    try:
        certificate = json.loads(CERTIFICATE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return certificate if isinstance(certificate, dict) else None


def is_of(questionnaire: Questionnaire) -> bool:
    """Whether the certificate in the repository is about exactly this rule set, and all of it holds."""
    certificate = committed() or {}
    ruleset = {"version": questionnaire.version, "fingerprint": questionnaire.fingerprint}
    return certificate.get("ruleset") == ruleset and certificate.get("holds") is True
