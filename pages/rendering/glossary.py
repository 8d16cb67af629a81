"""Adds a button after the first use of each glossary term on a page, which opens the meaning of the term.

The term stays plain text and the meaning is after its paragraph, so that the sentence reads the same on paper, in a
reader view, and in a browser without popovers.
"""

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement

from pages.rendering.tables import CELL_NAME
from pages.schema.references import Term

# A meaning goes inside these elements, but after a paragraph, which cannot contain it.
CAN_CONTAIN_MEANING = {"li", "dd", "td"}
NOT_IN = {"a", "sup", "code", "pre", "h2", "h3", "h4", "h5", "h6", "dt", "th", "figcaption", "details", "svg"}
# Nothing may distract from an urgency card.
NOT_IN_CLASSES = {"card", "callout__title", CELL_NAME}


def explain(root: Element, glossary: Iterable[Term], clinic_name: str = "") -> None:
    """Adds a button and a meaning to the first use of every term below `root`, in place. A term that is a part of the
    clinic's name is part of a name."""
    explainer = _Explainer(tuple(glossary), clinic_name)
    if explainer.terms:
        explainer.walk(root)


class _Explainer:
    """Explains the terms of one page. A form in capitals, such as KAT, only matches text in capitals."""

    def __init__(self, glossary: tuple[Term, ...], clinic_name: str) -> None:
        self.clinic_name = clinic_name
        self.terms = {_spelling(form): term for term in glossary for form in term.forms}
        self.explained: set[str] = set()
        # Only the first term of a section has a "?". The others are underlined, and open when they are tapped.
        self.section_has_question_mark = False
        forms = sorted((form for term in glossary for form in term.forms), key=len, reverse=True)
        any_form = "|".join(re.escape(form) if form.isupper() else f"(?i:{re.escape(form)})" for form in forms)
        self.pattern = re.compile(rf"(?<![\w-])(?P<form>{any_form})s?(?![\w-])")

    def walk(self, element: Element) -> list[Term]:
        """Marks the terms in `element` and returns those whose meaning must go outside of it."""
        if element.tag in NOT_IN or NOT_IN_CLASSES & set(element.get("class", "").split()):
            return []
        children = list(element)
        element.text, marks, outside = self._mark(element.text)
        _insert(element, 0, marks)
        for child in children:
            if child.tag == "h2":
                self.section_has_question_mark = False
            inner = self.walk(child)
            child.tail, marks, following = self._mark(child.tail)
            _insert(element, list(element).index(child) + 1, marks)
            if child.tag == "p":
                _insert(element, list(element).index(child) + 1, map(_meaning, inner))
                inner = []
            outside += inner + following
        if element.tag in CAN_CONTAIN_MEANING:
            element.extend(map(_meaning, outside))
            return []
        return outside

    def _mark(self, text: str | None) -> tuple[str | None, list[Element], list[Term]]:
        """The text before the first term, an element for each term with the text after it as tail, and the terms."""
        if not text:
            return text, [], []
        start, marks, terms = 0, list[Element](), list[Term]()
        before = text
        names = [name.span() for name in re.finditer(re.escape(self.clinic_name), text)] if self.clinic_name else []
        for match in self.pattern.finditer(text):
            term = self.terms[_spelling(match["form"])]
            if term.id in self.explained or any(first <= match.start() < end for first, end in names):
                continue
            self.explained.add(term.id)
            between = text[start : match.start()]
            if marks:
                marks[-1].tail = between
            else:
                before = between
            marks.append(_marked(match[0], match["form"], term, is_quiet=self.section_has_question_mark))
            self.section_has_question_mark = True
            terms.append(term)
            start = match.end()
        if marks:
            marks[-1].tail = text[start:]
        return before, marks, terms


def _spelling(form: str) -> str:
    return form if form.isupper() else form.casefold()


def _marked(word: str, form: str, term: Term, *, is_quiet: bool) -> Element:
    mark = Element("span", {"class": "term term--quiet" if is_quiet else "term"})
    holder = mark
    before, space, last_word = word.rpartition(" ")
    if space:
        # In a narrow box the words may be on two lines; the button stays with the last one.
        mark.text = before + space
        holder = SubElement(mark, "span", {"class": "term__end"})
    holder.text = last_word
    label = f"What does {form} mean?"
    opens = {"type": "button", "popovertarget": term.id, "aria-describedby": term.id, "aria-label": label}
    SubElement(holder, "button", opens).text = "?"
    return mark


def _meaning(term: Term) -> Element:
    meaning = Element("aside", {"class": "meaning", "id": term.id, "popover": "", "role": "note"})
    SubElement(meaning, "strong").text = f"{term.term}:"
    meaning[0].tail = f" {term.meaning}"
    return meaning


def _insert(parent: Element, index: int, elements: Iterable[Element]) -> None:
    for offset, element in enumerate(elements):
        parent.insert(index + offset, element)
