"""A page that is drawn once with slots, which are filled in for each person: a template takes far longer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# the marks are no characters of text, and HTML escapes none of them
SLOT = re.compile("\ue000([^\ue000\ue001]*)\ue001")


def slot(name: str) -> SafeString:
    """What to draw in place of a value that differs from person to person."""
    return mark_safe(f"\ue000{name}\ue001")  # noqa: S308 (names are ours)


@dataclass(frozen=True)
class Drawing:
    """HTML and names of slots, in turn; HTML comes first and last."""

    pieces: tuple[str, ...]

    @classmethod
    def of(cls, html: str) -> "Drawing":
        return cls(tuple(SLOT.split(html)))

    def filled(self, values: Mapping[str, object]) -> SafeString:
        """The page with these values, which are escaped. A slot without a value stays empty."""
        escaped = {
            name: value if isinstance(value, SafeString) else escape(str(value)) for name, value in values.items()
        }
        is_name = False
        parts: list[str] = []
        for piece in self.pieces:
            parts.append(escaped.get(piece, "") if is_name else piece)
            is_name = not is_name
        return mark_safe("".join(parts))  # noqa: S308 (escaped)
