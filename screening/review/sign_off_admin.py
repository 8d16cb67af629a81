"""The admin pages to read the rules and to sign them off."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminRadioSelect
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from bases.admin import ModelAdmin
from bases.versions import Drawn, StaffModelForm, event
from screening.models import SignOff
from screening.proof import certificate
from screening.questionnaire import QUESTIONNAIRE
from screening.questionnaire.loosenings import CLINICIANS_NEEDED, LOOSENINGS
from screening.review.rulebook import Rulebook
from screening.submissions.sign_off import approvals_of_live_rules, sign_offs_of_live_rules
from staff.access_log import Action, record
from staff.roles import name_of

APPROVE, WITHDRAW = "approve", "withdraw"


class SignOffForm(StaffModelForm):
    """Signs exactly the rules printed below the form, which `fingerprint` identifies. `person` is who signs.

    Whoever approves or withdraws has read all signatures of these rules, and why others withdrew theirs.
    """

    person: User

    decision = forms.ChoiceField(
        choices=((APPROVE, "I approve these rules"), (WITHDRAW, "I withdraw the approval of these rules")),
        widget=AdminRadioSelect(),
        error_messages={"required": "Select what you decide"},
    )
    has_read = forms.BooleanField(
        label="I have read the rules below, with their decisions",
        error_messages={"required": "Check the box once you have read the rules"},
    )
    fingerprint = forms.CharField(widget=forms.HiddenInput, initial=lambda: QUESTIONNAIRE.fingerprint)

    class Meta:
        model = SignOff
        fields = ("note",)

    def shown(self) -> Mapping[str, str]:
        return {"signatures": " ".join(str(sign_off.pk) for sign_off in sign_offs_of_live_rules())}

    def changes_since(self, drawn: Drawn) -> Iterator[str]:
        seen = drawn.shown.get("signatures", "").split()
        for sign_off in reversed(sign_offs_of_live_rules()):
            if str(sign_off.pk) not in seen:
                note = f": {sign_off.note}" if sign_off.note else ""
                yield event(sign_off.signer, sign_off.signed_at, f"{sign_off.outcome} these rules{note}")

    def is_stored_already(self) -> bool:
        return False

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("fingerprint") != QUESTIONNAIRE.fingerprint:
            raise forms.ValidationError("The rules changed since you opened this page. Open it again and read them.")
        approvals = approvals_of_live_rules()
        if cleaned.get("decision") == APPROVE:
            if not certificate.is_of(QUESTIONNAIRE):
                raise forms.ValidationError("These rules are not proven yet, so they cannot be approved.")
            if self.person in {approval.signed_by for approval in approvals}:
                raise forms.ValidationError(_already_approved(len(approvals)))
        if cleaned.get("decision") == WITHDRAW:
            if not approvals:
                raise forms.ValidationError("Nobody has approved these rules: there is nothing to withdraw.")
            if not cleaned.get("note"):
                self.add_error("note", "Write why you withdraw the approval")
        return cleaned


@admin.register(SignOff)
class SignOffAdmin(ModelAdmin):
    """Lists, shows and adds signatures. No signature can be changed or deleted."""

    form = SignOffForm
    list_display = ("signed_at", "ruleset_version", "approves", "signer", "note")
    fields = ("decision", "has_read", "note", "fingerprint")
    actions = None

    def has_change_permission(self, request: HttpRequest, obj: SignOff | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SignOff | None = None) -> bool:
        return False

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> type[forms.ModelForm]:
        form: type[forms.ModelForm] = super().get_form(request, *args, **kwargs)
        return type(form.__name__, (form,), {"person": request.user})

    def get_fields(self, request: HttpRequest, obj: SignOff | None = None) -> tuple[str, ...]:
        if obj is None:
            return self.fields
        return ("ruleset_version", "ruleset_fingerprint", "approves", "signer", "signed_at", "note")

    def get_urls(self) -> list[URLPattern]:
        rules = path("rules/", self.admin_site.admin_view(self.rules), name="screening_signoff_rules")
        return [rules, *super().get_urls()]

    @method_decorator(require_safe)
    def rules(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": f"The rules, version {QUESTIONNAIRE.version}",
            "may_sign": self.has_add_permission(request),
            **_rules_context(),
        }
        return TemplateResponse(request, "admin/screening/signoff/rules.html", context)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title = {"title": f"Sign off the rules, version {QUESTIONNAIRE.version}"}
        return super().add_view(request, form_url, {**(extra_context or {}), **title, **_rules_context()})

    def save_model(self, request: HttpRequest, obj: SignOff, form: forms.ModelForm, change: bool) -> None:
        obj.ruleset_version, obj.ruleset_fingerprint = QUESTIONNAIRE.version, form.cleaned_data["fingerprint"]
        obj.approves = form.cleaned_data["decision"] == APPROVE
        assert request.user.is_authenticated  # noqa: S101 (the admin admits nobody else)
        obj.signed_by = request.user
        obj.signer = name_of(request.user)
        super().save_model(request, obj, form, change)
        detail = f"{obj.outcome}: {obj.ruleset_fingerprint}"
        record(request.user, Action.SIGNED_RULES, f"rules {obj.ruleset_version}", detail)


def _already_approved(approvals: int) -> str:
    another = " Another clinician has to approve them too." if approvals < CLINICIANS_NEEDED else ""
    return f"You have approved these rules already.{another}"


def _rules_context() -> dict[str, object]:
    approvals = approvals_of_live_rules()
    return {
        "rules": Rulebook.current(),
        "approvals": approvals,
        "loosenings": LOOSENINGS,
        "clinicians_needed": CLINICIANS_NEEDED,
        "is_approved": len(approvals) >= CLINICIANS_NEEDED,
    }
