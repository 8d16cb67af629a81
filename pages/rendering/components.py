"""The components of a page, which an editor writes as `!!! kind "Title"` with an indented body.

Three steps: `mark_components` reads the `!!!` lines while their line numbers are known, ComponentProcessor puts each
body into a `component` element, and `shape` turns that element into HTML when its content is rendered.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from markdown.blockprocessors import BlockProcessor

from pages.rendering.charts import dots_chart, range_chart, visits_chart
from pages.rendering.svg import SIZES, Size
from pages.schema.errors import Report, WrongContent, did_you_mean
from pages.schema.front_matter import Body
from pages.schema.references import RiskPanel
from pages.schema.rule_ids import Rule

HEAD = re.compile(r'!!! (?P<kind>[a-z-]+) "(?P<title>.+)" *')
GLOSSARY = re.compile(r"\{\{ *glossary *\}\}")
RISKS = re.compile(r"\{\{ *risks *\}\}")
INDENT = " " * 4
MOST_CALLOUTS = 2
FACTS_ROWS = range(3, 7)


@dataclass(frozen=True)
class Kind:
    """A kind of component.

    It has one `content` element (None allows any), which an editor calls `content_name`; paragraphs too if `with_text`.
    Screen readers read `hidden` before the title, because they do not show the color.
    """

    tag: str
    css: str
    title_tag: str = "heading"
    content: str | None = None
    content_name: str = "some text"
    with_text: bool = False
    hidden: str = ""
    chart: Callable[[Element, Size], Element] | None = None


def _card(urgency: str, hidden: str) -> Kind:
    return Kind(
        "section", f"card card--{urgency}", content="ul", content_name="a bullet list", with_text=True, hidden=hidden
    )


KINDS = {
    "callout": Kind("div", "callout", "p"),
    "do": Kind("section", "do", content="ul", content_name="a bullet list"),
    "dont": Kind("section", "dont", content="ul", content_name="a bullet list"),
    "self-care": _card("self-care", "Advice: "),
    "soon": _card("soon", "Urgent advice: "),
    "emergency": _card("emergency", "Immediate action required: "),
    "sheet": Kind("section", "sheet"),
    "facts": Kind("section", "facts", content="dl", content_name="a definition list"),
    "steps": Kind("section", "steps", content="ol", content_name="a numbered list"),
    "timeline": Kind("figure", "timeline", "figcaption", content="dl", content_name="a definition list"),
    "range": Kind(
        "figure", "chart chart--range", "figcaption", content="table", content_name="a table", chart=range_chart
    ),
    "visits": Kind(
        "figure", "chart chart--visits", "figcaption", content="table", content_name="a table", chart=visits_chart
    ),
    "dots": Kind(
        "figure", "chart chart--dots", "figcaption", content="table", content_name="a table", chart=dots_chart
    ),
}

# An editor places the panel with `{{ risks }}`; its title and text are the same on every page.
RISK_PANEL = Kind("section", "risks")


def mark_components(body: Body, risks: RiskPanel | None, report: Report) -> str:
    """The body with the line number in each `!!!` line and in the lines of the glossary and the risk panel, and empty
    lines before them."""
    lines: list[str] = []
    callouts = 0
    for number, line in enumerate(body.text.split("\n"), body.first_line):
        if GLOSSARY.fullmatch(line.rstrip()):
            lines += ["", f"!!! {number} glossary ", ""]
        elif RISKS.fullmatch(line.rstrip()) and risks:
            text = (INDENT + text if text else "" for text in risks.text.split("\n"))
            lines += ["", f"!!! {number} risks {risks.title}", *text, ""]
        elif not line.lstrip().startswith("!!!"):
            lines.append(line)
        elif match := HEAD.fullmatch(line):
            kind = match["kind"]
            callouts += kind == "callout"
            if kind not in KINDS:
                hint = did_you_mean(kind, KINDS, f"The kinds are: {', '.join(KINDS)}.")
                report.add(number, f"There is no component `{kind}`.", hint, Rule.UNKNOWN_COMPONENT, words=kind)
            if kind == "callout" and callouts > MOST_CALLOUTS:
                message, hint = "A page has at most two call-outs.", "Make this one an ordinary paragraph."
                report.add(number, message, hint, Rule.TOO_MANY_CALLOUTS, words=match["title"])
            lines += ["", f"!!! {number} {kind} {match['title']}"]
        else:
            hint = 'Write it at the left margin, like: !!! callout "Title"'
            message = "This line begins a component but has the wrong form."
            report.add(number, message, hint, Rule.COMPONENT, words=line.strip())
    return "\n".join(lines)


class ComponentProcessor(BlockProcessor):  # type: ignore[misc]  # Markdown has no types
    """Makes `<component line= kind=><component-title>...` from a marked line and the indented lines under it."""

    def test(self, parent: Element, block: str) -> bool:
        return block.startswith("!!! ")

    def run(self, parent: Element, blocks: list[str]) -> None:
        head, _, rest = blocks.pop(0).partition("\n")
        _, line, kind, title = head.split(" ", 3)
        component = SubElement(parent, "component", {"line": line, "kind": kind})
        SubElement(component, "component-title").text = title
        content, after = self.detab(rest)
        contents = [content]
        while not after and blocks and blocks[0].lstrip("\n").startswith(INDENT):
            content, after = self.detab(blocks.pop(0))
            contents.append(content)
        if after:
            blocks.insert(0, after)
        self.parser.parseBlocks(component, contents)


def shape(component: Element, title_level: int, chart_id: str) -> None:
    """Turns `component` into the HTML of its kind, in place. Raises WrongContent."""
    name = component.attrib["kind"]
    kind = KINDS.get(name, RISK_PANEL)
    title, *content = component
    _check_content(name, kind, content)
    component.attrib.clear()
    component.tag = kind.tag
    component.set("class", kind.css)
    title.tag = f"h{title_level}" if kind.title_tag == "heading" else kind.title_tag
    if kind.title_tag != "figcaption":
        title.set("class", f"{kind.css.split()[0]}__title")
    if kind.hidden:
        hidden = Element("span", {"class": "visually-hidden"})
        hidden.text, hidden.tail, title.text = kind.hidden, title.text, None
        title.insert(0, hidden)
    if name == "timeline":
        _draw_suns(content[0])
    if kind.chart:
        (table,) = content
        title.set("id", chart_id)
        component.remove(table)
        # The stylesheet shows the one that fits the screen.
        for size in SIZES:
            svg = kind.chart(table, size)
            svg.set("aria-labelledby", chart_id)
            component.append(svg)
        details = SubElement(component, "details", {"class": "chart__data"})
        SubElement(details, "summary").text = "Show as a table"
        details.append(table)


def _draw_suns(steps: Element) -> None:
    """Puts a small drawing before each step: a sun that rises over the water, and sets toward the last step."""
    heads = steps.findall("dt")
    for number, head in enumerate(heads):
        height = math.sin(math.pi * number / max(len(heads) - 1, 1))
        svg = Element("svg", {"class": "sun", "viewBox": "0 0 24 24", "aria-hidden": "true"})
        SubElement(svg, "circle", {"cx": "12", "cy": f"{18 - 12 * height:.1f}", "r": "5"})
        water = {"x": "0", "y": "18", "width": "24", "height": "6"}
        SubElement(svg, "rect", water)
        svg.tail, head.text = head.text, None
        head.insert(0, svg)


def _check_content(name: str, kind: Kind, content: list[Element]) -> None:
    tags = [element.tag for element in content]
    others = {"p"} if kind.with_text else set()
    if not tags:
        raise WrongContent(f"`{name}` is empty.", f"Put {kind.content_name} under it, indented by four spaces.")
    if kind.content and (tags.count(kind.content) != 1 or set(tags) - {kind.content} - others):
        raise WrongContent(
            f"`{name}` needs {kind.content_name}{'' if others else ' and nothing else'}.",
            f"Put {kind.content_name} under it, indented by four spaces.",
        )
    if name == "facts" and (rows := len(content[0].findall("dt"))) not in FACTS_ROWS:
        raise WrongContent(f"`facts` has {rows} rows.", "Give it 3 to 6.")
