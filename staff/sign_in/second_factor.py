"""The second step of a sign-in: an authenticator app, a security key or passkey, and recovery codes.

A staff account without a second factor can only set one up. The secrets of apps and recovery codes are sealed with the
data key.
"""

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, User
from django.utils.safestring import SafeString, mark_safe
from qrcode import QRCode
from qrcode.image.svg import SvgPathFillImage

from vault.seal import seal, unseal

CONTEXT = "staff.second_factor"
# recovery codes alone are no second factor
COUNTS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
NAMES = {
    Authenticator.Type.TOTP: "authenticator app",
    Authenticator.Type.WEBAUTHN: "key",
    Authenticator.Type.RECOVERY_CODES: "recovery codes",
}


def is_needed() -> bool:
    """Whether accounts need a second factor. It can be switched off only on a site that others cannot reach."""
    return bool(settings.STAFF_SECOND_FACTOR or not settings.IS_ON_LOOPBACK)


def is_settled(user: User | AnonymousUser) -> bool:
    """Whether `user` has set up everything that the review desk requires."""
    return not is_needed() or (user.is_authenticated and is_mfa_enabled(user, COUNTS))


class SecondFactors(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_generate_recovery_codes": "Set up an app or a key first. Recovery codes are for when it is lost.",
        "incorrect_code": "That did not fit, or it was used already. Try again, or enter another code.",
    }

    def encrypt(self, text: str) -> str:
        """Return `text` sealed for no row, because allauth does not say whose secret it is."""
        return seal(text, context=CONTEXT, row="")

    def decrypt(self, encrypted_text: str) -> str:
        """Raises CannotUnseal."""
        return str(unseal(encrypted_text, context=CONTEXT, row=""))

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return user.get_username()

    def build_totp_svg(self, url: str) -> SafeString:
        """Return inline SVG, because our security policy blocks data: images."""
        code = QRCode(image_factory=SvgPathFillImage)
        code.add_data(url)
        svg: str = code.make_image().to_string(encoding="unicode")
        return mark_safe(svg.replace("<svg ", '<svg role="img" aria-label="QR code" ', 1))  # noqa: S308 (only squares)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        return f"Key {Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1}"
