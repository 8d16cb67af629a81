"""The clinic's name on error pages, which have no template context, and must be shown whatever is broken."""

from django import template

from pages.catalogue import current

register = template.Library()
UNKNOWN = "Home page"


@register.simple_tag
def clinic_name() -> str:
    try:
        return current().clinic.name
    except Exception:
        return UNKNOWN
