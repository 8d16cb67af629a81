"""Finds the values of a YAML text by their path, and the places where each begins and ends."""

import functools
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from pages.editing.fields.leaves import Path
from pages.schema.text_files import compose


class Unfit(Exception):
    """The form cannot show this text. `str()` says why, in words for the editor."""


@dataclass(frozen=True)
class Entry:
    """A key of a mapping with its value."""

    parent: yaml.MappingNode
    key: yaml.ScalarNode
    value: yaml.Node


# A form asks for each of its values.
@functools.lru_cache(maxsize=8)
def root_of(text: str) -> yaml.MappingNode | None:
    """None for a file without keys. Raises Unfit."""
    try:
        root = compose(text)
    except (yaml.YAMLError, UnicodeEncodeError) as error:
        raise Unfit("The form can show this file when the error below is fixed in the text.") from error
    if root is None:
        return None
    if not isinstance(root, yaml.MappingNode):
        raise Unfit("No line of this file has the form `name: value`.")
    nodes = [id(node) for node in _every(root)]
    if len(nodes) > len(set(nodes)):
        raise Unfit("The file uses the same value at two places (with `&` and `*`), which the form cannot show.")
    for mapping in (node for node in _every(root) if isinstance(node, yaml.MappingNode)):
        keys = [key.value for key, _ in mapping.value if isinstance(key, yaml.ScalarNode)]
        if len(keys) < len(mapping.value) or len(keys) > len(set(keys)):
            raise Unfit("A key is there twice, or is not a word. The form can show this file when that is fixed.")
    return root


def find(root: yaml.MappingNode | None, path: Path) -> Entry | None:
    """Raises Unfit if a value above it is no mapping."""
    node: yaml.Node | None = root
    entry = None
    for name in path:
        if node is None or is_empty(node):
            return None
        if not isinstance(node, yaml.MappingNode):
            raise Unfit(f"`{'.'.join(path[:-1])}` is not a group of keys. Fix that in the text first.")
        entry = next((Entry(node, key, value) for key, value in node.value if key.value == name), None)
        if entry is None:
            return None
        node = entry.value
    return entry


def is_empty(node: yaml.Node) -> bool:
    """Whether nothing or `null` is written there."""
    return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"


def span(text: str, node: yaml.Node) -> tuple[int, int]:
    """Begin and end in the text, without the line break after it."""
    start, end = node.start_mark.index, node.end_mark.index
    return start, start + len(text[start:end].rstrip())


def line_of(node: yaml.Node) -> int:
    """From 1."""
    return int(node.start_mark.line) + 1


def end_line(text: str, node: yaml.Node) -> int:
    """The number of the first line after it, from 0."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return end_line(text, last[1] if isinstance(last, tuple) else last)
    return text.count("\n", 0, span(text, node)[1]) + 1


def _every(node: yaml.Node) -> Iterator[yaml.Node]:
    yield node
    for child in node.value if isinstance(node, yaml.CollectionNode) else ():
        for part in child if isinstance(child, tuple) else (child,):
            yield from _every(part)
