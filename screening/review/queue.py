"""What the queue of the review desk is filtered by, and counted with: each from an index, also over a million rows."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import PAGE_VAR
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from screening.models import STORED, Submission
from screening.questionnaire import QUESTIONNAIRE
from screening.submissions.queue import FindingDomain, rank_of, week_of
from screening.submissions.reviewing import State, name_of
from screening.vocabulary.dispositions import Disposition
from staff.paging import values_in

MOST_WAITING = 1_000
WEEKS_OFFERED = 12
Submissions = QuerySet[Submission]


def waiting() -> Iterator[tuple[Disposition, int]]:
    """How many are not decided yet, by what the screening said; the worst first. No further than MOST_WAITING + 1."""
    for disposition in reversed(STORED):
        yield disposition, capped(Submission.objects.filter(queue_rank=rank_of(State.NEW, disposition)))


def capped(rows: QuerySet[Any]) -> int:
    """How many rows; one more than MOST_WAITING stands for any number above."""
    return rows.order_by()[: MOST_WAITING + 1].count()


def told(count: int) -> str:
    """A capped count in words."""
    return f"{MOST_WAITING}+" if count > MOST_WAITING else str(count)


class ByDisposition(admin.SimpleListFilter):
    """By what the screening said, of what it can say of a submission."""

    title = "disposition"
    parameter_name = "disposition"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(one.value, one.label) for one in reversed(STORED)]

    def queryset(self, request: HttpRequest, queryset: Submissions) -> Submissions:
        return queryset.filter(disposition=self.value()) if self.value() else queryset


class ByDomain(admin.SimpleListFilter):
    """By the clinical domain of any finding.

    Alone, the queue is read from the index of the domain (see `is_alone`); beside others, from theirs.
    """

    title = "domain of a finding"
    parameter_name = "domain"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(section.id, section.title) for section in QUESTIONNAIRE.sections]

    def queryset(self, request: HttpRequest, queryset: Submissions) -> Submissions:
        if self.value() is None:
            return queryset
        token = FindingDomain.token_of(str(self.value()))
        if self.is_alone(request):
            return queryset.filter(finding_domains__token=token)
        return queryset.filter(Exists(FindingDomain.objects.filter(submission=OuterRef("pk"), token=token)))

    @classmethod
    def is_alone(cls, request: HttpRequest) -> bool:
        """Whether the list is filtered by nothing else."""
        return cls.parameter_name in request.GET and set(request.GET) <= {cls.parameter_name, PAGE_VAR}


class ByAssignee(admin.SimpleListFilter):
    """By who works on it."""

    title = "assignee"
    parameter_name = "assignee"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        reviews = Q(user_permissions__codename="review_submission") | Q(
            groups__permissions__codename="review_submission"
        )
        reviewers = User.objects.filter(reviews, is_active=True).distinct().order_by("username")
        return [("me", "Me"), ("nobody", "Nobody"), *((str(one.pk), name_of(one)) for one in reviewers)]

    def queryset(self, request: HttpRequest, queryset: Submissions) -> Submissions:
        value = self.value()
        if value == "me":
            return queryset.filter(assignee=request.user.pk)
        if value == "nobody":
            return queryset.filter(assignee=None)
        return queryset.filter(assignee=int(value)) if value and value.isdecimal() and len(value) < 10 else queryset


class ByWeek(admin.SimpleListFilter):
    """By the week in which it came."""

    title = "week received"
    parameter_name = "week"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        monday = timezone.localtime() - timedelta(days=timezone.localtime().weekday())
        mondays = [monday - timedelta(weeks=back) for back in range(WEEKS_OFFERED)]
        return [(str(week_of(one)), f"Week of {one:%b} {one.day}") for one in mondays]

    def queryset(self, request: HttpRequest, queryset: Submissions) -> Submissions:
        value = self.value()
        return queryset.filter(received_week=int(value)) if value and value in dict(self.lookup_choices) else queryset


class ByRuleset(admin.SimpleListFilter):
    """By the version of the rules that assessed it."""

    title = "rule set"
    parameter_name = "rules"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(version, version) for version in values_in(Submission.objects.all(), "ruleset_version")]

    def queryset(self, request: HttpRequest, queryset: Submissions) -> Submissions:
        return queryset.filter(ruleset_version=self.value()) if self.value() else queryset
