"""The status of a page in the list of pages."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from pages.editing.access import folder
from pages.editing.findings import count, findings_of_text, severities
from pages.models import ContentPage
from pages.schema.errors import Report
from pages.schema.front_matter import PageHead, split

NAMES = {
    "errors": "Errors",
    "warnings": "Warnings",
    "fine": "Fine",
    "draft": "Draft",
    "off-site": "Not on the site",
    "review-due": "Review due",
    "planned": "Planned",
    "problem": "Plan not carried out",
}


@dataclass(frozen=True)
class Status:
    """`states` maps each state to its text. `review_by` is the day by which the page should be reviewed again."""

    states: dict[str, str]
    review_by: date | None

    @property
    def html(self) -> SafeString:
        return format_html(
            '<ul class="states">{}</ul>',
            format_html_join("", '<li class="state state--{}">{}</li>', self.states.items()),
        )


def status_of(page: ContentPage) -> Status:
    """The findings are those of the newest text."""
    states: dict[str, str] = {}
    review_by = None
    if page.newest:
        findings = findings_of_text(folder(), page.file, page.newest.text)
        for severity in severities(findings):
            states[f"{severity}s"] = count(findings, severity)
        if not states:
            states["fine"] = NAMES["fine"]
        review_by = None if page.is_data else _review_by(page.newest.text)
    if page.draft:
        states["draft"] = NAMES["draft"]
    if page.live is None:
        states["off-site"] = NAMES["off-site"]
    if review_by and review_by <= timezone.localdate():
        states["review-due"] = NAMES["review-due"]
    for plan in page.plans.all():
        state = "problem" if plan.problem else "planned"
        states[state] = f"{NAMES[state]}: {plan}"
    return Status(states, review_by)


# The list shows every page, and reading front matter takes longer than all else.
@lru_cache(maxsize=1_000)
def _review_by(text: str) -> date | None:
    head, _ = split(PageHead, text, Report(""))
    return head.value.review_by if head else None
