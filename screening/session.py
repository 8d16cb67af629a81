"""The only module that touches request.session: answers live there, sealed, until the person sends them.

`request.session["attempts"]` is attempt id -> sealed {"answers": ..., "reference": ...}. Each attempt has its own id in
the address, so two tabs never mix. Sealed, because Django's session table is signed at best, never encrypted.
"""

from dataclasses import dataclass, field, replace

from django.http import HttpRequest

from screening.sealing import CannotUnseal, seal, unseal

KEY = "attempts"
CONTEXT = "screening.attempt"
MOST_ATTEMPTS = 5  # in one browser session; the oldest gives way


@dataclass(frozen=True)
class Attempt:
    """One run through the questionnaire. `reference` is that of the submission, once it was sent."""

    id: str
    answers: dict[str, object] = field(default_factory=dict)
    reference: str = ""


def load(request: HttpRequest, attempt_id: str) -> Attempt | None:
    """The attempt with this id in this browser's session, or None: never begun here, lapsed, or left."""
    sealed = request.session.get(KEY, {}).get(attempt_id)
    if sealed is None:
        return None
    try:
        held = unseal(sealed, context=CONTEXT, row=attempt_id)
    except CannotUnseal:  # the data key changed meanwhile: the same as lapsed
        return None
    assert isinstance(held, dict)  # noqa: S101 (we sealed it, and it opened)
    return Attempt(attempt_id, held["answers"], held["reference"])


def save(request: HttpRequest, attempt: Attempt) -> None:
    """Keep `attempt`; on disk when this returns, so that a next page means the answer is held."""
    attempts = dict(request.session.get(KEY, {}))
    attempts.pop(attempt.id, None)
    held = {"answers": attempt.answers, "reference": attempt.reference}
    attempts[attempt.id] = seal(held, context=CONTEXT, row=attempt.id)
    request.session[KEY] = dict(list(attempts.items())[-MOST_ATTEMPTS:])
    request.session.save()


def mark_sent(request: HttpRequest, attempt: Attempt, reference: str) -> None:
    """Remember that `attempt` was sent, and under which reference."""
    save(request, replace(attempt, reference=reference))


def forget_all(request: HttpRequest) -> None:
    """Drop every attempt of this browser. A session that held nothing else goes, and its cookie with it."""
    request.session.pop(KEY, None)
    if request.session.is_empty() or not request.session.keys():
        request.session.flush()
