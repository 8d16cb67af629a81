"""The admin pages where the privacy officer creates, changes and closes accounts, and assigns roles.

Nobody can delete an account, because the access log refers to it. Nobody becomes a superuser, gets single permissions
or sees a password here. A person who can change accounts can use any of them, so every change is recorded.
"""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.debug import sensitive_post_parameters

from bases.admin import CurrentRows, OfferedParameters, one_at_a_time
from staff.access_log import Action, record
from staff.accounts.forms import AccountForm, NewAccountForm, NewPasswordForm, RemoveSecondStepForm
from staff.sign_in import second_factor

# Django and allauth would let people change more than these pages do
for model in (Group, User, EmailAddress, Authenticator):
    admin.site.unregister(model)


@admin.register(User)
class AccountAdmin(OfferedParameters, CurrentRows, UserAdmin):
    form = AccountForm
    add_form = NewAccountForm
    add_form_template = None
    change_password_form = NewPasswordForm
    change_user_password_template = "admin/staff/new_password.html"  # noqa: S105 (a template)
    fieldsets = (
        (None, {"fields": ("username", "first_name", "last_name", "email")}),
        ("What they may do", {"fields": ("is_active", "groups")}),
        ("How they sign in", {"fields": ("password_is", "second_step", "last_login")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "first_name", "last_name", "email")}),
        ("What they may do", {"fields": ("groups",)}),
        ("How they sign in the first time", {"fields": ("password1", "password2")}),
    )
    readonly_fields = ("password_is", "second_step", "last_login")
    filter_horizontal = ()
    list_display = ("username", "full_name", "roles", "is_active", "has_second_step", "last_login")
    list_filter = ("is_active", "groups")
    search_fields = ("username", "first_name", "last_name", "email")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=second_factor.COUNTS)
        accounts: QuerySet[User] = super().get_queryset(request)
        return accounts.prefetch_related("groups").annotate(has_second_step=Exists(factors))

    @admin.display(description="Name", ordering="last_name")
    def full_name(self, account: User) -> str:
        return account.get_full_name()

    @admin.display(description="Roles")
    def roles(self, account: User) -> str:
        return ", ".join(sorted(group.name for group in account.groups.all())) or "None"

    @admin.display(description="Second step", boolean=True)
    def has_second_step(self, account: User) -> bool:
        return bool(account.has_second_step)  # type: ignore[attr-defined]

    @admin.display(description="Password")
    def password_is(self, account: User) -> SafeString:
        return _link("auth_user_password_change", account, "Give them a new password")

    @admin.display(description="Second step")
    def second_step(self, account: User) -> SafeString | str:
        kinds = Authenticator.objects.filter(user=account, type__in=second_factor.COUNTS).values_list("type", flat=True)
        if not kinds:
            return "None yet. They set it up when they sign in."
        names = ", ".join(sorted({second_factor.NAMES[Authenticator.Type(kind)] for kind in kinds})).capitalize()
        link = _link("auth_user_second_step", account, "Remove it, because it is lost")
        return format_html("{}. {}", names, link)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Only a superuser may change a superuser, because a person who sets their password can sign in as them."""
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.remove_second_step)
        return [path("<int:pk>/second-step/", view, name="auth_user_second_step"), *super().get_urls()]

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        obj.is_staff = True
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        account: User = form.instance
        before = set(account.groups.values_list("name", flat=True))
        super().save_related(request, form, formsets, change)
        after = set(account.groups.values_list("name", flat=True))
        name = account.get_username()
        if not change:
            record(request.user, Action.CHANGED_ACCOUNT, name, "made")
        elif changed := [field for field in form.changed_data if field != "groups"]:
            record(
                request.user, Action.CHANGED_ACCOUNT, name, ", ".join(_change_as_text(field, form) for field in changed)
            )
        if before != after:
            moves = [f"+ {role}" for role in sorted(after - before)] + [f"- {role}" for role in sorted(before - after)]
            record(request.user, Action.CHANGED_ROLES, name, "; ".join(moves))

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        # the access log refers to people by their user name
        return self.readonly_fields if obj is None else ("username", *self.readonly_fields)

    @method_decorator(sensitive_post_parameters())
    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        with transaction.atomic():
            one_at_a_time(User)
            response = super().user_change_password(request, id, form_url)
            if isinstance(response, TemplateResponse) and (response.context_data or {})["form"].is_stale:
                response.status_code = 409
            if response.status_code == 302:
                account = User.objects.get(pk=id)
                record(request.user, Action.CHANGED_ACCOUNT, account.get_username(), "password")
        return response

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Staff accounts"} | (extra_context or {}))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().add_view(request, form_url, {"title": "New account"} | (extra_context or {}))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().change_view(request, object_id, form_url, {"title": "Account"} | (extra_context or {}))

    def remove_second_step(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Remove the second step of a person who lost it. Every session of theirs ends (sign_in/sessions.py)."""
        account = get_object_or_404(User, pk=pk)
        if not self.has_change_permission(request, account):
            raise PermissionDenied
        with transaction.atomic():
            one_at_a_time(User)
            form = RemoveSecondStepForm(account, *([request.POST] if request.method == "POST" else []))
            if not form.is_valid():
                context = {**self.admin_site.each_context(request), "account": account, "opts": self.opts, "form": form}
                title = {"title": f"Remove the second step of {account.get_username()}?"}
                template, status = "admin/staff/remove_second_step.html", 409 if form.is_stale else 200
                return TemplateResponse(request, template, context | title, status=status)
            Authenticator.objects.filter(user=account).delete()
            record(request.user, Action.CHANGED_SECOND_FACTOR, account.get_username(), "removed because it was lost")
        messages.success(
            request, f"{account.get_username()} is signed out, and sets up a new second step at the next sign-in."
        )
        return redirect("admin:auth_user_change", pk)


def _link(name: str, account: User, text: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', reverse(f"admin:{name}", args=(account.pk,)), text)


def _change_as_text(field: str, form: ModelForm) -> str:
    if field == "is_active":
        return "opened" if form.cleaned_data[field] else "closed"
    return str(form.fields[field].label).lower()
