"""Content files, read and rendered one by one, and the checks whether they fit together."""

from collections.abc import Callable, Container, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

from pages.catalogue.kept import Kept
from pages.catalogue.library import Library
from pages.catalogue.redirects import key
from pages.media.elements import PREFIX
from pages.rendering.links import OUTSIDE, PHONE, is_taken
from pages.rendering.markdown import Rendered, render
from pages.schema.errors import BrokenContent, ContentError, Report, did_you_mean
from pages.schema.front_matter import TO_BE_WRITTEN, Body, OutcomeHead, PageHead, facts_of_page, split
from pages.schema.page_files import OUTCOMES, PAGE_LINK, url_of
from pages.schema.references import KEBAB_CASE, TERM, Source
from pages.schema.rule_ids import Rule
from pages.schema.strict_yaml import Record
from pages.schema.text_files import read_file

H = TypeVar("H")

HOW_TO_LINK = "Write another page as what-to-expect.md, and an outside address in full with https://"


@dataclass(frozen=True)
class Draft(Generic[H]):
    """A content file that was read and rendered. `head` is None if the front matter has errors."""

    slug: str
    head: Record[H] | None
    body: Body
    rendered: Rendered
    report: Report

    @property
    def good_head(self) -> H:
        """The head of a draft without errors. Raises BrokenContent if there is none."""
        if self.head is None:
            raise BrokenContent(self.report.errors)
        return self.head.value

    @property
    def ids(self) -> AbstractSet[str] | None:
        """The anchors of the page. None if its text could not be read: then nobody knows which ones it has."""
        return self.rendered.ids if self.body.text else None

    def report_at(self, spellings: tuple[str, ...], message: str, hint: str, rule: Rule) -> None:
        """Reports an error at every place in the body that has the first spelling that occurs there."""
        for line, column in self.body.places_of(*spellings):
            self.report.add(line, message, hint, rule, column=column, words=spellings[-1])


def read_drafts(
    folder: Path,
    subfolder: str,
    schema: type[H],
    library: Library,
    errors: list[ContentError],
    kept: Kept | None = None,
) -> dict[str, Draft[H]]:
    """Slug -> draft of every Markdown file in `folder / subfolder`, also of those that cannot be read."""
    drafts: dict[str, Draft[H]] = {}
    reports: dict[str, Report] = {}
    wanted: list[tuple[object, Callable[[], Draft[H]]]] = []
    # The lock and swap files of text editors begin with a dot.
    paths = sorted((folder / subfolder).glob("[!.]*.md"))
    for path in paths:
        text, report = read_file(folder, path, errors)
        if not KEBAB_CASE.fullmatch(path.stem):
            hint = "Use small letters, digits and single hyphens, like what-to-expect.md"
            report.add(1, f"The file name `{path.name}` cannot be an address.", hint, Rule.FILE_NAME)
        if text is None:
            # Links to it are right.
            nothing = Body("", 1)
            drafts[path.stem] = Draft(path.stem, None, nothing, render(nothing, None, None, report), report)
        else:
            read = partial(read_draft, schema, path.stem, text, library, Report(report.file))
            wanted.append((made_from(schema, report.file, text, library), read))
            reports[path.stem] = report
    for draft in (kept or Kept()).results(wanted):
        errors += draft.report.errors
        drafts[draft.slug] = replace(draft, report=reports[draft.slug])
    return {path.stem: drafts[path.stem] for path in paths}


def made_from(schema: type[H], file: str, text: str, library: Library) -> object:
    """All that the draft of a file with this text depends on."""
    files = library.shelf.found_in(f"{text}{library.risks.text if library.risks else ''}")
    return schema.__name__, file, text, library.digest, files


def read_draft(schema: type[H], slug: str, text: str, library: Library, report: Report) -> Draft[H]:
    head, body = split(schema, text, report)
    for number, line in enumerate(text.split("\n") if body.text else (), 1):
        for match in TO_BE_WRITTEN.finditer(line):
            message, hint = "This is still to be written.", "Write it, or delete it with its brackets."
            report.add(number, message, hint, Rule.TO_BE_WRITTEN, column=match.start() + 1, words=match[0])
    own_facts = facts_of_page(head.value if head else None) if issubclass(schema, PageHead) else {}
    facts = None if library.facts is None else {**library.facts, **own_facts}
    rendered = render(body, facts, library.glossary, report, library.risks, library.shelf)
    return Draft(slug, head, body, rendered, report)


def check_page(draft: Draft[PageHead], library: Library) -> None:
    """Reports an address of another app, and an unknown section, person or source in the front matter."""
    if is_taken(draft.slug):
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
        shared = library.risks.cited if library.risks else frozenset[str]()
        _check_sources(draft, head.sources, lines, library.sources, shared)
    if head.pull_sentence and draft.rendered and head.pull_sentence not in " ".join(draft.rendered.text.split()):
        message = "The pull sentence is not on the page."
        hint = "Copy a whole sentence of the page, without its citations and marks."
        draft.report.add(lines["pull_sentence"], message, hint, Rule.PULL_SENTENCE, words=head.pull_sentence)


