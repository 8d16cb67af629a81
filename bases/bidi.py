"""Keeps a name from reordering the words around it: a name from right to left, or one with marks that reverse text.

Use the filter `isolated` in a template, and `isolated_text` where there is no HTML, for instance in the text of a row.
"""

import re

from django.template import Library
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = Library()
MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"


@register.filter
def isolated(name: object) -> SafeString | str:
    return format_html("<bdi>{}</bdi>", name) if name else ""


def isolated_text(name: str) -> str:
    """`name` without such marks; isolated by marks of ours if it has letters that may be written right to left."""
    plain = MARKS.sub("", name)
    return plain if plain.isascii() else f"{FIRST_STRONG_ISOLATE}{plain}{POP_ISOLATE}"
