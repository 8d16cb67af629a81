"""Django's admin site with our sign-in, our first page and our names."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.http import urlencode

from kat_site.staff_site import closures
from staff.access_log import Action, record
from staff.sign_in import second_factor
from staff.sign_in.adapter import sign_out


class StaffSite(AdminSite):
    site_header = "Review desk"
    site_title = "Review desk"
    index_title = "What waits for you"
    enable_nav_sidebar = False
    password_change_template = "account/own_password.html"  # noqa: S105 (a template)
    password_change_done_template = "account/own_password_changed.html"  # noqa: S105 (a template)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        cards = closures.cards(request.user) if isinstance(request.user, User) else []
        return super().index(request, {"cards": cards, **(extra_context or {})})

    def get_urls(self) -> list[URLPattern | URLResolver]:
        closing = path("closures/", self.admin_view(closures.closures), {"site": self}, name="closures")
        return [closing, *super().get_urls()]

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and second_factor.is_settled(request.user)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Redirects a person without access to the sign-in, or to the set-up of the second factor."""
        if super().has_permission(request):
            return redirect("admin:index" if second_factor.is_settled(request.user) else "mfa_index")
        query = {REDIRECT_FIELD_NAME: request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index")}
        return redirect(f"{reverse('account_login')}?{urlencode(query)}")

    def password_change(  # type: ignore[override] # it answers with a redirect as well
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        with transaction.atomic():
            response = super().password_change(request, extra_context)
            if response.status_code == 302:
                record(request.user, Action.CHANGED_ACCOUNT, request.user.get_username(), "own password")
        return response

    def logout(  # type: ignore[override] # it leads to the sign-in
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return sign_out(request)
