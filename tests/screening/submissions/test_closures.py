"""Each service is closed alone, by the newest row of it."""

import pytest
from django.db import IntegrityError, transaction

from screening.models import Closure
from screening.submissions.closures import Closed, Service, closed_services, closure_of, refuse_if_closed
from tests.screening.closing import close, open_again

pytestmark = pytest.mark.django_db


def test_each_service_is_closed_alone_and_opens_again():
    assert closed_services() == {}
    close(Service.CALLS)
    close(Service.TIMES, reason="First")
    close(Service.TIMES, reason="Second")
    assert {service: row.reason for service, row in closed_services().items()} == {
        Service.CALLS: Closure.objects.last().reason,
        Service.TIMES: "Second",
    }
    open_again(Service.CALLS)
    assert [closure_of(service) is not None for service in Service] == [False, False, True]


def test_nothing_is_stored_for_a_closed_service():
    close(Service.CALLS)
    refuse_if_closed(Service.TIMES)
    with pytest.raises(Closed) as refused:
        refuse_if_closed(Service.CALLS)
    assert refused.value.closure == Closure.objects.get()


def test_a_row_is_never_changed_or_deleted():
    close(Service.CALLS)
    row = Closure.objects.get()
    with pytest.raises(TypeError):
        row.save()
    with pytest.raises(TypeError):
        row.delete()


@pytest.mark.parametrize(("service", "reason"), [("crisis-help", "x"), (Service.CALLS, "")])
def test_the_database_refuses_an_unknown_service_and_a_closure_without_a_reason(service, reason):
    with pytest.raises(IntegrityError), transaction.atomic():
        close(service, reason=reason)


def test_a_page_asks_once_and_reads_the_reason_when_something_is_closed(django_assert_num_queries):
    close(*Service)
    with django_assert_num_queries(1):
        closed_services()
    with django_assert_num_queries(2):
        closure_of(Service.TIMES)


def test_while_nothing_is_closed_a_page_asks_once(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert closure_of(Service.QUESTIONNAIRE) is None
