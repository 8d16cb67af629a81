"""Tables a reader can get around in: heads that say what they head, a frame that scrolls, and on a phone one row under
the other where there are too many columns to stand side by side."""

from xml.etree.ElementTree import Element

from pages.rendering.charts import plain_text

MANY_COLUMNS = 4
CELL_NAME = "cell-name"


def frame(table: Element, name: str) -> Element:
    """`table` in a frame that scrolls by itself; `name` says what it holds."""
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
                    _name(cell, words)
    css = "table-scroll table-scroll--stacks" if len(names) >= MANY_COLUMNS else "table-scroll"
    framed = Element("div", {"class": css, "tabindex": "0", "role": "region", "aria-label": name})
    framed.append(table)
    return framed


def _name(cell: Element, words: str) -> None:
    """Put the name of its column before what stands in `cell`; it shows where the head of the table does not."""
    name = Element("span", {"class": CELL_NAME})
    name.text, name.tail, cell.text = f"{words}: ", cell.text, None
    cell.insert(0, name)
