"""The banner of a demo. It is a tag because error pages have no template context."""

from django import template
from django.conf import settings

register = template.Library()


@register.inclusion_tag("site/demo.html")
def demo_banner() -> dict[str, bool]:
    return {"is_demo": settings.DEMO}
