"""Turns the Markdown of editors into safe HTML. Raw HTML is rejected.

Python-Markdown parses; our inline patterns insert clinic facts and citations; `_Finisher` rewrites links, numbers
citations, frames tables and shapes components; `sanitizer.py` removes everything that this module does not make.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from pages.media import Shelf
from pages.media.elements import PREFIX, fill
from pages.media.shelf import EMPTY
from pages.media.values import MediaFile
from pages.rendering.anchors import check_headings, heading_id
from pages.rendering.charts import plain_text
from pages.rendering.components import KINDS, ComponentProcessor, mark_components, shape
from pages.rendering.glossary import explain
from pages.rendering.leftovers import left_over
from pages.rendering.links import href, link_phone
from pages.rendering.outline import Heading, Outline, Passage
from pages.rendering.sanitizer import SANITIZER
from pages.rendering.tables import frame
from pages.schema.errors import Report, WrongContent, did_you_mean
from pages.schema.front_matter import Body
from pages.schema.references import RISKS_NAMED, RiskPanel, Term
from pages.schema.rule_ids import Rule

FACT = r"\{\{ *([\w.-]+) *\}\}"
CITATION = r"\[@([^\]\n]{1,80})\]"
# A statement that is checked against the screening rules.
RULE_MARK = r" ?\[=[a-z0-9_]+:[a-z0-9_]+(?: [a-z_]+)?\]"
RAW_HTML = r"<(?:!--|[?!]|/?[a-zA-Z])[^<>]*>?"
# Whoever has that many has more to read than they can use.
MOST_LEFT_OVER = 50


@dataclass(frozen=True)
class Rendered:
    """The HTML of a body and what is in it. `cited` is in order of first citation; `links` are as the editor wrote."""

    html: str
    text: str
    headings: tuple[Heading, ...]
    passages: tuple[Passage, ...]
    ids: frozenset[str]
    cited: tuple[str, ...]
    links: frozenset[str]
    files: tuple[MediaFile, ...] = ()


def render(
    body: Body,
    facts: Mapping[str, str] | None,
    glossary: tuple[Term, ...] | None,
    report: Report,
    risks: RiskPanel | None = None,
    shelf: Shelf = EMPTY,
) -> Rendered:
    """The body as HTML, with its errors in `report`. If `facts` is None, unknown facts are not reported."""
    check_headings(body, report)
    conversion = _Conversion(body, facts, glossary or (), report, shelf)
    html = conversion.html(risks)
    outline = Outline(html)
    for marks in islice(left_over(html), MOST_LEFT_OVER):
        message = f"`{marks}` was not understood and would show as it is."
        hint = "Check its brackets and stars; a list or a table needs an empty line before it."
        line, column = body.places_of(marks)[0]
        report.add(line, message, hint, Rule.STRAY_MARKS, column=column, words=marks)
    return Rendered(
        html,
        outline.text,
        tuple(outline.headings),
        tuple(outline.passages),
        frozenset(outline.ids),
        tuple(conversion.cited),
        frozenset(conversion.links),
        tuple(conversion.files),
    )


def html_of(body: Body, facts: Mapping[str, str]) -> str:
    """Only the HTML, whatever errors there are. The risk panel only says that there are risks."""
    return _Conversion(body, facts, (), Report("")).html(RISKS_NAMED)


# Shown to nobody: content with errors is not shown. It fits as text, as a number and as a phone number, so that an
# error in clinic.yaml leads to no error on the pages.
UNKNOWN = "1"


class _Conversion:
    """The conversion of one body: what it may refer to, and the citations and links that were found in it."""

    def __init__(
        self,
        body: Body,
        facts: Mapping[str, str] | None,
        glossary: tuple[Term, ...],
        report: Report,
        shelf: Shelf = EMPTY,
    ) -> None:
        self.body, self.facts, self.glossary, self.report, self.shelf = body, facts, glossary, report, shelf
        self.cited: list[str] = []
        self.links: set[str] = set()
        # A dict keeps the order.
        self.files: dict[MediaFile, None] = {}

    def html(self, risks: RiskPanel | None) -> str:
        return SANITIZER.clean(self.markdown().convert(mark_components(self.body, risks, self.report)))

    def markdown(self) -> Markdown:
        # Without this, the extension writes style attributes, which our security headers forbid.
        tables = TableExtension(use_align_attribute=True)
        markdown = Markdown(
            extensions=[tables, TocExtension(marker="", slugify=heading_id), DefListExtension(), SaneListExtension()],
            output_format="html",
        )
        markdown.preprocessors.deregister("html_block")
        # There is one way to write a heading: with #.
        markdown.parser.blockprocessors.deregister("setextheader")
        markdown.parser.blockprocessors.register(ComponentProcessor(markdown.parser), "component", 105)
        for name in ("autolink", "automail", "html"):
            markdown.inlinePatterns.deregister(name)
        markdown.inlinePatterns.register(_Inline(RULE_MARK, lambda mark: ""), "rule-mark", 187)
        markdown.inlinePatterns.register(_Inline(FACT, self.fact), "fact", 186)
        markdown.inlinePatterns.register(_Inline(CITATION, self.citation), "citation", 185)
        markdown.inlinePatterns.register(_Inline(RAW_HTML, self.raw_html), "raw-html", 90)
        markdown.treeprocessors.register(_Finisher(self), "finisher", -10)
        return markdown

    def report_error(self, raw: str, message: str, hint: str, rule: Rule) -> None:
        for line, column in self.body.places_of(raw):
            self.report.add(line, message, hint, rule, column=column, words=raw)

    def fact(self, match: re.Match[str]) -> str:
        name = match[1]
        if self.facts is None:
            return UNKNOWN
        if name not in self.facts:
            otherwise = "Facts begin with `clinic.`; `glossary` and `risks` need a line of their own."
            hint = did_you_mean(name, self.facts, otherwise)
            self.report_error(match[0], f"clinic.yaml has no fact `{name}`.", hint, Rule.UNKNOWN_FACT)
        return self.facts.get(name, name)

    def citation(self, match: re.Match[str]) -> Element:
        return Element("sup", {"class": "cite", "source": match[1]})

    def raw_html(self, match: re.Match[str]) -> None:
        hint = "Write a link as [text](address), emphasis as *text*, and boxes as components."
        self.report_error(match[0], f"HTML such as `{match[0]}` is not allowed.", hint, Rule.RAW_HTML)


class _Inline(InlineProcessor):  # type: ignore[misc]  # Markdown has no types
    def __init__(self, pattern: str, replacement: Callable[[re.Match[str]], Element | str | None]) -> None:
        super().__init__(pattern)
        self.replacement = replacement

    def handleMatch(self, match: re.Match[str], data: str) -> tuple[Element | str | None, int, int]:
        return self.replacement(match), match.start(), match.end()


class _Finisher(Treeprocessor):  # type: ignore[misc]  # Markdown has no types
    """Finishes links, citations, tables and components when all text is in the tree."""

    def __init__(self, conversion: _Conversion) -> None:
        super().__init__()
        self.conversion = conversion
        self.labels: Counter[str] = Counter()
        self.charts, self.lists_glossary = 0, False

    def run(self, root: Element) -> None:
        for link in root.iter("a"):
            # A citation has no href yet.
            if "href" in link.attrib:
                self.link(link)
        link_phone(root, self.conversion.facts or {})
        for image in root.iter("img"):
            self.fill(image)
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
            explain(root, self.conversion.glossary, (self.conversion.facts or {}).get("clinic.name", ""))

    def link(self, link: Element) -> None:
        target = link.attrib["href"]
        if target.startswith(PREFIX):
            self.fill(link)
        else:
            if target != UNKNOWN or self.conversion.facts is not None:
                self.conversion.links.add(target)
            link.set("href", href(target))
        if not plain_text(link):
            message, hint = "This link has no words, so nobody sees it.", "Write its words between the brackets."
            line, column = self.conversion.body.places_of(f"]({target})", target)[0]
            self.conversion.report.add(line, message, hint, Rule.EMPTY_LINK, column=column, words=target)
        if target.startswith(("https://", "http://")):
            link.set("rel", "noreferrer")

    def fill(self, element: Element) -> None:
        if file := fill(element, self.conversion.shelf, self.conversion.body, self.conversion.report):
            self.conversion.files[file] = None

    def number(self, citation: Element) -> None:
        """Gives a citation its number: the place of its source in the order of first citation."""
        source = citation.attrib.pop("source")
        if source not in self.conversion.cited:
            self.conversion.cited.append(source)
        number = str(self.conversion.cited.index(source) + 1)
        link = SubElement(citation, "a", {"href": f"#source-{source}", "aria-label": f"Source {number}"})
        link.text = number

    def component(self, component: Element, title_level: int) -> None:
        kind, line = component.attrib["kind"], int(component.attrib["line"])
        if kind == "glossary":
            self.list_glossary(component)
        elif kind in KINDS or kind == "risks":
            self.charts += kind in KINDS and KINDS[kind].chart is not None
            try:
                shape(component, title_level, f"chart-{self.charts}")
            except WrongContent as wrong:
                self.conversion.report.add(line, wrong.message, wrong.hint, Rule.COMPONENT)

    def list_glossary(self, component: Element) -> None:
        self.lists_glossary = True
        component.clear()
        component.tag = "dl"
        component.set("class", "glossary")
        for term in self.conversion.glossary:
            SubElement(component, "dt", {"id": term.id}).text = term.term
            SubElement(component, "dd").text = term.meaning

    def frame_tables(self, parent: Element, element: Element, label: str) -> None:
        """Puts each table in `element` into a frame that scrolls and has a name."""
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
