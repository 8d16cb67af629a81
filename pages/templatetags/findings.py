"""How the words of a finding are shown on a page."""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

register = template.Library()
CODE = re.compile(r"`([^`]+)`")


@register.filter
def with_code(words: str) -> SafeString:
    """What stands between backticks in a message, as code."""
    return SafeString(CODE.sub(r"<code>\1</code>", conditional_escape(words)))
