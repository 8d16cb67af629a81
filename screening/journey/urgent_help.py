"""The pages with help that urgent answers lead to: one for each cause, and a general one."""

from collections.abc import Collection
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pages import catalogue
from pages.schema.clinic import Crisis
from screening.vocabulary.dispositions import UrgentCause
from screening.vocabulary.questionnaires import Screen

GENERAL = "urgent-help-now"


@dataclass(frozen=True)
class HelpLink:
    """`way` and `number` together are its text: "Call", "911"."""

    address: str
    way: str
    number: str


def help_links(cause: UrgentCause | None, crisis: Crisis) -> tuple[HelpLink, ...]:
    """The links of the page, the one to use first on top."""
    call_911 = HelpLink(f"tel:{crisis.emergency.call}", "Call", crisis.emergency.call)
    call_988 = HelpLink(f"tel:{crisis.lifeline.call}", "Call", crisis.lifeline.call)
    text_988 = HelpLink(f"sms:{crisis.lifeline.text}", "Text", crisis.lifeline.text)
    chat = HelpLink(crisis.lifeline.chat, "Chat at", "988lifeline.org")
    maternal = HelpLink(f"tel:{crisis.maternal.call}", "Call or text", crisis.maternal.call)
    match cause:
        case UrgentCause.MEDICAL:
            return (call_911,)
        case UrgentCause.SUICIDE:
            return (call_988, text_988, chat, call_911)
        case UrgentCause.DANGER:
            return (call_911, call_988, text_988)
        case UrgentCause.AFTER_BIRTH:
            return (call_911, call_988, maternal)
        case None:
            return (call_988, text_988, call_911)


def urgent_page(
    request: HttpRequest, causes: Collection[UrgentCause | None] = (), title_of_address: str = ""
) -> HttpResponse:
    """The page of the cause; the general one when there is none, or more than one.

    The response to a POST keeps the address of its screen, and so it keeps the title of that address, because the
    browser stores both (docs/decisions/0006). It needs neither session nor database.
    """
    [cause] = causes if len(causes) == 1 else [None]
    content = catalogue.current()
    outcome = content.outcomes[cause.page if cause else GENERAL]
    context = {
        "outcome": outcome,
        "title": title_of_address or outcome.title,
        "help_links": help_links(cause, content.clinic.crisis),
    }
    return render(request, "screening/urgent.html", context)


def is_about_suicide(screen: Screen) -> bool:
    """Whether an answer shows the crisis lines, and no other cause of urgency than suicide is asked about."""
    causes = {
        choice.finding.urgent_cause for asked in screen.questions for choice in asked.choices if choice.finding
    } - {None}
    return causes <= {UrgentCause.SUICIDE} and any(asked.shows_crisis_lines for asked in screen.questions)
