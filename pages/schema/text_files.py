"""Reads a content file as text, reads and replaces values of a text in YAML, and copies a content folder."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml
from yaml.composer import Composer

from pages.schema.errors import ContentError, Report
from pages.schema.limits import DEEPEST_YAML
from pages.schema.page_files import MEDIA
from pages.schema.rule_ids import Rule

TOO_DEEP = "it is nested too deep"


def read_file(folder: Path, path: Path, errors: list[ContentError]) -> tuple[str | None, Report]:
    """The text of a content file, None if it cannot be read, and the report for its errors."""
    report = Report(path.relative_to(folder.parent).as_posix(), errors)
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"This file cannot be read: {error.strerror}."
        report.add(1, message, "The site needs it.", Rule.MISSING_FILE)
        return None, report
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = "Save it as UTF-8, or type this line again."
        report.add(line, "This file is not in UTF-8.", hint, Rule.UNREADABLE_FILE)
        text = data.decode(errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n"), report


@contextmanager
def copied(folder: Path) -> Iterator[Path]:
    """A temporary copy with the same name, because errors begin with it. Raises OSError.

    It can be changed, also if nobody may write to the folder. Hidden files are left out, and so are pictures and PDFs:
    who loads the copy gives it the shelf of the original.
    """
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary, folder.name)
        for place, folders, files in os.walk(folder, followlinks=True):
            below = Path(place).relative_to(folder)
            folders[:] = [name for name in folders if not name.startswith(".") and below / name != Path(MEDIA)]
            target = copy / below
            target.mkdir()
            for name in files:
                if not name.startswith("."):
                    shutil.copyfile(Path(place, name), target / name)
        yield copy


class _Shallow(Composer):
    """Refuses what is nested deeper than any schema, before Python's own stack is exhausted."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.depth > DEEPEST_YAML:
            mark = self.peek_event().start_mark  # type: ignore[attr-defined]  # both loaders are parsers too
            raise yaml.MarkedYAMLError(problem=TOO_DEEP, problem_mark=mark)
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


class _Fast(_Shallow, yaml.CSafeLoader):
    def __init__(self, text: str) -> None:
        yaml.CSafeLoader.__init__(self, text)
        Composer.__init__(self)


class _Explaining(_Shallow, yaml.SafeLoader):
    """Ten times slower than libyaml, with better messages."""


def compose(text: str) -> yaml.Node | None:
    """The root of the nodes of a YAML text; None if it is empty. Raises yaml.YAMLError.

    libyaml reads it, and PyYAML explains what is wrong.
    """
    try:
        return yaml.compose(text, _Fast)
    except (yaml.YAMLError, UnicodeEncodeError):
        return yaml.compose(text, _Explaining)


def with_values(text: str, change: Callable[[tuple[str, ...], str], str | None]) -> str:
    """A text in YAML with other values; comments, order and all else stay as they are. Raises yaml.YAMLError.

    `change` gets the keys that lead to a value, and the value; it returns the new one as YAML, or None to keep it.
    """
    places = []
    for keys, node in _scalars(compose(text), ()):
        if (new := change(keys, node.value)) is not None:
            start, end = node.start_mark.index, node.end_mark.index
            # A value that is not there begins at the colon.
            places.append((start, end, new if start < end else f" {new}"))
    for start, end, new in sorted(places, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _scalars(node: yaml.Node | None, keys: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], yaml.ScalarNode]]:
    if isinstance(node, yaml.ScalarNode):
        yield keys, node
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _scalars(value, (*keys, str(key.value)))
