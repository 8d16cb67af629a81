"""Encrypts answers and contact data at rest, each value bound to its field and row.

A sealed text is `v1.<key id>.<base64 of nonce and ciphertext>`. The context (what it is) and the row (whose it is) are
authenticated with it, so a value that was moved to another field or row cannot be unsealed. The keys are
settings.DATA_KEYS, newest first: the first one seals, any of them unseals.
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
    """No configured key unseals this text in this place. The message names the place and never contains the text."""


def seal(value: object, *, context: str, row: str) -> str:
    """Return `value`, which must be JSON-serializable, as text that only this site can unseal."""
    key_id, key = next(iter(settings.DATA_KEYS.items()))
    nonce = secrets.token_bytes(NONCE_BYTES)
    plain = json.dumps(value, separators=(",", ":")).encode()
    sealed = AESGCM(key).encrypt(nonce, plain, _associated_data(context, row))
    return f"v1.{key_id}.{base64.b64encode(nonce + sealed).decode()}"


def reseal(text: str, *, context: str, row: str) -> str:
    """Seal the value of `text` again, with the newest key. Raises CannotUnseal."""
    return seal(unseal(text, context=context, row=row), context=context, row=row)


def newest_prefix() -> str:
    """Return the prefix of every text that is sealed with the newest key, and of no other text."""
    return f"v1.{next(iter(settings.DATA_KEYS))}."


def unseal(text: str, *, context: str, row: str) -> object:
    """Return the value sealed in `text`. Raises CannotUnseal for another place, an unknown key or a changed text."""
    try:
        version, key_id, encoded = text.split(".")
        raw = base64.b64decode(encoded, validate=True)
        if version != "v1":
            raise ValueError(version)
        plain = AESGCM(settings.DATA_KEYS[key_id]).decrypt(
            raw[:NONCE_BYTES], raw[NONCE_BYTES:], _associated_data(context, row)
        )
    except KeyError as error:
        raise CannotUnseal(f"{context}: sealed with a data key that is not in DATA_KEYS") from error
    except (ValueError, binascii.Error, InvalidTag) as error:
        raise CannotUnseal(f"{context}: changed, or moved from another place") from error
    return json.loads(plain)


def _associated_data(context: str, row: str) -> bytes:
    return f"{context}\0{row}".encode()
