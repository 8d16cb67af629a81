"""The URLs of sign-in: only these views of allauth exist here, so nobody can sign up."""

from allauth.account import views as account
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as keys
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, re_path

from staff.sign_in.adapter import sign_out


def not_found(request: HttpRequest) -> HttpResponse:
    # the admin would answer an unknown address with the sign-in
    raise Http404


app_and_codes = [
    path("app/", app.activate_totp, name="mfa_activate_totp"),
    path("app/remove/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("recovery-codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("recovery-codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("recovery-codes/file/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]
security_keys = [
    path("", keys.list_webauthn, name="mfa_list_webauthn"),
    path("add/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("<int:pk>/remove/", keys.remove_webauthn, name="mfa_remove_webauthn"),
    path("<int:pk>/name/", keys.edit_webauthn, name="mfa_edit_webauthn"),
]
urlpatterns = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/code/", second_step.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", keys.login_webauthn, name="mfa_login_webauthn"),
    path("sign-out/", sign_out, name="account_logout"),
    path("again/", account.reauthenticate, name="account_reauthenticate"),
    path("again/code/", second_step.reauthenticate, name="mfa_reauthenticate"),
    path("again/key/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("second-step/", second_step.index, name="mfa_index"),
    path("second-step/", include(app_and_codes)),
    path("second-step/keys/", include(security_keys)),
    re_path("", not_found),
]
