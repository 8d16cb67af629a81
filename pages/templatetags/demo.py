"""What stands on every page of a demonstration, error pages included: those have no context to tell it."""

from django import template
from django.conf import settings

register = template.Library()


@register.inclusion_tag("site/demo.html")
def demo_banner() -> dict[str, bool]:
    """That nothing here is real; nothing at all on a site that is."""
    return {"is_demo": settings.DEMO}
