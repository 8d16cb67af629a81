"""The certificate of a rule set: which rules were proven, which invariants they keep, over how many answer sets.

`manage.py prove_rules` writes it beside the rule set (certificate.json, ruleset.json), and both are committed. The same
rules give the same bytes on every machine, so CI can compare them.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from screening.proof import minimum_levels
from screening.proof.answer_space.cross_check import complete_answer_sets, cross_check
from screening.proof.invariants.verdicts import Verdict
from screening.vocabulary.questionnaires import Questionnaire

CERTIFICATE = Path(__file__).with_name("certificate.json")
RULESET = Path(__file__).with_name("ruleset.json")
METHOD = (
    "Decomposition: an assessment is put together question by question, so answer sets that agree on what can still "
    "matter are counted as one group, exactly. Questions that no condition links are counted apart, and then their "
    "groups are combined. Confirmed on whole answer sets assessed one by one."
)


def certificate_of(questionnaire: Questionnaire, verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """The certificate as JSON values. Numbers of answer sets are strings, because many programs cannot read them.

    Raises cross_check.Disagreement when the method itself fails for this rule set.
    """
    table = minimum_levels.read()
    return {
        "ruleset": {"version": questionnaire.version, "fingerprint": questionnaire.fingerprint},
        "minimum_levels": {"rows": len(table.rows), "sha256": table.fingerprint},
        "holds": all(verdict.violation is None for verdict in verdicts),
        "method": METHOD,
        "answer_sets_assessed_one_by_one": cross_check(questionnaire),
        "complete_answer_sets": {
            disposition.value: str(count) for disposition, count in sorted(complete_answer_sets(questionnaire).items())
        },
        "invariants": [
            {
                "number": verdict.number,
                "says": verdict.statement,
                "holds": verdict.violation is None,
                "method": verdict.method,
                "answer_sets": str(verdict.answer_sets) if verdict.answer_sets else None,
            }
            for verdict in verdicts
        ],
    }


def as_text(value: dict[str, Any]) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def committed() -> dict[str, Any] | None:
    """The certificate in the repository; None when it is missing or not readable."""
    try:
        certificate = json.loads(CERTIFICATE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return certificate if isinstance(certificate, dict) else None


def is_of(questionnaire: Questionnaire) -> bool:
    """Whether the certificate in the repository proves exactly this rule set."""
    certificate = committed() or {}
    ruleset = {"version": questionnaire.version, "fingerprint": questionnaire.fingerprint}
    return certificate.get("ruleset") == ruleset and certificate.get("holds") is True
