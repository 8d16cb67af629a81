"""The only module that touches request.session: answers live there, sealed, until the person sends them.

`request.session["attempts"]` is attempt id -> sealed {"answers": ..., "reference": ...}. Each attempt has its own id in
the address, so two tabs never mix. Sealed, because Django's session table is signed at best, never encrypted.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.contrib.sessions.models import Session
from django.db import DatabaseError, InterfaceError, transaction
from django.http import HttpRequest

from screening.sealing import CannotUnseal, seal, unseal

KEY = "attempts"
CONTEXT = "screening.attempt"
MOST_ATTEMPTS = 5  # in one browser session; the oldest gives way


class Left(Exception):
    """The attempt was left, in another tab, since this request began: there is nothing to add to."""


@dataclass(frozen=True)
class Attempt:
    """One run through the questionnaire. `reference` is that of the submission, once it was sent.

    `id` stands in the address, so it proves nothing; `key` never leaves the server, and names what this attempt sends.
    """

    id: str
    answers: dict[str, object] = field(default_factory=dict)
    reference: str = ""
    key: str = ""


def load(request: HttpRequest, attempt_id: str) -> Attempt | None:
    """The attempt with this id in this browser's session, or None: never begun here, lapsed, or left."""
    return _opened(attempt_id, request.session.get(KEY, {}))


def update(request: HttpRequest, attempt: Attempt, change: Callable[[Attempt], Attempt]) -> Attempt:
    """Make `change` to the attempt as it is on disk now, and give the result; on disk when this returns.

    Under a lock, so that of two requests at the same time neither undoes what the other kept. Raises Left.
    """
    with transaction.atomic():
        attempts = _attempts_on_disk(request.session)
        now = _opened(attempt.id, attempts)
        if now is None and attempt.answers:
            raise Left
        changed = change(now or attempt)
        attempts.pop(attempt.id, None)
        key = changed.key or secrets.token_hex(16)
        held = {"answers": changed.answers, "reference": changed.reference, "key": key}
        attempts[attempt.id] = seal(held, context=CONTEXT, row=attempt.id)
        is_new = request.session.session_key is None
        request.session[KEY] = dict(list(attempts.items())[-MOST_ATTEMPTS:])
        request.session.save()
    request.session.modified = is_new  # only a new one needs its cookie; a second save could undo another request's
    return changed


def forget_all(request: HttpRequest) -> None:
    """Drop every attempt of this browser. A session that held nothing else goes, and its cookie with it.

    Never fails: help, and the way out, must not wait for a database. What cannot be deleted lapses by itself.
    """
    try:
        request.session.pop(KEY, None)
        if request.session.keys():
            request.session.save()
            request.session.modified = False
        else:
            request.session.flush()
    except (DatabaseError, InterfaceError, UpdateError):
        request.session = type(request.session)()


def _attempts_on_disk(session: SessionBase) -> dict[str, str]:
    if not session.session_key:
        return {}
    row = Session.objects.select_for_update().filter(session_key=session.session_key).first()
    if row is None:
        raise Left
    attempts: dict[str, str] = row.get_decoded().get(KEY, {})
    return attempts


def _opened(attempt_id: str, attempts: dict[str, str]) -> Attempt | None:
    if attempt_id not in attempts:
        return None
    try:
        held = unseal(attempts[attempt_id], context=CONTEXT, row=attempt_id)
    except CannotUnseal:  # the data key changed meanwhile: the same as lapsed
        return None
    assert isinstance(held, dict)  # noqa: S101 (we sealed it, and it opened)
    return Attempt(attempt_id, held["answers"], held["reference"], held["key"])
