"""The attempts in the browser session, where answers stay sealed until the person sends them.

`request.session["attempts"]` maps attempt ids to the sealed fields of the attempt. Each attempt has its own id in the
URL, so two tabs never mix. They are sealed, because Django does not encrypt its session table.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.db import DatabaseError, InterfaceError, transaction
from django.http import HttpRequest

from screening.journey import due_deletions
from screening.questionnaire import QUESTIONNAIRE
from screening.submissions.receipt_code import code_of
from vault.seal import CannotUnseal, seal, unseal
from vault.sessions import SessionStore, locked_data

KEY = "attempts"
CONTEXT = "screening.attempt"
# In one browser session. A new attempt replaces the oldest.
MOST_ATTEMPTS = 5
DATABASE_ERRORS = (DatabaseError, InterfaceError, UpdateError)


class AttemptGone(Exception):
    """There is nothing to change: the person left the attempt in another tab, or the rules have changed since."""


@dataclass(frozen=True)
class Attempt:
    """One run through the questionnaire. Once sent, `reference` is the submission's, and `answers` is empty.

    `id` is in the URL, so it proves nothing; `key` never leaves the server, and identifies what this attempt sends.
    `shows_code`: the receipt code was not shown yet. `asked_for_call`: the person asked the clinic to call.
    `rules`: the fingerprint of the rules it was begun under; "" before rules 2.0.0. `keeps_going`: the person was told
    that they can stop early, and wants to answer everything. `ended_early`: they want to see the early result.
    `has_appointment`: they picked a time, which may be cancelled by now.
    """

    id: str
    answers: dict[str, object] = field(default_factory=dict)
    reference: str = ""
    key: str = ""
    shows_code: bool = False
    asked_for_call: bool = False
    has_appointment: bool = False
    rules: str = ""
    keeps_going: bool = False
    ended_early: bool = False

    @property
    def is_outdated(self) -> bool:
        """Whether it was begun under other rules. Answers to two versions of the questions are never judged together.

        What was sent is stored with its own rules, so an attempt that was sent stays readable.
        """
        return not self.reference and self.rules != QUESTIONNAIRE.fingerprint


NAMES = frozenset(attempt_field.name for attempt_field in fields(Attempt))


def new_attempt(attempt_id: str) -> Attempt:
    return Attempt(attempt_id, rules=QUESTIONNAIRE.fingerprint)


def load(request: HttpRequest, attempt_id: str) -> Attempt | None:
    """The attempt with this id in this browser's session.

    None when it never began here, expired, was left, or was begun under other rules.
    """
    attempt = _loaded(request, attempt_id)
    return None if attempt is None or attempt.is_outdated else attempt


def is_outdated(request: HttpRequest, attempt_id: str) -> bool:
    attempt = _loaded(request, attempt_id)
    return attempt is not None and attempt.is_outdated


def update_answers(request: HttpRequest, attempt: Attempt, change: Callable[[Attempt], Attempt]) -> Attempt:
    """Like `update`, for a `change` that only computes, as it may be called twice.

    It is applied to what this request has read, and stored without a lock, unless another request was faster.
    """
    store = request.session
    attempts = store.get(KEY, {})
    if attempt.id in attempts and isinstance(store, SessionStore) and not due_deletions.is_due(store.session_key):
        changed = change(attempt)
        _put(store, dict(attempts), changed)
        is_stored = store.save_unless_changed()
        if not is_stored:
            store[KEY] = attempts
        # Saving a second time could overwrite what another request stored.
        store.modified = False
        if is_stored:
            return changed
    return update(request, attempt, change)


def update(request: HttpRequest, attempt: Attempt, change: Callable[[Attempt], Attempt]) -> Attempt:
    """Apply `change` to the attempt as it is stored now, store the result and return it.

    It holds a lock, so that two requests at the same time never overwrite each other. Raises AttemptGone.
    """
    with transaction.atomic():
        attempts = _stored_attempts(request.session)
        stored = _unsealed(attempt.id, attempts)
        # An attempt with a key was stored when this request began.
        if stored.is_outdated if stored else attempt.key:
            raise AttemptGone
        changed = change(stored or attempt)
        # The receipt code derives its 130 bits from the key.
        changed = replace(changed, key=changed.key or secrets.token_hex(32))
        is_new = request.session.session_key is None
        _put(request.session, attempts, changed)
        request.session.save()
    # Only a new session needs its cookie. Saving a second time could overwrite what another request stored.
    request.session.modified = is_new
    return changed


def _put(store: SessionBase, attempts: dict[str, str], attempt: Attempt) -> None:
    """Put the attempt after `attempts`, which are the stored ones."""
    attempts.pop(attempt.id, None)
    # its fields are plain values, so none needs the copy that `asdict` makes
    attempts[attempt.id] = seal(vars(attempt), context=CONTEXT, row=attempt.id)
    store[KEY] = dict(list(attempts.items())[-MOST_ATTEMPTS:])


def receipt_code_to_show_once(request: HttpRequest, attempt: Attempt) -> str:
    """The receipt code, once after sending and once each time the person asks for it again; "" at any other time.

    That it was shown is stored first, so a reload, the Back button or another person does not show it again.
    Raises AttemptGone.
    """
    if not attempt.shows_code or request.method == "HEAD":
        return ""
    codes: list[str] = []

    def shown(stored: Attempt) -> Attempt:
        codes.extend([code_of(stored.key)] if stored.shows_code else [])
        return replace(stored, shows_code=False)

    update(request, attempt, shown)
    return "".join(codes)


def show_code_again(request: HttpRequest, attempt: Attempt) -> None:
    """Let the next page show the code again, because the first page may never have arrived. Raises AttemptGone."""
    update(request, attempt, lambda stored: replace(stored, shows_code=True))


def delete_attempt_with_code(request: HttpRequest, code: str) -> None:
    """Delete this browser's attempt with this receipt code, if there is one; keep the others."""
    with transaction.atomic():
        try:
            attempts = _stored_attempts(request.session)
        except AttemptGone:
            return
        unsealed = {attempt_id: _unsealed(attempt_id, attempts) for attempt_id in attempts}
        others = {i: attempts[i] for i, attempt in unsealed.items() if attempt is None or code_of(attempt.key) != code}
        if len(others) < len(attempts):
            _keep_only(request, others)


