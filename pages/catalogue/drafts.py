"""Content files read and rendered, before it is known whether they fit together, and the checks that tell."""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from pages.catalogue.library import Library, read_file
from pages.rendering.links import DIALLED, OUTSIDE
from pages.rendering.markdown import Rendered, render
from pages.schema.errors import BrokenContent, ContentError, Report, did_you_mean
from pages.schema.front_matter import Body, OutcomeHead, PageHead, split
from pages.schema.page_files import OUTCOMES, PAGE_LINK, url_of
from pages.schema.references import KEBAB_CASE, TERM, Source
from pages.schema.rule_ids import Rule
from pages.schema.strict_yaml import Record

H = TypeVar("H")

HOW_TO_LINK = "Write another page as what-to-expect.md, and an outside address in full with https://"


@dataclass(frozen=True)
class Draft(Generic[H]):
    """One file. `head` is None when the front matter does not fit its schema."""

    slug: str
    head: Record[H] | None
    body: Body
    rendered: Rendered
    report: Report

    @property
    def good_head(self) -> H:
        """The head of a draft in which no mistake was found."""
        if self.head is None:
            raise BrokenContent(self.report.errors)
        return self.head.value

    def report_at(self, spellings: tuple[str, ...], message: str, hint: str, rule: Rule) -> None:
        """Report a mistake wherever it stands in the body, in the first of the spellings that is found there."""
        for line, column in self.body.places_of(*spellings):
            self.report.add(line, message, hint, rule, column=column, words=spellings[-1])


def read_drafts(
    folder: Path, place: str, schema: type[H], library: Library, errors: list[ContentError]
) -> dict[str, Draft[H]]:
    """Slug -> draft of every markdown file in `folder / place`."""
    drafts = {}
    facts = library.facts
    for path in sorted((folder / place).glob("*.md")):
        if path.name.startswith("."):  # the lock and swap files of editor programs
            continue
        text, report = read_file(folder, path, errors)
        if not KEBAB_CASE.fullmatch(path.stem):
            hint = "Use small letters, digits and single hyphens, like what-to-expect.md"
            report.add(1, f"The file name `{path.name}` cannot be an address.", hint, Rule.FILE_NAME)
        if text is not None:
            head, body = split(schema, text, report)
            drafts[path.stem] = Draft(path.stem, head, body, render(body, facts, library.glossary, report), report)
    return drafts


def check_page(draft: Draft[PageHead], library: Library, belongs_to_another_app: Callable[[str], bool]) -> None:
    """Report an address that is taken, and what the front matter names that does not exist."""
    if belongs_to_another_app(url_of(draft.slug)):
        hint = "Give the file another name."
        message = f"The address {url_of(draft.slug)} belongs to another part of the site."
        draft.report.add(1, message, hint, Rule.ADDRESS_TAKEN)
    if draft.head is None:
        return
    head, lines = draft.head.value, draft.head.lines
    if library.sections is not None and head.section not in library.sections:
        hint = did_you_mean(head.section, library.sections, f"The sections are: {', '.join(library.sections)}.")
        message = f"sections.yaml has no section `{head.section}`."
        draft.report.add(lines["section"], message, hint, Rule.UNKNOWN_SECTION, words=head.section)
    if library.people is not None and head.reviewed_by and head.reviewed_by not in library.people:
        hint = did_you_mean(head.reviewed_by, library.people, "Add the person to people.yaml first.")
        message = f"people.yaml has nobody `{head.reviewed_by}`."
        draft.report.add(lines["reviewed_by"], message, hint, Rule.UNKNOWN_PERSON, words=head.reviewed_by)
    if library.sources is not None:
        _check_sources(draft, head.sources, lines, library.sources)


def _check_sources(
    draft: Draft[PageHead], listed: Sequence[str], lines: Mapping[str, int], sources: Mapping[str, Source]
) -> None:
    """Report sources that do not exist, and where the listed and the cited ones are not the same."""
    for number, source in enumerate(listed):
        line = lines[f"sources.{number}"]
        if source not in sources:
            hint = did_you_mean(source, sources, "Add the source to sources.yaml first.")
            message = f"sources.yaml has no source `{source}`."
            draft.report.add(line, message, hint, Rule.UNKNOWN_SOURCE, words=source)
        if source not in draft.rendered.cited:
            message, hint = f"`{source}` is listed but never cited.", f"Cite it as [@{source}], or take it out."
            draft.report.add(line, message, hint, Rule.SOURCE_NOT_CITED, words=source)
    for source in draft.rendered.cited:
        if source not in listed:
            missing = f"Add `{source}` to `sources:` above."
            known = source in sources
            hint = missing if known else did_you_mean(source, sources, missing)
            rule = Rule.SOURCE_NOT_LISTED if known else Rule.UNKNOWN_SOURCE
            draft.report_at((f"[@{source}]",), f"`{source}` is cited but not listed in `sources`.", hint, rule)


def check_outcome(draft: Draft[OutcomeHead]) -> None:
    """Report citations, for which the page of a result has no list, and an outcome nobody will ever see."""
    for source in draft.rendered.cited:
        message, hint = "A result page has no list of sources.", "Take the citation out."
        draft.report_at((f"[@{source}]",), message, hint, Rule.MISPLACED_CITATION)
    if draft.slug not in OUTCOMES:
        hint = did_you_mean(draft.slug, OUTCOMES, f"The results are: {', '.join(OUTCOMES)}.")
        draft.report.add(1, f"There is no screening result `{draft.slug}`.", hint, Rule.UNKNOWN_RESULT)


def check_links(
    draft: Draft[H], ids_of: Mapping[str, AbstractSet[str]], belongs_to_another_app: Callable[[str], bool]
) -> None:
    """Report each link that leads nowhere. `ids_of` holds the anchors of each page by its slug."""
    for target in draft.rendered.links:
        if wrong := _what_is_wrong(target, draft.rendered.ids, ids_of, belongs_to_another_app):
            draft.report_at((f"({target})", target), *wrong)


def _what_is_wrong(
    target: str,
    own_ids: AbstractSet[str],
    ids_of: Mapping[str, AbstractSet[str]],
    belongs_to_another_app: Callable[[str], bool],
) -> tuple[str, str, Rule] | None:
    """Message, hint and rule for a link that leads nowhere."""
    page = PAGE_LINK.fullmatch(target)
    if page and page["slug"] not in ids_of:
        names = [f"{slug}.md" for slug in ids_of]
        hint = did_you_mean(f"{page['slug']}.md", names, "Write the name of its file.")
        return f"There is no page `{page['slug']}.md`.", hint, Rule.BROKEN_LINK
    if page or target.startswith("#"):
        ids, where = (ids_of[page["slug"]], f"on {page['slug']}.md") if page else (own_ids, "on this page")
        anchor = page["anchor"] if page else target[1:]
        if not anchor or anchor in ids:
            return None
        hint = did_you_mean(anchor, ids, "Use the words of the heading in small letters with hyphens.")
        rule = Rule.UNKNOWN_TERM if anchor.startswith(TERM) else Rule.BROKEN_ANCHOR
        return f"There is no place `#{anchor}` {where}.", hint, rule
    if target.startswith("/") and not target.startswith("//"):
        return (
            None
            if belongs_to_another_app(target)
            else (f"Nothing answers at `{target}`.", HOW_TO_LINK, Rule.BROKEN_LINK)
        )
    if target.startswith(OUTSIDE) or DIALLED.fullmatch(target):
        return None
    return f"`{target}` is not an address a page can link to.", HOW_TO_LINK, Rule.BROKEN_LINK
