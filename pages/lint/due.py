"""Finds what has to be read again: pages by their review date, and statements that end by themselves."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from bases.moments import date_text
from pages.schema.front_matter import PageHead
from pages.schema.references import Source
from pages.schema.rule_ids import Rule
from pages.schema.strict_yaml import Record
from pages.wording.findings import ERROR, WARNING, Finding
from pages.wording.rules import Text

WARN_BEFORE, ERROR_AFTER = timedelta(days=30), timedelta(days=90)


def pages_due(text: Text, today: date) -> Iterator[Finding]:
    if text.head is None or not isinstance(text.head.value, PageHead):
        return
    due = text.head.value.review_by
    if severity := _severity(due, today):
        reason = f"A clinician should read this page again by {date_text(due)}."
        suggestion = "After the review, set `reviewed_on`, `reviewed_by` and a new `review_by`."
        yield text.finding(Rule.REVIEW_DUE, severity, (text.head.lines["review_by"], 1), str(due), reason, suggestion)


def statements_due(text: Text, sources: Mapping[str, Source], today: date) -> Iterator[Finding]:
    """By the date of the source, because a statement may end long before its page is due."""
    for id, source in sources.items():
        mark = f"[@{id}]"
        if source.review_by is None or mark not in text.body.text:
            continue
        if severity := _severity(source.review_by, today):
            reason = f"What this source says has to be looked up again by {date_text(source.review_by)}."
            suggestion = f"Then change the statement, or set a new `review_by` of `{id}` in sources.yaml."
            for place in text.body.places_of(mark):
                yield text.finding(Rule.STATEMENT_DUE, severity, place, mark, reason, suggestion)


def all_due_at_once(heads: Mapping[str, Record[PageHead]]) -> Iterator[Finding]:
    """A warning at the first page if all pages have one review date. `heads` by file."""
    dates = {head.value.review_by for head in heads.values()}
    if len(heads) > 1 and len(dates) == 1:
        file, head = next(iter(heads.items()))
        reason = f"Every page has to be reviewed by {date_text(*dates)}, as if all facts aged at the same pace."
        suggestion = "Give pages whose facts change soon an earlier date."
        place = head.lines["review_by"], 1
        yield Finding(file, *place, Rule.SAME_REVIEW_DATE, WARNING, str(*dates), reason, suggestion)


def _severity(due: date, today: date) -> str | None:
    if today < due - WARN_BEFORE:
        return None
    return ERROR if today > due + ERROR_AFTER else WARNING
