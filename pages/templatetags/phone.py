"""Links the clinic's number in HTML that was cut out of a page, such as the excerpt of a search result."""

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from pages.schema.values import Phone

register = template.Library()


@register.filter
def with_phone_link(html: SafeString, phone: Phone) -> SafeString:
    return SafeString(conditional_escape(html).replace(conditional_escape(phone.number), phone.link))
