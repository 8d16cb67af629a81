"""`manage.py runserver`: Django's development server, for this machine only while a setting like DEBUG=1 is on."""

from wsgiref.types import WSGIApplication

from django.conf import settings
from django.contrib.staticfiles.management.commands import runserver
from django.core.management.base import CommandError

from kat_site.web.this_machine import ThisMachineOnly, is_loopback


class Command(runserver.Command):
    addr: str

    def run(self, **options: object) -> None:
        if settings.ON_THIS_MACHINE_ONLY and not is_loopback(self.addr):
            names = " and ".join(settings.ON_THIS_MACHINE_ONLY)
            raise CommandError(f"{names} is for this machine only. Others could reach the site at {self.addr!r}.")
        super().run(**options)

    def get_handler(self, *args: object, **options: object) -> WSGIApplication:  # type: ignore[override]
        # Django's handler for static files is outside our own WSGI application.
        return ThisMachineOnly(super().get_handler(*args, **options))
