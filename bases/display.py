"""Filters for the lists and forms of the review desk: cells with headings, errors with fields, short hashes."""

import re
from collections.abc import Iterable, Iterator, Mapping

from django.forms import BoundField
from django.template import Library
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

register = Library()
FROM_DJANGO = ("This field ", "Enter a ", "Select a valid ", "Ensure ")
LONGEST_WINDOW_TITLE = 70
HASH = re.compile(r"(?<![\w/=\"-])([0-9a-f]{12})([0-9a-f]{52})(?![\w\"-])")


@register.filter
def naming(error: str, field: BoundField) -> str:
    """An error for a summary, where no label stands beside it. Django's own sentences do not name the field."""
    return f"{field.label.rstrip('?:')}: {error}" if error.startswith(FROM_DJANGO) else error


@register.simple_tag
def window_title(name: str, kind: str, site: str) -> str:
    """What a tab or a bookmark shows. Only the name is cut, so that the kind and the site can be read beside it."""
    rest = "".join(f" | {part}" for part in (kind, site) if part)
    room = LONGEST_WINDOW_TITLE - len("Error: ") - len(rest)
    return Truncator(name).chars(room) + rest


@register.filter
def short_hashes(text: str) -> SafeString:
    """A screen reader reads only the first 12 of the 64 digits of a hash. All are visible, and can be copied."""
    return mark_safe(HASH.sub(r'\1<span aria-hidden="true">\2</span>', conditional_escape(text)))  # noqa: S308 (escaped)


@register.filter
def with_headings(cells: Iterable[SafeString], headers: Iterable[Mapping[str, str]]) -> Iterator[SafeString]:
    """The cells of a row of Django's lists. On a phone, where the row of headings is hidden, each shows its own."""
    for cell, header in zip(cells, headers, strict=True):
        if cell.startswith("<th"):
            yield short_hashes(mark_safe(cell.replace("<th", '<th scope="row"', 1)))  # noqa: S308 (from Django)
        elif 'class="action-checkbox"' in cell:
            yield cell
        else:
            heading = format_html('<td data-label="{}"', header["text"][:1].upper() + header["text"][1:])
            yield short_hashes(mark_safe(cell.replace("<td", heading, 1)))  # noqa: S308 (from Django)
