"""The rows of a list of the admin. Django looks up each column again for every cell; here, once for a list."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, time
from typing import Any

from django.contrib.admin.templatetags.admin_list import result_headers
from django.contrib.admin.utils import display_for_field, display_for_value, lookup_field, quote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import FieldDoesNotExist
from django.db.models import DateField, ForeignKey, TimeField
from django.template import Library
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from bases.display import short_hashes

register = Library()
CHECKBOX = "action_checkbox"
# Takes the place of a key in an address. No name of an app or a model has capitals.
KEY = "KEY"
# What a column shows of a row, and whether it stays on one line.
Shown = tuple[Any, bool]


@register.inclusion_tag("admin/change_list_results.html")
def list_rows(changelist: ChangeList) -> dict[str, object]:
    headers = list(result_headers(changelist))
    return {"result_headers": headers, "rows": list(rows(changelist, headers))}


def rows(changelist: ChangeList, headers: Iterable[Mapping[str, Any]]) -> Iterator[SafeString]:
    """The cells of each row. The first is a link and names the row.

    On a phone, where the row of headings is hidden, each other cell shows its own heading.
    """
    columns = [
        (name, _reader(name, changelist), _opening(str(header["text"])))
        for name, header in zip(map(str, changelist.list_display), headers, strict=True)
    ]
    first = next(name for name, _, _ in columns if name != CHECKBOX)
    address = _address(changelist)
    for row in changelist.result_list:
        cells = []
        for name, read, opening in columns:
            shown, is_short = read(row)
            if name == CHECKBOX:
                cells.append(f'<td class="action-checkbox">{shown}</td>')
                continue
            text = short_hashes(shown)
            css = f'class="field-{name}{" nowrap" if is_short else ""}"'
            if name == first:
                url = address.replace(KEY, quote(str(row.pk)), 1)
                cells.append(f'<th scope="row" {css}><a href="{url}">{text}</a></th>')
            else:
                cells.append(f"{opening} {css}>{text}</td>")
        yield SafeString("".join(cells))


def _opening(heading: str) -> str:
    return format_html('<td data-label="{}"', heading[:1].upper() + heading[1:])


def _address(changelist: ChangeList) -> str:
    """Of the page of a row, with KEY in the place of its key. It brings whoever leaves that page back to this list."""
    opts = changelist.opts
    url = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=(KEY,))
    return conditional_escape(f"{url}?{changelist.preserved_filters}" if changelist.preserved_filters else url)


def _reader(name: str, changelist: ChangeList) -> Callable[[Any], Shown]:
    page = changelist.model_admin
    empty = page.get_empty_value_display()
    try:
        return _reader_of_field(changelist.opts.get_field(name), empty)
    except FieldDoesNotExist:
        pass
    column = getattr(page, name, None)
    is_boolean = getattr(column, "boolean", False)
    empty = getattr(column, "empty_value_display", empty)

    def read(row: Any) -> Shown:
        value = column(row) if column else lookup_field(name, row, page)[2]
        return display_for_value(value, empty, is_boolean), isinstance(value, date | time)

    return read


def _reader_of_field(field: Any, empty: str) -> Callable[[Any], Shown]:
    is_short = isinstance(field, DateField | TimeField | ForeignKey)

    def read(row: Any) -> Shown:
        value = getattr(row, field.name)
        return display_for_field(value, field, empty), is_short

    return read
