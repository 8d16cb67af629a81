"""Blind review: a clinician's choice to decide before they see the screening's disposition, kept until sign-out."""

from django.http import HttpRequest

BLIND_KEY = "reviews_blind"


def reviews_blind(request: HttpRequest) -> bool:
    return bool(request.session.get(BLIND_KEY))


def set_blind(request: HttpRequest, is_on: bool) -> None:
    request.session[BLIND_KEY] = is_on
