"""Answers and contact data at rest: authenticated encryption, bound to where it stands.

A sealed text is `v1.<key id>.<base64 of nonce and ciphertext>`. The context (what it is) and the row (whose it is) are
authenticated with it, so a value moved to another field or another row does not open. Keys are settings.DATA_KEYS,
newest first: the first seals, any opens.
"""

import base64
import binascii
import json
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12


class CannotUnseal(Exception):
    """No configured key opens this text in this place. Says where, never what."""


def seal(value: object, *, context: str, row: str) -> str:
    """`value` (anything JSON holds) as text that only this site can open, for this `context` and `row`."""
    key_id, key = next(iter(settings.DATA_KEYS.items()))
    nonce = secrets.token_bytes(NONCE_BYTES)
    plain = json.dumps(value, separators=(",", ":")).encode()
    sealed = AESGCM(key).encrypt(nonce, plain, _bound_to(context, row))
    return f"v1.{key_id}.{base64.b64encode(nonce + sealed).decode()}"


def reseal(text: str, *, context: str, row: str) -> str:
    """The same, sealed with the newest key. Raises CannotUnseal."""
    return seal(unseal(text, context=context, row=row), context=context, row=row)


def newest_begins() -> str:
    """How every text begins that is sealed with the newest key, and no other text."""
    return f"v1.{next(iter(settings.DATA_KEYS))}."


def unseal(text: str, *, context: str, row: str) -> object:
    """What was sealed as `text`. Raises CannotUnseal for another place, another key, or a changed text."""
    try:
        version, key_id, encoded = text.split(".")
        raw = base64.b64decode(encoded, validate=True)
        if version != "v1":
            raise ValueError(version)
        plain = AESGCM(settings.DATA_KEYS[key_id]).decrypt(
            raw[:NONCE_BYTES], raw[NONCE_BYTES:], _bound_to(context, row)
        )
    except KeyError as error:
        raise CannotUnseal(f"{context}: sealed with a data key that is not in DATA_KEYS") from error
    except (ValueError, binascii.Error, InvalidTag) as error:
        raise CannotUnseal(f"{context}: changed, or moved from another place") from error
    return json.loads(plain)


def _bound_to(context: str, row: str) -> bytes:
    return f"{context}\0{row}".encode()
