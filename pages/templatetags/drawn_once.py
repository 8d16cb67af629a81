"""Parts of every page that are the same until the content changes, such as the footer: drawn once for all pages."""

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()

OF_THE_SITE = ("clinic", "sections", "site_url")


@register.simple_tag(takes_context=True)
def drawn_once(context: template.Context, name: str) -> SafeString:
    """The template of this name. It may use nothing of a request."""
    parts = context.get("drawn_parts")
    # whoever works on a template wants to see the change
    if parts is None or settings.DEBUG:
        return render_to_string(name, {key: context.get(key) for key in OF_THE_SITE})
    if name not in parts:
        parts[name] = render_to_string(name, {key: context[key] for key in OF_THE_SITE})
    part: SafeString = parts[name]
    return part
