"""The base of every form: a field that takes one value refuses two, numbers have plain digits, and a line break is one
character.
"""

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.forms.fields import BaseTemporalField
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.http import url_has_allowed_host_and_scheme

SENT_TWICE = "This arrived twice, so we do not know which one you mean. Answer it once"
READ_AS_NUMBERS = (forms.IntegerField, BaseTemporalField)


class StrictValues:
    """Mix this in before a form class.

    Browsers send one value for a field that takes one. Two come from a faulty script or a forged request, and which of
    them counts must not depend on their order.
    """

    def _widget_data_value(self, widget: forms.Widget, html_name: str) -> Any:
        value = super()._widget_data_value(widget, html_name)  # type: ignore[misc]
        # Browsers send two characters for a line break, and count it as one for `maxlength`.
        is_text = isinstance(widget, forms.Textarea) and isinstance(value, str)
        return value.replace("\r\n", "\n") if is_text else value

    def full_clean(self) -> None:
        super().full_clean()  # type: ignore[misc] # the form class comes after this one
        form: forms.BaseForm = self  # type: ignore[assignment]
        if not form.is_bound:
            return
        for name, field in form.fields.items():
            values = _values_sent(form, name, field)
            has_other_digits = isinstance(field, READ_AS_NUMBERS) and not all(
                _has_plain_digits(field, value) for value in values
            )
            if len(values) > 1:
                form.errors.pop(name, None)
                form.add_error(name, field.error_messages.get("sent_twice", SENT_TWICE))
            elif has_other_digits and name not in form.errors:
                form.add_error(name, field.error_messages["invalid"])


def _values_sent(form: forms.BaseForm, name: str, field: forms.Field) -> list[Any]:
    if getattr(field.widget, "allow_multiple_selected", False) or not isinstance(form.data, MultiValueDict):
        return []
    return form.data.getlist(form.add_prefix(name))


def _has_plain_digits(field: forms.Field, value: object) -> bool:
    # Python reads 3_0, +3 and full-width digits as numbers; nobody types them, and a person may read another number.
    if not isinstance(value, str):
        return True
    if isinstance(field, forms.IntegerField):
        return re.fullmatch("[0-9]*", value.strip(" ")) is not None
    return value.isascii() and "_" not in value


class Form(StrictValues, forms.Form):
    """A form that belongs to no model."""


class ModelForm(StrictValues, forms.ModelForm):
    """A form of a model."""


def page_of_form(request: HttpRequest) -> str:
    """The path of the page on which this form was sent; "" if the browser does not say, or names another site."""
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure()):
        return ""
    parts = urlsplit(came_from)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
