"""Creates staff accounts with an authenticator app, and the codes that the app shows."""

import base64
import hashlib
import hmac
import time

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import User

PASSWORD = "a quiet river stone 9"
SECRET = base64.b32encode(b"twenty bytes of it..").decode()


def staff(name: str, password: str = PASSWORD, **fields: object) -> User:
    return User.objects.create_user(name, password=password, is_staff=True, **fields)


def give_app(user: User) -> None:
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)


def code(secret: str = SECRET, later: int = 0) -> str:
    """Return the code that the app shows `later` seconds from now (RFC 6238)."""
    counter = int(time.time() + later) // 30
    digest = hmac.new(base64.b32decode(secret), counter.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(int.from_bytes(digest[offset : offset + 4], 'big') & 0x7FFFFFFF) % 10**6:06d}"