def _check_sources(
    draft: Draft[PageHead],
    listed: Sequence[str],
    lines: Mapping[str, int],
    sources: Mapping[str, Source],
    shared: AbstractSet[str],
) -> None:
    """Reports sources that do not exist, and differences between the listed and the cited sources.

    The `shared` ones are cited by the risk panel, and a page need not list them.
    """
    for number, source in enumerate(listed):
        line = lines[f"sources.{number}"]
        if source not in sources:
            hint = did_you_mean(source, sources, "Add the source to sources.yaml first.")
            message = f"sources.yaml has no source `{source}`."
            draft.report.add(line, message, hint, Rule.UNKNOWN_SOURCE, words=source)
        if source not in draft.rendered.cited:
            message, hint = f"`{source}` is listed but never cited.", f"Cite it as [@{source}], or remove it."
            draft.report.add(line, message, hint, Rule.SOURCE_NOT_CITED, words=source)
    for source in draft.rendered.cited:
        if source not in listed and not (source in shared and source in sources):
            missing = f"Add `{source}` to `sources:` above."
            known = source in sources
            hint = missing if known else did_you_mean(source, sources, missing)
            rule = Rule.SOURCE_NOT_LISTED if known else Rule.UNKNOWN_SOURCE
            draft.report_at((f"[@{source}]",), f"`{source}` is cited but not listed in `sources`.", hint, rule)


def check_outcome(draft: Draft[OutcomeHead]) -> None:
    """Reports citations, because result pages do not list sources, and a file that is not an outcome."""
    for source in draft.rendered.cited:
        message, hint = "A result page has no list of sources.", "Remove the citation."
        draft.report_at((f"[@{source}]",), message, hint, Rule.MISPLACED_CITATION)
    if draft.slug not in OUTCOMES:
        hint = did_you_mean(draft.slug, OUTCOMES, f"The results are: {', '.join(OUTCOMES)}.")
        draft.report.add(1, f"There is no screening result `{draft.slug}`.", hint, Rule.UNKNOWN_RESULT)


def check_links(
    draft: Draft[H],
    ids_of: Mapping[str, AbstractSet[str] | None],
    belongs_to_another_app: Callable[[str], bool],
    old_addresses: Container[str] = (),
) -> None:
    """Reports broken links. `ids_of` has the anchors of each page by slug, or None. A link to an old address works."""
    for target in draft.rendered.links:
        if key(target) in old_addresses:
            continue
        if error := _link_error(target, draft.rendered.ids, ids_of, belongs_to_another_app):
            draft.report_at((f"({target})", target), *error)


def _link_error(
    target: str,
    own_ids: AbstractSet[str],
    ids_of: Mapping[str, AbstractSet[str] | None],
    belongs_to_another_app: Callable[[str], bool],
) -> tuple[str, str, Rule] | None:
    """Message, hint and rule for a broken link, None for a good one."""
    page = PAGE_LINK.fullmatch(target)
    if page and page["slug"] not in ids_of:
        names = [f"{slug}.md" for slug in ids_of]
        hint = did_you_mean(f"{page['slug']}.md", names, "Write the name of its file.")
        return f"There is no page `{page['slug']}.md`.", hint, Rule.BROKEN_LINK
    if page or target.startswith("#"):
        ids, where = (ids_of[page["slug"]], f"on {page['slug']}.md") if page else (own_ids, "on this page")
        anchor = page["anchor"] if page else target[1:]
        if not anchor or ids is None or anchor in ids:
            return None
        hint = did_you_mean(anchor, ids, "Use the words of the heading in small letters with hyphens.")
        rule = Rule.UNKNOWN_TERM if anchor.startswith(TERM) else Rule.BROKEN_ANCHOR
        return f"There is no anchor `#{anchor}` {where}.", hint, rule
    if target.startswith(f"/{PREFIX}"):
        # It would stop working at the next change of the file.
        message = f"`{target}` is the address of one version of a file."
        return message, "Write the name of the file, as files/fees.pdf", Rule.BROKEN_LINK
    if target.startswith("/") and not target.startswith("//"):
        return (
            None
            if belongs_to_another_app(target)
            else (f"Nothing answers at `{target}`.", HOW_TO_LINK, Rule.BROKEN_LINK)
        )
    if target.startswith(OUTSIDE) or PHONE.fullmatch(target):
        return None
    return f"`{target}` is not an address a page can link to.", HOW_TO_LINK, Rule.BROKEN_LINK
