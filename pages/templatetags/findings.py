"""Shows the text of a finding on a page."""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

register = template.Library()
CODE = re.compile(r"`([^`]+)`")


@register.filter
def with_code(message: str) -> SafeString:
    """The message with `backticks` as code elements."""
    return SafeString(CODE.sub(r"<code>\1</code>", conditional_escape(message)))
