"""How a body goes over the wire: once and small, because it is sent many times."""

import gzip

import brotli  # type: ignore[import-untyped]


def compressed(body: bytes) -> dict[str, bytes]:
    """Content coding -> `body` in it. The same body gives the same bytes, today and tomorrow."""
    return {
        "br": brotli.compress(body, mode=brotli.MODE_TEXT, quality=11),
        "gzip": gzip.compress(body, compresslevel=9, mtime=0),
    }
