"""Submissions as a FHIR R4 Bundle: every published Questionnaire, and a QuestionnaireResponse for each submission."""

import json
from collections.abc import Iterable, Iterator

from django.utils import timezone

from screening.earlier_rules import EARLIER
from screening.exports.columns import Row
from screening.exports.fhir import (
    RETIRED,
    Resource,
    operation_outcome,
    questionnaire_resource,
    response_resource,
)
from screening.questionnaire import QUESTIONNAIRE


def write(rows: Iterable[Row], base_url: str, publisher: str, status: str) -> Iterator[str]:
    """The bundle, entry by entry. `status` is that of the current Questionnaire: "draft" until signed off."""
    stamp = f"{timezone.now():%Y-%m-%dT%H:%M:%SZ}"
    head = {"resourceType": "Bundle", "type": "collection", "timestamp": stamp}
    questionnaires = [
        questionnaire_resource(QUESTIONNAIRE, base_url, publisher, status),
        *(questionnaire_resource(rules, base_url, publisher, RETIRED) for rules in EARLIER.values()),
    ]
    yield json.dumps(head)[:-1] + ', "entry": [\n'
    yield ",\n".join(_entry(f"{base_url}/fhir/Questionnaire/{one['id']}", one) for one in questionnaires)
    for row in rows:
        yield ",\n" + _entry(f"urn:uuid:{row.submission.pk}", resource_of(row, base_url))
    yield "\n]}\n"


def resource_of(row: Row, base_url: str) -> Resource:
    """The QuestionnaireResponse of a row; an OperationOutcome when there is a problem with it."""
    if row.record is None or row.problem:
        return operation_outcome(f"{row.submission.reference}: {row.problem}", code="exception")
    return response_resource(
        row.submission.rules or QUESTIONNAIRE,
        base_url,
        reference=row.submission.reference,
        received_at=row.submission.received_at,
        version=row.submission.ruleset_version,
        record=row.record,
    )


def _entry(full_url: str, resource: Resource) -> str:
    return json.dumps({"fullUrl": full_url, "resource": resource}, ensure_ascii=False)
