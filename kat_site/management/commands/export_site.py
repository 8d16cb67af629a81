"""`manage.py export_site DIR`: writes the reading pages as files, for a static host or a content network."""

from argparse import ArgumentParser
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from consultations.contact.page import PATH as CONTACT_PATH
from consultations.contact.page import contact_page
from kat_site.web.headers import security_headers
from pages.catalogue import current
from pages.schema.errors import BrokenContent
from pages.serving.documents import HTML, Document
from pages.serving.export import CannotExport, export


class Command(BaseCommand):
    help = "Write every reading page, ready for any static host; the questionnaire stays at SITE_URL."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="A new or empty folder, or one of an export.")

    def handle(self, *, folder: Path, **options: object) -> None:
        if settings.DEBUG:
            raise CommandError("An export is for visitors: run it with DEBUG=0.")
        call_command("collectstatic", interactive=False, verbosity=0)
        try:
            content = current()
            contact = Document(HTML, partial(contact_page, content, timezone.now()))
            written = export(
                content,
                folder,
                static_files=Path(settings.STATIC_ROOT),
                headers=headers(),
                more={CONTACT_PATH: contact},
            )
        except (BrokenContent, CannotExport, OSError) as error:
            raise CommandError(str(error)) from error
        pages = sum(name.endswith("index.html") for name in written)
        self.stdout.write(f"{pages} pages in {len(written)} files are in {folder}.")
        self.stdout.write(f"The questionnaire, search and receipts stay at {settings.SITE_URL}.")


def headers() -> dict[str, str]:
    """Our security headers, with one change: forms go to the live site, which may have another host than the export."""
    changed = dict(security_headers())
    policy = changed["Content-Security-Policy"]
    changed["Content-Security-Policy"] = policy.replace("form-action 'self'", f"form-action 'self' {settings.SITE_URL}")
    return changed
