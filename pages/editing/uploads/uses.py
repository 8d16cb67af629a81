"""Which pages, drafts and other texts refer to a picture or PDF."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pages.media.values import mentioned
from pages.models import ContentPage


@dataclass(frozen=True, order=True)
class Use:
    """A text that refers to a file. `page_id` is None for a file that is no page, such as risks.yaml."""

    title: str
    page_id: int | None = None
    is_draft: bool = False

    def __str__(self) -> str:
        return f"{self.title} (draft)" if self.is_draft else self.title


def uses(folder: Path) -> Mapping[str, list[Use]]:
    """Name of a file -> its uses, in the order of their titles. Call `catch_up` before."""
    by_name: dict[str, set[Use]] = {}
    for use, text in _texts(folder):
        for name in mentioned(text):
            by_name.setdefault(name, set()).add(use)
    return {name: sorted(found, key=str) for name, found in by_name.items()}


def _texts(folder: Path) -> Iterator[tuple[Use, str]]:
    for page in ContentPage.objects.select_related("live", "draft"):
        if page.live:
            yield Use(str(page), page.pk), page.live.text
        if page.draft:
            yield Use(str(page), page.pk, True), page.draft.text
    # Texts of pages can be in them, such as the risk panel.
    for path in sorted(folder.glob("*.yaml")):
        yield Use(path.name), path.read_text(encoding="utf-8", errors="replace")
