"""What a new name of a page changes in the texts of pages and of data files."""

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from pages.catalogue.redirects import REDIRECTS_FILE, key
from pages.editing import files
from pages.schema.page_files import PAGE_LINK, url_of
from pages.schema.text_files import compose, with_values

CHANGES_FILE = "changes.yaml"
REDIRECTS_HEAD = "# Old addresses, and where each of them leads now: docs/editors.md explains this file.\n"


def with_links(text: str, old: str, new: str) -> str:
    """Markdown whose links to `old.md` lead to `new.md`, to the same headings. `old` and `new` are slugs."""
    return link_to(old).sub(lambda match: f"{match['before']}{new}.md", text)


def link_to(slug: str) -> re.Pattern[str]:
    """A link to a page, or the address of a reference, up to the end of the file's name."""
    before = r"(?P<before>\]\(\s*<?|^ {0,3}\[[^\]\n]+\]:\s*<?)"
    return re.compile(before + re.escape(slug) + r"\.md(?=[#)>\s]|$)", re.MULTILINE)


def with_changes(text: str, old: str, new: str) -> str:
    """changes.yaml, whose entries about `old` are about `new`."""
    return with_values(text, lambda keys, value: _quoted(new) if keys[1:] == ("page",) and value == old else None)


def with_redirect(text: str, old: str, new: str) -> str:
    """redirects.yaml with the address of `old` as an old one, without chains, and without the address of `new`."""
    text = with_values(text, lambda keys, value: _retargeted(value, old, new) if keys[1:] == ("to",) else None)
    text = _without(text, key(url_of(new)))
    entry = f"{url_of(old)}: {{to: {new}.md}}\n"
    root = compose(text)
    if isinstance(root, yaml.MappingNode) and root.flow_style:
        start, end = root.start_mark.index, root.end_mark.index
        if root.value:
            return f"{text[: end - 1]}, {entry.rstrip()}{text[end - 1 :]}"
        text = text[:start] + text[end:].removeprefix("\n")
    elif isinstance(root, yaml.MappingNode) and any(key(str(name.value)) == key(url_of(old)) for name, _ in root.value):
        return text
    return (text if not text or text.endswith("\n") else f"{text}\n") + entry


def with_new_name(file: str, text: str, old: str, new: str, *, is_public: bool) -> str:
    """The text of a page or a data file after a page got a new name. A page that was never public has no old address.

    Raises yaml.YAMLError for redirects.yaml and changes.yaml if they cannot be read.
    """
    if file == REDIRECTS_FILE:
        return with_redirect(text, old, new) if is_public else text
    changed = with_links(text, old, new)
    return with_changes(changed, old, new) if file == CHANGES_FILE else changed


def changed_files(folder: Path, old: str, new: str, *, is_public: bool) -> Iterator[tuple[str, str, str]]:
    """(file, text, new text) of every file below `folder` that changes, the renamed one too. redirects.yaml is last.

    Raises OSError, and yaml.YAMLError if a data file cannot be read.
    """
    for file in files.every_page(folder):
        text = files.read(folder, file) or ""
        if (changed := with_links(text, old, new)) != text:
            yield file, text, changed
    for path in sorted([*folder.glob("*.yaml"), *folder.glob("en/*.yaml")]):
        if path.name == REDIRECTS_FILE or path.name.startswith("."):
            continue
        file, text = path.relative_to(folder).as_posix(), read_data(path)
        if (changed := with_new_name(file, text, old, new, is_public=is_public)) != text:
            yield file, text, changed
    redirects = folder / REDIRECTS_FILE
    text = read_data(redirects) if redirects.exists() else REDIRECTS_HEAD
    if (changed := with_new_name(REDIRECTS_FILE, text, old, new, is_public=is_public)) != text:
        yield REDIRECTS_FILE, text, changed


def read_data(path: Path) -> str:
    """With the line breaks of the file, so that all else in it stays as it is."""
    return path.read_bytes().decode("utf-8")


def _retargeted(to: str, old: str, new: str) -> str | None:
    if key(to) != key(url_of(old)):
        return None
    _, mark, anchor = to.partition("#")
    return _quoted(f"{new}.md{mark}{anchor}" if PAGE_LINK.fullmatch(to) else f"{url_of(new)}{mark}{anchor}")


def _without(text: str, address: str) -> str:
    """Without the entry of an address that has a page again."""
    root = compose(text)
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        return text
    lines = text.splitlines(keepends=True)
    for name, entry in root.value:
        if key(str(name.value)) == address:
            last = max([entry.start_mark.line, *(_last_line(part) for pair in entry.value for part in pair)])
            lines[name.start_mark.line : last + 1] = []
            break
    return "".join(lines)


def _last_line(node: yaml.Node) -> int:
    return int(node.end_mark.line if node.end_mark.column else max(node.end_mark.line - 1, node.start_mark.line))


def _quoted(value: str) -> str:
    """A value as YAML. A name such as `2024` or `yes` needs quotes to be read as text."""
    return value if isinstance(yaml.safe_load(value), str) else f'"{value}"'
