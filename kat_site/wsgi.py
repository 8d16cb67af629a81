"""The WSGI application: reading pages from memory, static files from disk, everything else from Django."""

import os
from wsgiref.types import WSGIApplication

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kat_site.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from kat_site.outages.static_files import StaticFiles
from kat_site.web import headers
from kat_site.web.request_id import RequestId
from kat_site.web.this_machine import ThisMachineOnly
from kat_site.web.wsgi_guard import Guard
from operations.backup import locks
from pages.serving.page_cache import PageCache

IMMUTABLE = r"^/static/.+\.[0-9a-f]{12}\.\w+$"  # a hashed name: its content never changes


def _secure_marker() -> tuple[str, str] | None:
    if not settings.HTTPS:
        return None
    return getattr(settings, "SECURE_PROXY_SSL_HEADER", None) or ("wsgi.url_scheme", "https")


application: WSGIApplication = get_wsgi_application()
locks.hold_for_site()
if not settings.DEBUG:
    application = StaticFiles(
        application,
        root=settings.STATIC_ROOT,
        prefix=settings.STATIC_URL,
        immutable_file_test=IMMUTABLE,
        add_headers_function=lambda file_headers, path, url: headers.add_to(file_headers),
    )
    application = PageCache(
        Guard(application),
        add_headers=lambda: list(headers.security_headers().items()),
        hosts=settings.ALLOWED_HOSTS,
        https=_secure_marker(),
    )
application = RequestId(ThisMachineOnly(application))
