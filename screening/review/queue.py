"""The queue of submissions: its filters, its order and its counts, each read from an index."""

from collections.abc import Iterator
from datetime import timedelta
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.contrib.admin.views.main import PAGE_VAR
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import Exact
from django.http import HttpRequest
from django.utils import timezone

from screening.models import FindingDomain, Review, Submission
from screening.questionnaire import QUESTIONNAIRE
from screening.submissions.states import State, rank_of, week_of
from screening.submissions.submission import CRISIS
from screening.vocabulary.dispositions import STORED, Disposition
from staff.paging import values_in
from staff.roles import name_of

REVIEW = "screening.review_submission"
MAY_RECORD_URGENT = (REVIEW, "consultations.change_consultationrequest")
COUNT_LIMIT = 1_000
WEEKS_OFFERED = 12
Submissions = QuerySet[Submission]


def undecided(disposition: Disposition) -> Submissions:
    return Submission.objects.filter(queue_rank=rank_of(State.NEW, disposition))


def undecided_counts() -> Iterator[tuple[Disposition, int]]:
    """(disposition, capped count), the worst disposition first."""
    for disposition in reversed(STORED):
        yield disposition, capped_count(undecided(disposition))


def first_in_line(rows: Submissions) -> list[UUID]:
    """The keys of those among `rows` that come before all others, in the order of `rows`."""
    first = FindingDomain.first_in_line()
    if not rows.query.has_filters() and rows.query.order_by in ((), Submission._meta.ordering):
        # The whole queue in its own order, which the index of the domains repeats.
        in_order = first.order_by("queue_rank", "received_at", "submission")
        return list(in_order.values_list("submission", flat=True)[:COUNT_LIMIT])
    return list(rows.filter(pk__in=first.values("submission")).values_list("pk", flat=True)[:COUNT_LIMIT])


def may_record_urgent(person: User) -> bool:
    """Whether this person may record what was done about urgent help: whoever decides, or phones."""
    return any(map(person.has_perm, MAY_RECORD_URGENT))


def next_in_line(person: User, most: int, *, is_blind: bool = False) -> list[Submission]:
    """What `person` may take next, at most so many: new ones, and proposals of others that nobody has taken.

    Who reviews blind gets only new ones, the oldest first: a proposal or the worst result first would say too much.
    """
    new = Submission.objects.filter(state=State.NEW)
    if is_blind:
        first = first_in_line(new)[:most]
        others = list(new.exclude(pk__in=first).order_by("received_at", "id")[: most - len(first)])
    else:
        proposed = Submission.objects.filter(state=State.SECOND_OPINION, assignee=None).exclude(_proposed_by(person))
        first = first_in_line(new | proposed)[:most]
        found = [*new.exclude(pk__in=first)[:most], *proposed.exclude(pk__in=first)[:most]]
        others = sorted(found, key=attrgetter("queue_rank", "received_at", "id"))[: most - len(first)]
    in_front = Submission.objects.in_bulk(first)
    return [*(in_front[pk] for pk in first if pk in in_front), *others]


def may_take(submission: Submission, person: User, *, is_blind: bool) -> bool:
    if submission.state == State.SECOND_OPINION:
        newest = submission.reviews.last()
        return not is_blind and submission.assignee is None and newest is not None and newest.author != person
    return submission.state == State.NEW


def _proposed_by(person: User) -> Q:
    newest = Review.objects.filter(submission=OuterRef("pk")).order_by("-made_at", "-id")
    return Q(Exact(Subquery(newest.values("author")[:1]), person.pk))


def capped_count(rows: QuerySet[Any]) -> int:
    """The number of rows, at most COUNT_LIMIT + 1."""
    return rows.order_by()[: COUNT_LIMIT + 1].count()


def capped_text(count: int) -> str:
    return f"{COUNT_LIMIT}+" if count > COUNT_LIMIT else str(count)


class ByDisposition(admin.SimpleListFilter):
    title = "disposition"
    parameter_name = "disposition"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(disposition.value, disposition.label) for disposition in reversed(STORED)]

    def queryset(self, request: HttpRequest, queryset: Submissions) -> Submissions:
        return queryset.filter(disposition=self.value()) if self.value() else queryset


class ByDomain(admin.SimpleListFilter):
    """Submissions with any finding in a clinical domain.

    As the only filter it reads the index of FindingDomain, which needs `ordering`; next to others it reads theirs.
    """

    title = "domain of a finding"
    parameter_name = "domain"
    # By the column: the submission itself would be ordered as its model is, which no index is.
    ordering = ("finding_domains__queue_rank", "finding_domains__received_at", "finding_domains__submission_id")

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(CRISIS, "Suicide or harm to others"), *((one.id, one.title) for one in QUESTIONNAIRE.sections)]

    def queryset(self, request: HttpRequest, queryset: Submissions) -> Submissions:
        if self.value() is None:
            return queryset
        token = FindingDomain.token_of(str(self.value()))
        if self.is_only_filter(request):
            return queryset.filter(finding_domains__token=token)
        return queryset.filter(Exists(FindingDomain.objects.filter(submission=OuterRef("pk"), token=token)))

    @classmethod
    def is_only_filter(cls, request: HttpRequest) -> bool:
        return cls.parameter_name in request.GET and set(request.GET) <= {cls.parameter_name, PAGE_VAR}


class ByAssignee(admin.SimpleListFilter):
    title = "assignee"
    parameter_name = "assignee"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        reviewers = User.objects.with_perm(REVIEW, include_superusers=False).order_by("username")
        return [("me", "Me"), ("nobody", "Nobody"), *((str(person.pk), name_of(person)) for person in reviewers)]

    def queryset(self, request: HttpRequest, queryset: Submissions) -> Submissions:
        value = self.value()
        if value == "me":
            return queryset.filter(assignee=request.user.pk)
        if value == "nobody":
            return queryset.filter(assignee=None)
        return queryset.filter(assignee=int(value)) if value and value.isdecimal() and len(value) < 10 else queryset


class ByWeek(admin.SimpleListFilter):
    title = "week received"
    parameter_name = "week"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        this_monday = timezone.localtime() - timedelta(days=timezone.localtime().weekday())
        mondays = [this_monday - timedelta(weeks=weeks) for weeks in range(WEEKS_OFFERED)]
        return [(str(week_of(monday)), f"Week of {monday:%b} {monday.day}") for monday in mondays]

    def queryset(self, request: HttpRequest, queryset: Submissions) -> Submissions:
        value = self.value()
        return queryset.filter(received_week=int(value)) if value and value in dict(self.lookup_choices) else queryset


class ByRuleset(admin.SimpleListFilter):
    title = "rule set"
    parameter_name = "rules"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(version, version) for version in values_in(Submission.objects.all(), "ruleset_version")]

    def queryset(self, request: HttpRequest, queryset: Submissions) -> Submissions:
        return queryset.filter(ruleset_version=self.value()) if self.value() else queryset
