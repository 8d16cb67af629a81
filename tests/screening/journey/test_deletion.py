"""Why the answers were deleted is remembered for a short time, sealed, in the browser alone."""

import pytest
import time_machine
from django.http import HttpResponse
from django.test import RequestFactory

from screening.journey import deletion
from screening.journey.deletion import Cause


def cookie_of(cause):
    response = HttpResponse()
    deletion.remember(response, cause)
    return response.cookies[deletion.COOKIE]


def request_with(value):
    request = RequestFactory().get("/")
    request.COOKIES[deletion.COOKIE] = value
    return request


def test_the_cookie_ends_with_the_browser_and_scripts_cannot_read_it():
    cookie = cookie_of(Cause.HELP)
    assert (cookie["max-age"], cookie["expires"], cookie["httponly"], cookie["samesite"]) == ("", "", True, "Lax")


def test_all_causes_look_alike():
    values = [cookie_of(cause).value for cause in Cause]
    assert len({len(value) for value in values}) == 1
    assert not any(cause in value for value in values for cause in Cause)


@pytest.mark.parametrize("cause", Cause)
def test_the_cause_is_read_for_an_hour(cause):
    with time_machine.travel("2026-11-28 09:00", tick=False) as clock:
        request = request_with(cookie_of(cause).value)
        clock.shift(3599)
        assert deletion.cause_of(request) is cause
        clock.shift(1)
        assert deletion.cause_of(request) is None


@pytest.mark.parametrize("value", ["", "help", "v1.x.y"])
def test_a_cookie_that_is_not_ours_says_nothing(value):
    assert deletion.cause_of(request_with(value)) is None


def test_a_cookie_is_deleted_only_where_there_is_one():
    response = HttpResponse()
    deletion.forget(RequestFactory().get("/"), response)
    assert not response.cookies
    deletion.forget(request_with(cookie_of(Cause.LEFT).value), response)
    assert response.cookies[deletion.COOKIE]["max-age"] == 0
