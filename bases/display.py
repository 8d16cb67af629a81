"""Filters for the lists and forms of the review desk: errors with fields, window titles, short hashes."""

import re

from django.forms import BoundField
from django.template import Library
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.text import Truncator

register = Library()
FROM_DJANGO = ("This field ", "Enter a ", "Select a valid ", "Ensure ")
LONGEST_WINDOW_TITLE = 70
LENGTH_OF_HASH = 64
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
    safe = conditional_escape(text)
    # Most cells of a list are too short to have one.
    if len(safe) < LENGTH_OF_HASH:
        return safe
    return SafeString(HASH.sub(r'\1<span aria-hidden="true">\2</span>', safe))
