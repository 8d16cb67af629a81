"""Asks for a call, for tests of what happens with the request."""

from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import walk

FORM = {
    "name": "Ann",
    "phone": "(212) 555-0100",
    "may_leave_message": "no",
    "when": ["morning"],
    "means": "phone",
    "consent": "on",
}


def call_url(client, **answers):
    """The address of the call form, after these answers; all others are clear."""
    attempt = walk(client, CLEAR | answers).split("/")[2]
    return f"/call-me/{attempt}/"
