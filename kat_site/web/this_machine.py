"""Keeps a site with debug pages, with made-up people or without a second factor on the machine that it runs on.

`kat_site.checks` refuses to start it where others can reach it. This refuses every single request of others, because a
check at the start does not know about proxies, tunnels and network interfaces.
"""

import ipaddress
import logging
import re
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings

from kat_site.web.headers import security_headers

logger = logging.getLogger("kat_site")

HOST = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?", re.IGNORECASE)
# A proxy or a tunnel adds one of these. No browser does.
FORWARDED = re.compile(r"HTTP_(X_)?FORWARDED(_\w+)?|HTTP_(VIA|X_REAL_IP|X_CLIENT_IP|TRUE_CLIENT_IP|CF_\w+)")
# nginx speaks it to the site, and adds no header, unless it is told otherwise. No browser speaks it.
# Granian calls it HTTP/1.
HTTP_1_0 = {"HTTP/1", "HTTP/1.0"}
BODY = b"""This copy of the site answers only on the machine that it runs on.

In a crisis, call or text 988. In danger, call 911.
"""


class ThisMachineOnly:
    """The WSGI layer outside everything that answers: pages from memory, static files, and Django."""

    def __init__(self, app: WSGIApplication) -> None:
        self.app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if not settings.ON_THIS_MACHINE_ONLY or is_from_this_machine(environ):
            return self.app(environ, start_response)
        logger.error("refused a request of another machine, because of %s", ", ".join(settings.ON_THIS_MACHINE_ONLY))
        headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(BODY)))]
        own = [*security_headers().items(), ("Cache-Control", "no-store, private"), ("X-Robots-Tag", "noindex")]
        start_response("403 Forbidden", [*headers, *own])
        return [BODY]


def is_from_this_machine(environ: WSGIEnvironment) -> bool:
    """Whether the peer and the Host are this machine, and no proxy passed the request on. In doubt, False."""
    return (
        is_loopback(environ.get("REMOTE_ADDR", ""))
        and HOST.fullmatch(environ.get("HTTP_HOST", "")) is not None
        and environ.get("SERVER_PROTOCOL") not in HTTP_1_0
        and not any(FORWARDED.fullmatch(name) for name in environ)
    )


def is_loopback(host: str) -> bool:
    """Whether `host`, an address or a name, is this machine and nothing else. An empty one means every interface."""
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return (mapped or address).is_loopback
