"""Markdown -> safe HTML. Everything an editor writes passes through here, and raw HTML never does.

Python-Markdown parses; our inline patterns put in clinic facts and citations; `_Finisher` rewrites links, numbers
citations, frames tables and shapes components; nh3 lets through only what this module is known to make.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

import nh3
from markdown import Markdown
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from pages.rendering.charts import plain_text
from pages.rendering.components import KINDS, ComponentProcessor, mark_components, shape
from pages.rendering.glossary import explain
from pages.rendering.links import href
from pages.rendering.outline import Heading, Outline, Passage
from pages.rendering.tables import frame
from pages.schema.errors import Report, WrongContent, did_you_mean
from pages.schema.front_matter import Body
from pages.schema.references import Term
from pages.schema.rule_ids import Rule

FACT = r"\{\{ *([\w.-]+) *\}\}"
CITATION = r"\[@([^\]\n]+)\]"
RULE_MARK = r" ?\[=[a-z0-9_]+:[a-z0-9_]+(?: [a-z_]+)?\]"  # for whoever checks statements against the screening rules
RAW_HTML = r"<(?:!--|[?!]|/?[a-zA-Z])[^<>]*>?"
LEFT_OVER = re.compile(r"(?:\n(?:[-*+] |\d{1,2}\. )|^(?:\||!!!|#|: )|\{[{:]|\[[@=]|\]\(|\*\*).{0,8}", re.MULTILINE)
HEADING = re.compile(r" *(?P<marks>#+)(?P<title>.*)")

_PLACE = {"x", "y", "width", "height", "rx", "x1", "y1", "x2", "y2", "cx", "cy", "r", "points"}
_PAINT = {"fill", "stroke", "stroke-width", "opacity", "font-size", "text-anchor"}
_SHAPES = {"text", "rect", "line", "circle", "polygon"}
_TAGS = {"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "code", "hr", "br"}
_TAGS |= {"a", "em", "strong", "sup", "span", "table", "thead", "tbody", "tr", "th", "td", "svg", "desc"}
_TAGS |= {"div", "section", "aside", "figure", "figcaption", "details", "summary", "button"}
SANITISER = nh3.Cleaner(
    tags=_TAGS | _SHAPES,
    attributes={
        "*": {"id", "class"},
        "a": {"href", "rel", "aria-label"},
        "ol": {"start"},
        "th": {"scope", "align"},
        "td": {"align"},
        "div": {"tabindex", "role", "aria-label"},
        "button": {"type", "popovertarget", "aria-label", "aria-describedby"},
        "aside": {"popover", "role"},
        "svg": {"role", "aria-labelledby", "viewBox", *_PAINT},
        **{shape: _PLACE | _PAINT for shape in _SHAPES},
    },
    url_schemes={"https", "http", "mailto", "tel", "sms"},
    link_rel=None,
)


@dataclass(frozen=True)
class Rendered:
    """The HTML of a body and what stands in it. `cited` is in order of first citation, `links` as written."""

    html: str
    text: str
    headings: tuple[Heading, ...]
    passages: tuple[Passage, ...]
    ids: frozenset[str]
    cited: tuple[str, ...]
    links: frozenset[str]


def render(body: Body, facts: Mapping[str, str] | None, glossary: tuple[Term, ...] | None, report: Report) -> Rendered:
    """`body` as HTML, with every mistake in it in `report`. Without `facts` none of them is looked up."""
    _check_headings(body, report)
    manuscript = _Manuscript(body, facts, glossary or (), report)
    html = SANITISER.clean(manuscript.markdown().convert(mark_components(body, report)))
    outline = Outline(html)
    for block in outline.blocks:
        for found in LEFT_OVER.finditer(block):
            message = f"`{found[0].strip()}` was not understood and would be shown as it stands."
            hint = "Check its brackets and stars; a list or a table needs an empty line before it."
            line, column = body.places_of(found[0].strip())[0]
            report.add(line, message, hint, Rule.STRAY_MARKS, column=column, words=found[0].strip())
    return Rendered(
        html,
        outline.text,
        tuple(outline.headings),
        tuple(outline.passages),
        frozenset(outline.ids),
        tuple(manuscript.cited),
        frozenset(manuscript.links),
    )


def _check_headings(body: Body, report: Report) -> None:
    last = 1
    for number, line in enumerate(body.text.split("\n"), body.first_line):
        match = HEADING.fullmatch(line)
        if not match:
            continue
        level = len(match["marks"])
        if level == 1:
            message, hint = "A page has one main heading, its `title`.", "Begin this heading with ##."
            report.add(number, message, hint, Rule.SECOND_TITLE, words=match["title"].strip())
        elif level > last + 1:
            message = f"This heading skips a level: {match['marks']} after {'#' * last if last > 1 else 'the title'}."
            hint = f"Begin it with {'#' * (last + 1)}."
            report.add(number, message, hint, Rule.SKIPPED_HEADING, words=match["title"].strip())
        if "[@" in match["title"]:
            message, hint = "A heading cannot carry a citation.", "Put it behind the sentence it supports."
            report.add(number, message, hint, Rule.MISPLACED_CITATION, words=match["title"].strip())
        last = max(level, 2)


class _Manuscript:
    """One body on its way through Markdown: what it may use, and what was seen in it."""

    def __init__(self, body: Body, facts: Mapping[str, str] | None, glossary: tuple[Term, ...], report: Report) -> None:
        self.body, self.facts, self.glossary, self.report = body, facts, glossary, report
        self.cited: list[str] = []
        self.links: set[str] = set()

    def markdown(self) -> Markdown:
        tables = TableExtension(use_align_attribute=True)  # the other way is a style attribute
        markdown = Markdown(
            extensions=[tables, TocExtension(marker=""), DefListExtension(), SaneListExtension()],
            output_format="html",
        )
        markdown.preprocessors.deregister("html_block")
        markdown.parser.blockprocessors.deregister("setextheader")  # one way to write a heading
        markdown.parser.blockprocessors.register(ComponentProcessor(markdown.parser), "component", 105)
        for name in ("autolink", "automail", "html"):
            markdown.inlinePatterns.deregister(name)
        markdown.inlinePatterns.register(_Inline(RULE_MARK, lambda mark: ""), "rule-mark", 187)
        markdown.inlinePatterns.register(_Inline(FACT, self.fact), "fact", 186)
        markdown.inlinePatterns.register(_Inline(CITATION, self.citation), "citation", 185)
        markdown.inlinePatterns.register(_Inline(RAW_HTML, self.raw_html), "raw-html", 90)
        markdown.treeprocessors.register(_Finisher(self), "finisher", -10)
        return markdown

    def wrong(self, raw: str, message: str, hint: str, rule: Rule) -> None:
        for line, column in self.body.places_of(raw):
            self.report.add(line, message, hint, rule, column=column, words=raw)

    def fact(self, match: re.Match[str]) -> str:
        name = match[1]
        if self.facts is None:
            return name
        if name not in self.facts:
            otherwise = "Facts begin with `clinic.`; the glossary stands on a line of its own."
            hint = did_you_mean(name, self.facts, otherwise)
            self.wrong(match[0], f"clinic.yaml has no fact `{name}`.", hint, Rule.UNKNOWN_FACT)
        return self.facts.get(name, name)

    def citation(self, match: re.Match[str]) -> Element:
        return Element("sup", {"class": "cite", "source": match[1]})

    def raw_html(self, match: re.Match[str]) -> None:
        hint = "Write a link as [text](address), emphasis as *text*, and boxes as components."
        self.wrong(match[0], f"HTML such as `{match[0]}` is not allowed.", hint, Rule.RAW_HTML)


class _Inline(InlineProcessor):  # type: ignore[misc]  # Markdown is not typed
    def __init__(self, pattern: str, replacement: Callable[[re.Match[str]], Element | str | None]) -> None:
        super().__init__(pattern)
        self.replacement = replacement

    def handleMatch(self, match: re.Match[str], data: str) -> tuple[Element | str | None, int, int]:
        return self.replacement(match), match.start(), match.end()


class _Finisher(Treeprocessor):  # type: ignore[misc]  # Markdown is not typed
    """Runs when all words are in place: links, citations, tables, components."""

    def __init__(self, manuscript: _Manuscript) -> None:
        super().__init__()
        self.manuscript = manuscript
        self.labels: Counter[str] = Counter()
        self.charts = 0
        self.lists_glossary = False

    def run(self, root: Element) -> None:
        for link in root.iter("a"):
            if "href" in link.attrib:  # a citation has none yet
                self.link(link)
        for picture in root.iter("img"):
            source = picture.get("src", "")
            message, hint = f"The picture `{source}` cannot be shown.", "Pages have no pictures; take it out."
            self.manuscript.wrong(source, message, hint, Rule.PICTURE)
        for citation in root.iter("sup"):
            self.number(citation)
        level, label = 1, "this page"
        for child in list(root):
            if re.fullmatch("h[2-6]", child.tag):
                level, label = int(child.tag[1]), plain_text(child)
            elif child.tag == "component":
                self.component(child, level + 1)
            self.frame_tables(root, child, label)
        if not self.lists_glossary:
            explain(root, self.manuscript.glossary)

    def link(self, link: Element) -> None:
        target = link.attrib["href"]
        self.manuscript.links.add(target)
        link.set("href", href(target))
        if target.startswith(("https://", "http://")):
            link.set("rel", "noreferrer")

    def number(self, citation: Element) -> None:
        """A source has one number on a page: its place in the order of first citation."""
        source = citation.attrib.pop("source")
        if source not in self.manuscript.cited:
            self.manuscript.cited.append(source)
        number = str(self.manuscript.cited.index(source) + 1)
        link = SubElement(citation, "a", {"href": f"#source-{source}", "aria-label": f"Source {number}"})
        link.text = number

    def component(self, component: Element, title_level: int) -> None:
        kind, line = component.attrib["kind"], int(component.attrib["line"])
        if kind == "glossary":
            self.list_glossary(component)
        elif kind in KINDS:
            self.charts += KINDS[kind].chart is not None
            try:
                shape(component, title_level, f"chart-{self.charts}")
            except WrongContent as wrong:
                self.manuscript.report.add(line, wrong.message, wrong.hint, Rule.COMPONENT)

    def list_glossary(self, component: Element) -> None:
        self.lists_glossary = True
        component.clear()
        component.tag = "dl"
        component.set("class", "glossary")
        for term in self.manuscript.glossary:
            SubElement(component, "dt", {"id": term.id}).text = term.term
            SubElement(component, "dd").text = term.meaning

    def frame_tables(self, parent: Element, element: Element, label: str) -> None:
        """Give each table in `element` a frame that scrolls by itself and says what it holds."""
        if element.tag == "table":
            parent[list(parent).index(element)] = self.frame(element, label)
            return
        caption = element.find("figcaption")
        for child in list(element):
            self.frame_tables(element, child, label if caption is None else plain_text(caption))

    def frame(self, table: Element, label: str) -> Element:
        self.labels[label] += 1
        count = self.labels[label]
        return frame(table, f"Table {count}: {label}" if count > 1 else f"Table: {label}")
