"""What an editor typed and has not saved as a draft: the script stores it every few seconds, for its author alone.

It is no version, so that the history has what people chose to save. It becomes one when its author sets it aside.
"""

from pathlib import Path

from django.contrib.auth.models import User
from django.utils import timezone

from pages.editing import versions
from pages.editing.files import digest, normalized
from pages.editing.versions import How, Seen
from pages.models import ContentPage, TypedText


def of(page: ContentPage, author: User) -> TypedText | None:
    """None if it is the newest text of the page."""
    typed = TypedText.objects.filter(page=page, author=author).first()
    return typed if typed and not (page.newest and page.newest.digest == digest(typed.text)) else None


def keep(folder: Path, page_id: int, text: str, seen: Seen, author: User) -> bool:
    """Whether it could be saved as a draft, too: false if somebody else saved first. Stored in either case.

    Raises Refused if a file cannot hold the text.
    """
    with versions.lock(folder, page_id) as page:
        text = normalized(text, page.file)
        values = {"text": text, "newest": seen.newest, "live": seen.live, "saved_at": timezone.now()}
        TypedText.objects.update_or_create(page=page, author=author, defaults=values)
        return not versions.conflicts(page, text, seen)


def forget(page: ContentPage, author: User) -> None:
    """After the text was saved."""
    TypedText.objects.filter(page=page, author=author).delete()


def set_aside(folder: Path, page_id: int, author: User) -> None:
    """Keep it as a version, and show the text that was saved last."""
    with versions.lock(folder, page_id) as page:
        if typed := of(page, author):
            versions.add_version(page, typed.text, How.TYPED, author)
        forget(page, author)
