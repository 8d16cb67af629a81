"""The roles of the clinic's staff, and the permissions of each.

A role is a Django group. A migration creates the groups, and a test compares them with this file. A person may have
several roles. Nobody has a permission that is in no role.
"""

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.db.models import TextChoices


class Role(TextChoices):
    """Each value is the name of a group."""

    CONTENT_EDITOR = "Content editor"
    FRONT_DESK = "Front desk"
    REVIEWER = "Reviewer"
    CALLER = "Clinician who calls"
    CLINICAL_LEAD = "Clinical lead"
    PRIVACY_OFFICER = "Privacy officer"


CHANGES_PAGES = ("pages.view_contentpage", "pages.change_contentpage", "pages.publish_page")
SEES_ANSWERS = ("screening.view_submission", "screening.review_submission", "screening.view_signoff")
# Names and numbers, in the lists as well. Each view of them is logged.
SEES_CONTACT = ("consultations.view_consultationrequest", "consultations.see_contact")
CALLS = (*SEES_CONTACT, "consultations.change_consultationrequest", "consultations.change_appointment")

SEES_TIMES = ("consultations.view_schedule", "consultations.change_schedule", "consultations.view_appointment")
MAKES_TIMES = (*SEES_TIMES, "consultations.add_schedule", "consultations.delete_schedule")

CLOSES_SERVICES = "screening.add_closure"

PERMISSIONS: Mapping[Role, tuple[str, ...]] = {
    Role.CONTENT_EDITOR: (*CHANGES_PAGES, "pages.add_contentpage"),
    Role.FRONT_DESK: (
        *CALLS,
        *MAKES_TIMES,
        "receipts.view_erasure",
    ),
    Role.REVIEWER: (*SEES_ANSWERS, *SEES_TIMES),
    # Given to a reviewer or a lead who is to call people.
    Role.CALLER: (*CALLS, "consultations.view_appointment"),
    Role.CLINICAL_LEAD: (
        *SEES_ANSWERS,
        *MAKES_TIMES,
        "screening.add_signoff",
        CLOSES_SERVICES,
        *CHANGES_PAGES,
        "pages.review_page",
    ),
    Role.PRIVACY_OFFICER: (
        "auth.view_user",
        "auth.add_user",
        "auth.change_user",
        "staff.view_accessentry",
        "screening.view_submission",
        "screening.delete_submission",
        "screening.export_submission",
        CLOSES_SERVICES,
        *SEES_CONTACT,
        "consultations.delete_consultationrequest",
        "consultations.view_appointment",
        "consultations.delete_appointment",
        "receipts.view_erasure",
    ),
}


def name_of(person: User) -> str:
    return person.get_full_name() or person.get_username()
