"""The five roles of the clinic's staff, and the permissions of each.

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
    CLINICAL_LEAD = "Clinical lead"
    PRIVACY_OFFICER = "Privacy officer"


CHANGES_PAGES = ("pages.view_contentpage", "pages.change_contentpage", "pages.publish_page")
SEES_ANSWERS = ("screening.view_submission", "screening.review_submission", "screening.view_signoff")
SEES_CONTACT = ("consultations.view_consultationrequest", "consultations.change_consultationrequest")

PERMISSIONS: Mapping[Role, tuple[str, ...]] = {
    Role.CONTENT_EDITOR: (*CHANGES_PAGES, "pages.add_contentpage"),
    Role.FRONT_DESK: (*SEES_CONTACT, "receipts.view_erasure"),
    Role.REVIEWER: SEES_ANSWERS,
    Role.CLINICAL_LEAD: (*SEES_ANSWERS, "screening.add_signoff", *CHANGES_PAGES, "pages.review_page"),
    Role.PRIVACY_OFFICER: (
        "auth.view_user",
        "auth.add_user",
        "auth.change_user",
        "staff.view_accessentry",
        "screening.view_submission",
        "screening.delete_submission",
        "screening.export_submission",
        "consultations.view_consultationrequest",
        "consultations.delete_consultationrequest",
        "receipts.view_erasure",
    ),
}


def name_of(person: User) -> str:
    return person.get_full_name() or person.get_username()
