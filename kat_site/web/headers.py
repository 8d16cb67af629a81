"""The security headers of every response, static files and errors included."""

from typing import Protocol

from django.conf import settings


class SupportsSetItem(Protocol):
    """The headers of Django or WhiteNoise, or a dict."""

    def __setitem__(self, name: str, value: str, /) -> None: ...


CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
POLICY = "Content-Security-Policy"
CONSTANT = {
    POLICY: CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
}


def security_headers() -> dict[str, str]:
    """Header name -> value; with Strict-Transport-Security where the site is served over HTTPS."""
    if not settings.SECURE_HSTS_SECONDS:
        return CONSTANT
    directives = [f"max-age={settings.SECURE_HSTS_SECONDS}"]
    if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS:
        directives.append("includeSubDomains")
    if settings.SECURE_HSTS_PRELOAD:
        directives.append("preload")
    return CONSTANT | {"Strict-Transport-Security": "; ".join(directives)}


def add_to(headers: SupportsSetItem) -> None:
    """Set them in `headers`, replacing headers of the same name."""
    for name, value in security_headers().items():
        headers[name] = value
