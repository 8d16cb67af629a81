"""Accessible tables: cells have headers, wide tables scroll, and on a phone the cells of a long row form a list."""

from xml.etree.ElementTree import Element

from pages.rendering.charts import plain_text

MANY_COLUMNS = 4
CELL_NAME = "cell-name"


def frame(table: Element, name: str) -> Element:
    """The table in a frame that scrolls. `name` is its name for screen readers."""
    heads = table.findall("thead/tr/th")
    names = [plain_text(cell) for cell in heads]
    for cell, words in zip(heads, names, strict=True):
        if words:
            cell.set("scope", "col")
        else:
            cell.tag = "td"
    for row in table.iterfind("tbody/tr"):
        row[0].tag = "th"
        row[0].set("scope", "row")
        if len(names) >= MANY_COLUMNS:
            for cell, words in zip(row[1:], names[1:], strict=False):
                if words:
                    _add_column_name(cell, words)
    css = "table-scroll table-scroll--stacks" if len(names) >= MANY_COLUMNS else "table-scroll"
    framed = Element("div", {"class": css, "tabindex": "0", "role": "region", "aria-label": name})
    framed.append(table)
    return framed


def _add_column_name(cell: Element, words: str) -> None:
    """Puts the name of the column before the content of `cell`. It shows where the table's head is hidden."""
    name = Element("span", {"class": CELL_NAME})
    name.text, name.tail, cell.text = f"{words}: ", cell.text, None
    cell.insert(0, name)
