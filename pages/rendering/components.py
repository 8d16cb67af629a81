"""The boxes and figures an editor writes as `!!! kind "Title"` with an indented body.

Three steps: `mark_components` reads the `!!!` lines while their line numbers are known, ComponentProcessor puts each
body into a `component` element, and `shape`, when everything inside is rendered, turns that into its HTML.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from markdown.blockprocessors import BlockProcessor

from pages.rendering.charts import dots_chart, range_chart, visits_chart
from pages.schema.errors import Report, WrongContent, did_you_mean
from pages.schema.front_matter import Body
from pages.schema.rule_ids import Rule

HEAD = re.compile(r'!!! (?P<kind>[a-z-]+) "(?P<title>.+)" *')
GLOSSARY = re.compile(r"\{\{ *glossary *\}\}")
INDENT = " " * 4
MOST_CALLOUTS = 2
FACTS_ROWS = range(3, 7)


@dataclass(frozen=True)
class Kind:
    """How a component is built: its element and class, the element of its title, and what must be inside."""

    tag: str
    css: str
    title_tag: str = "heading"
    holds: str | None = None  # the one element inside; None: anything
    words: str = "some text"  # what an editor calls that element
    with_text: bool = False  # paragraphs may stand beside it
    hidden: str = ""  # said before the title to those who do not see the colour
    chart: Callable[[Element], Element] | None = None


def _card(urgency: str, hidden: str) -> Kind:
    return Kind("section", f"card card--{urgency}", holds="ul", words="a bullet list", with_text=True, hidden=hidden)


KINDS = {
    "callout": Kind("div", "callout", "p"),
    "do": Kind("section", "do", holds="ul", words="a bullet list"),
    "dont": Kind("section", "dont", holds="ul", words="a bullet list"),
    "self-care": _card("self-care", "Advice: "),
    "soon": _card("soon", "Urgent advice: "),
    "emergency": _card("emergency", "Immediate action required: "),
    "facts": Kind("section", "facts", holds="dl", words="a definition list"),
    "steps": Kind("section", "steps", holds="ol", words="a numbered list"),
    "timeline": Kind("figure", "timeline", "figcaption", holds="dl", words="a definition list"),
    "range": Kind("figure", "chart chart--range", "figcaption", holds="table", words="a table", chart=range_chart),
    "visits": Kind("figure", "chart chart--visits", "figcaption", holds="table", words="a table", chart=visits_chart),
    "dots": Kind("figure", "chart chart--dots", "figcaption", holds="table", words="a table", chart=dots_chart),
}


def mark_components(body: Body, report: Report) -> str:
    """The body with each `!!!` line, and the line of the glossary, set apart and carrying its line number."""
    lines: list[str] = []
    callouts = 0
    for number, line in enumerate(body.text.split("\n"), body.first_line):
        if GLOSSARY.fullmatch(line.rstrip()):
            lines += ["", f"!!! {number} glossary ", ""]
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
            message = "This line begins a component but is not written like one."
            report.add(number, message, hint, Rule.COMPONENT, words=line.strip())
    return "\n".join(lines)


class ComponentProcessor(BlockProcessor):  # type: ignore[misc]  # Markdown is not typed
    """Puts a marked line and the indented lines under it into `<component line= kind=><component-title>...`."""

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
    """Turn `component` into the HTML of its kind, in place. Raises WrongContent."""
    name = component.attrib["kind"]
    kind = KINDS[name]
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
    if kind.chart:
        (table,) = content
        svg = kind.chart(table)
        svg.set("aria-labelledby", chart_id)
        title.set("id", chart_id)
        component.remove(table)
        component.append(svg)
        details = SubElement(component, "details", {"class": "chart__data"})
        SubElement(details, "summary").text = "Show as a table"
        details.append(table)


def _check_content(name: str, kind: Kind, content: list[Element]) -> None:
    tags = [element.tag for element in content]
    others = {"p"} if kind.with_text else set()
    if not tags:
        raise WrongContent(f"`{name}` has nothing in it.", f"Put {kind.words} under it, indented by four spaces.")
    if kind.holds and (tags.count(kind.holds) != 1 or set(tags) - {kind.holds} - others):
        raise WrongContent(
            f"`{name}` holds {kind.words}{'' if others else ' and nothing else'}.",
            f"Put {kind.words} under it, indented by four spaces.",
        )
    if name == "facts" and (rows := len(content[0].findall("dt"))) not in FACTS_ROWS:
        raise WrongContent(f"`facts` has {rows} rows.", "Give it 3 to 6.")
