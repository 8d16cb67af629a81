"""The plain columns of a row with sealed text are bound to it, and every model has said which."""

from django.apps import apps
from django.db import models

from operations.verification import VERIFIED
from tests.kat_site.rows import OURS
from vault.bound import Bound

# What the site itself changes, after a row was stored. `verify_submissions` compares the states with the decisions.
CHANGES = {
    "screening.Submission": {"state", "assignee_id", "queue_rank", "seen_faults"},
    "screening.Lapse": set(),
    "screening.Note": set(),
    "screening.Review": set(),
    "screening.UrgentAction": set(),
    "consultations.Appointment": {
        *("submission_id", "schedule_id", "day", "at", "zone", "minutes", "means", "starts_at", "state"),
        *("changed_at", "sequence", "notice_hours", "kept_until", "tries", "tried_at"),
        "answers_deleted_at",
    },
    "consultations.ConsultationRequest": {
        *("state", "changed_at", "closed_at", "submission_id", "tries", "tried_at", "answers_deleted_at"),
    },
}
# Bound as decisions are, without text of their own.
WITHOUT_TEXT = {"screening.Lapse"}
# Sealed, without columns that anybody is shown.
NOT_SHOWN = {"consultations.Mail"}


def sealed_columns(model: type[models.Model]) -> set[str]:
    return {field.attname for field in model._meta.concrete_fields if field.attname.startswith("sealed_")}


def test_every_model_with_sealed_text_is_bound_and_verified():
    with_sealed_text = {model for model in apps.get_models() if model._meta.app_label in OURS and sealed_columns(model)}
    bound = {model for model in apps.get_models() if issubclass(model, Bound)}
    assert {model._meta.label for model in with_sealed_text - bound} == NOT_SHOWN
    assert {model._meta.label for model in bound - with_sealed_text} == WITHOUT_TEXT
    assert bound == set(VERIFIED)


def test_every_column_of_a_bound_model_is_bound_or_changed_by_the_site():
    for model in VERIFIED:
        columns = {field.attname for field in model._meta.concrete_fields} - {"id", "columns_digest"}
        free = CHANGES[model._meta.label] | sealed_columns(model)
        bound = model.BOUND + model.BOUND_LATER
        assert len(set(bound)) == len(bound)
        assert set(bound) == columns - free
