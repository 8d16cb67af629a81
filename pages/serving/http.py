"""The HTTP headers and encodings of a page that is the same for everybody."""

import gzip
import hashlib

import brotli  # type: ignore[import-untyped]

CACHE_CONTROL = "public, max-age=300"
VARY = "Accept-Encoding"


def etag(body: bytes, encoding: str = "identity") -> str:
    """The strong entity tag of a document sent in one encoding."""
    return f'"{hashlib.sha256(body).hexdigest()[:24]}-{encoding}"'


def compressed(body: bytes) -> dict[str, bytes]:
    """Content coding -> compressed body. The same body always gives the same bytes."""
    return {
        "br": brotli.compress(body, mode=brotli.MODE_TEXT, quality=11),
        "gzip": gzip.compress(body, compresslevel=9, mtime=0),
    }
