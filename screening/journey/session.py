"""The only module that touches request.session: answers live there, sealed, until the person sends them.

`request.session["attempts"]` is attempt id -> sealed fields of the attempt. Each attempt has its own id in the address,
so two tabs never mix. Sealed, because Django's session table is signed at best, never encrypted.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.contrib.sessions.models import Session
from django.db import DatabaseError, InterfaceError, transaction
from django.http import HttpRequest

from screening.submissions.receipt_code import code_of
from vault.seal import CannotUnseal, seal, unseal

KEY = "attempts"
CONTEXT = "screening.attempt"
MOST_ATTEMPTS = 5  # in one browser session; the oldest gives way


class Left(Exception):
    """The attempt was left, in another tab, since this request began: there is nothing to add to."""


@dataclass(frozen=True)
class Attempt:
    """One run through the questionnaire. Once sent, `reference` is that of the submission, and `answers` are gone.

    `id` stands in the address, so it proves nothing; `key` never leaves the server, and names what this attempt sends.
    `shows_code`: something was sent whose receipt code is yet to be shown. `asked_for_call`: a call was asked for.
    """

    id: str
    answers: dict[str, object] = field(default_factory=dict)
    reference: str = ""
    key: str = ""
    shows_code: bool = False
    asked_for_call: bool = False


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
        if now is None and attempt.key:  # it was held when this request began
            raise Left
        changed = change(now or attempt)
        attempts.pop(attempt.id, None)
        changed = replace(changed, key=changed.key or secrets.token_hex(32))  # the receipt code's 130 bits rest on it
        attempts[attempt.id] = seal(asdict(changed), context=CONTEXT, row=attempt.id)
        is_new = request.session.session_key is None
        request.session[KEY] = dict(list(attempts.items())[-MOST_ATTEMPTS:])
        request.session.save()
    request.session.modified = is_new  # only a new one needs its cookie; a second save could undo another request's
    return changed


def take_code(request: HttpRequest, attempt: Attempt) -> str:
    """The receipt code, once after something was sent or the person asked to see it again; "" at any other time.

    Noted on disk before it is shown: a page drawn again, by Back or by somebody else, has none. Raises Left.
    """
    if not attempt.shows_code or request.method == "HEAD":
        return ""
    codes: list[str] = []

    def shown(now: Attempt) -> Attempt:
        codes.extend([code_of(now.key)] if now.shows_code else [])
        return replace(now, shows_code=False)

    update(request, attempt, shown)
    return "".join(codes)


def show_code_again(request: HttpRequest, attempt: Attempt) -> None:
    """Let the next page have the code once more: the first may never have arrived. Raises Left."""
    update(request, attempt, lambda now: replace(now, shows_code=True))


def forget(request: HttpRequest, code: str) -> None:
    """Drop the attempt of this browser whose receipt code this is, if it is here; everything else stays."""
    with transaction.atomic():
        try:
            attempts = _attempts_on_disk(request.session)
        except Left:
            return
        opened = {attempt_id: _opened(attempt_id, attempts) for attempt_id in attempts}
        kept = {i: attempts[i] for i, attempt in opened.items() if attempt is None or code_of(attempt.key) != code}
        if len(kept) < len(attempts):
            _keep_only(request, kept)


def forget_all(request: HttpRequest) -> None:
    """Drop every attempt of this browser.

    Never fails: help, and the way out, must not wait for a database. What cannot be deleted lapses by itself.
    """
    try:
        _keep_only(request, {})
    except (DatabaseError, InterfaceError, UpdateError):
        request.session = type(request.session)()


def attempts_in(data: Mapping[str, Any]) -> Iterator[Attempt]:
    """Every attempt that can still be read in what a session holds, for counting what nobody came back to."""
    attempts = data.get(KEY, {})
    yield from (attempt for one in attempts if (attempt := _opened(one, attempts)))


def _keep_only(request: HttpRequest, attempts: dict[str, str]) -> None:
    """Save the session with these attempts. One that holds nothing else goes, and its cookie with it."""
    request.session.pop(KEY, None)
    if attempts:
        request.session[KEY] = attempts
    if request.session.keys():
        request.session.save()
        request.session.modified = False
    else:
        request.session.flush()


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
    later = {name: held[name] for name in ("shows_code", "asked_for_call") if name in held}  # not in the oldest
    return Attempt(attempt_id, held["answers"], held["reference"], held["key"], **later)