def delete_attempt(request: HttpRequest, attempt_id: str) -> None:
    """Delete this attempt, and keep the others. Never fails: if the database does, all of them are deleted later."""
    try:
        with transaction.atomic():
            attempts = _stored_attempts(request.session)
            if attempts.pop(attempt_id, ""):
                _keep_only(request, attempts)
    except AttemptGone:
        return
    except DATABASE_ERRORS:
        delete_session(request)


def delete_session(request: HttpRequest) -> None:
    """Delete every attempt of this browser, and whatever else is in its session. Needs no database, and never fails."""
    due_deletions.note(request.session.session_key or "")
    request.session = type(request.session)()


def attempts_in(data: Mapping[str, Any]) -> Iterator[Attempt]:
    """Every readable attempt in the data of a session."""
    attempts = data.get(KEY, {})
    yield from (attempt for attempt_id in attempts if (attempt := _unsealed(attempt_id, attempts)))


def _keep_only(request: HttpRequest, attempts: dict[str, str]) -> None:
    """Store the session with these attempts only. Delete it, and its cookie, when nothing else is in it."""
    request.session.pop(KEY, None)
    if attempts:
        request.session[KEY] = attempts
    if request.session.keys():
        request.session.save()
        request.session.modified = False
    else:
        request.session.flush()


def _loaded(request: HttpRequest, attempt_id: str) -> Attempt | None:
    if due_deletions.is_due(request.session.session_key):
        return None
    return _unsealed(attempt_id, request.session.get(KEY, {}))


def _stored_attempts(session: SessionBase) -> dict[str, str]:
    if not session.session_key:
        return {}
    if due_deletions.is_due(session.session_key):
        raise AttemptGone
    stored = locked_data(session)
    if stored is None:
        raise AttemptGone
    attempts: dict[str, str] = stored.get(KEY, {})
    return attempts


def _unsealed(attempt_id: str, attempts: dict[str, str]) -> Attempt | None:
    if attempt_id not in attempts:
        return None
    try:
        stored = unseal(attempts[attempt_id], context=CONTEXT, row=attempt_id)
    except CannotUnseal:
        # The data key changed: treat the attempt as expired.
        return None
    assert isinstance(stored, dict)  # noqa: S101 (we sealed it as a dict)
    # After an upgrade is undone, an attempt may have fields that only the newer code knows.
    known = {name: value for name, value in stored.items() if name in NAMES}
    return Attempt(**{"id": attempt_id, **known})
