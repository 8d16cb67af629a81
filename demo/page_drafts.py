"""Creates a page with a draft, and a page whose new text will be published next week."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User

from pages.editing.publishing import plan_to_publish
from pages.editing.versions import Seen, record_outside_changes, save
from pages.models import ContentPage

DRAFTED, PLANNED = "en/what-to-expect.md", "en/integration.md"
ADDED = "\n\nBring a friend if you like. They can wait in the next room.\n"


def create(editor: User, now: datetime) -> None:
    folder = Path(settings.CONTENT_DIR)
    record_outside_changes(folder)
    for file in (DRAFTED, PLANNED):
        page = ContentPage.objects.get(file=file)
        assert page.live  # noqa: S101 (it was just read from its file)
        text = page.live.text.rstrip("\n") + ADDED
        if file == DRAFTED:
            save(folder, page.pk, text, Seen.of(page), editor)
        else:
            plan_to_publish(folder, page.pk, text, Seen.of(page), editor, now + timedelta(days=7))
