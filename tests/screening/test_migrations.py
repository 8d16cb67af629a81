"""The migrations that change rows keep what the rows say, forward and back."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command

from screening.models import FindingDomain, Submission
from screening.submissions.submission import CRISIS
from tests.screening.submitting import NOT_NOW, submit

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE, AFTER = "0003_early_results_in_totals", "0004_first_in_queue"
NAMES = {FindingDomain.token_of(domain): domain for domain in (CRISIS, "safety", "heart")}


@pytest.fixture(autouse=True)
def _newest_migrations() -> Iterator[None]:
    yield
    call_command("migrate", verbosity=0)


def domains(submission: Submission) -> set[str]:
    return {NAMES[row.token] for row in FindingDomain.objects.filter(submission=submission)}


def test_stored_submissions_with_a_finding_about_safety_come_first_and_it_can_be_undone():
    safe, in_danger, both = submit(NOT_NOW), submit({"harm_to_others": "not_sure"}), submit({"suicide_try": "not_sure"})
    FindingDomain.index(both, ["safety"])
    assert [domains(one) for one in (safe, in_danger, both)] == [{"heart"}, {CRISIS}, {CRISIS, "safety"}]
    call_command("migrate", "screening", BEFORE, verbosity=0)
    assert [domains(one) for one in (safe, in_danger, both)] == [{"heart"}, {"safety"}, {"safety"}]
    call_command("migrate", "screening", AFTER, verbosity=0)
    assert [domains(one) for one in (safe, in_danger, both)] == [{"heart"}, {CRISIS, "safety"}, {CRISIS, "safety"}]
    for row in FindingDomain.objects.filter(submission=in_danger):
        assert (row.queue_rank, row.received_at) == (in_danger.queue_rank, in_danger.received_at)
    assert [one.comes_first for one in (safe, in_danger, both)] == [False, True, True]


def test_every_batch_of_stored_submissions_is_done(monkeypatch):
    submissions = [submit({"harm_to_others": "not_sure"}) for _ in range(5)]
    call_command("migrate", "screening", BEFORE, verbosity=0)
    monkeypatch.setattr("screening.migrations.0004_first_in_queue.BATCH", 2)
    call_command("migrate", "screening", AFTER, verbosity=0)
    assert [domains(one) for one in submissions] == [{CRISIS, "safety"}] * 5
