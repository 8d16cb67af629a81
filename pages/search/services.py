"""Pages that are not content, such as "Talk to us": search finds them too."""

from dataclasses import dataclass

from pages.rendering.outline import Passage


@dataclass(frozen=True)
class Service:
    """`other_words` are what people may call it; search finds it by them and does not show them."""

    url: str
    title: str
    description: str
    other_words: str
    passages: tuple[Passage, ...] = ()


SERVICES = (
    Service(
        "/talk-to-us/",
        "Talk to us",
        "Call us, ask us to call you, or pick a time. Our hours, our address, and how to get here.",
        "book booking appointment schedule reserve visit first talk consultation contact phone number telephone email "
        "address location map parking directions hours open speak person human referral interpreter video",
    ),
    Service(
        "/screening/",
        "A short check: is a talk a good next step?",
        "Questions about your health and safety. You see your result without giving your name.",
        "questionnaire quiz test check yourself self-check screening eligible eligibility qualify candidate assessment "
        "form",
    ),
    Service(
        "/cost/",
        "Add up the cost of a course",
        "Choose how many visits, and what your insurance plan pays.",
        "calculator calculate total estimate add up sum budget",
    ),
    Service(
        "/receipt/",
        "See or delete what you sent",
        "With your receipt code: what we keep, how long, and how to change or cancel a call or a time.",
        "receipt code delete erase withdraw cancel reschedule move change my appointment reference",
    ),
)
