"""Asks for a call, for tests of what happens with the request."""

from consultations.views import consent_to_call
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import walk

CONTACT = {
    "name": "Ann",
    "phone": "(212) 555-0100",
    "may_leave_message": "no",
    "when": ["morning"],
    "means": "phone",
}


def form(*, has_result=True):
    """What a browser sends, with the consent to the words that are in force now."""
    return CONTACT | {"consent": consent_to_call(has_result=has_result).text_digest}


def call_url(client, **answers):
    """The address of the call form, after these answers; all others are clear."""
    attempt = walk(client, CLEAR | answers).split("/")[2]
    return f"/call-me/{attempt}/"
