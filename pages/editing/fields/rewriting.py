"""Changes values in the text of a YAML file, and leaves every other character as it is: comments, order, quotes.

Each function takes a whole text and returns a whole text.
"""

from collections.abc import Sequence

import yaml

from pages.editing.fields.leaves import LISTS, Leaf, Path
from pages.editing.fields.nodes import Entry, end_line, find, is_empty, root_of, span
from pages.editing.fields.written import written, written_key, written_list

# What a form field has for a leaf: the text, with one line for each item of a list.
Value = str


def value_at(text: str, leaf: Leaf) -> Value:
    """What the form shows; "" if there is nothing. Raises Unfit."""
    entry = find(root_of(text), leaf.path)
    return shown(entry.value) if entry else ""


def shown(node: yaml.Node) -> Value:
    if is_empty(node) or isinstance(node, yaml.MappingNode):
        return ""
    if isinstance(node, yaml.SequenceNode):
        return "\n".join(shown(item) for item in node.value)
    return str(node.value).strip()


def changed(text: str, leaf: Leaf, value: Value, order: Sequence[Path]) -> str:
    """With this value. `order` has the paths of the file in the order in which a new key is inserted. Raises Unfit."""
    root = root_of(text)
    entry = find(root, leaf.path)
    if entry is None:
        return inserted(text, leaf, value, order) if value else text
    if shown(entry.value) == value:
        return text
    if not value and leaf.may_be_left_out:
        return without(text, leaf.path)
    return _replaced(text, leaf, value, entry)


def inserted(text: str, leaf: Leaf, value: Value, order: Sequence[Path]) -> str:
    """With a key that is not there yet, and the keys above it. Raises Unfit."""
    root = root_of(text)
    depth = len(leaf.path) - 1
    while depth and ((above := find(root, leaf.path[:depth])) is None or is_empty(above.value)):
        if above:
            return inserted(without(text, leaf.path[:depth]), leaf, value, order)
        depth -= 1
    mapping = above.value if depth and above else root
    missing = leaf.path[depth:]
    if mapping is None:
        return f"{text.rstrip()}\n{_block(leaf, value, missing, 0)}".lstrip("\n")
    if isinstance(mapping, yaml.MappingNode) and mapping.flow_style:
        start, end = span(text, mapping)
        if not mapping.value and not depth:
            return text[:start] + _block(leaf, value, missing, 0).rstrip("\n") + text[end:]
        pair = f"{', ' if mapping.value else ''}{_flow(leaf, value, missing)}"
        return text[: end - 1].rstrip() + pair + text[end - 1 :]
    lines = text.split("\n")
    place, column = _place_for(text, mapping, leaf.path[: depth + 1], order)
    block = _block(leaf, value, missing, column).rstrip("\n").split("\n")
    return "\n".join([*lines[:place], *block, *lines[place:]])


def without(text: str, path: Path) -> str:
    """Without this key; without the group above it too, if it would be empty. Raises Unfit."""
    entry = find(root_of(text), path)
    if entry is None:
        return text
    if len(entry.parent.value) == 1 and len(path) > 1:
        return without(text, path[:-1])
    if entry.parent.flow_style:
        return _without_in_brackets(text, entry)
    lines = text.split("\n")
    first, after = int(entry.key.start_mark.line), end_line(text, entry.value)
    while after < len(lines) - 1 and not lines[after].strip() and (first == 0 or not lines[first - 1].strip()):
        after += 1
    return "\n".join([*lines[:first], *lines[after:]])


def renamed(text: str, path: Path, name: str) -> str:
    """With another key for the same value."""
    entry = find(root_of(text), path)
    if entry is None or name == path[-1]:
        return text
    start, end = span(text, entry.key)
    return text[:start] + written_key(name) + text[end:]


def moved(text: str, name: str, position: int) -> str:
    """With the entry `name` of the file at this position, from 1, with the comments directly above it."""
    root = root_of(text)
    if root is None or root.flow_style:
        return text
    lines = text.rstrip("\n").split("\n")
    names = [key.value for key, _ in root.value]
    starts = [int(key.start_mark.line) for key, _ in root.value]
    for number in range(1, len(starts)):
        while lines[starts[number] - 1].startswith("#"):
            starts[number] -= 1
    ends = [*starts[1:], len(lines)]
    blocks = {name: lines[start:end] for name, start, end in zip(names, starts, ends, strict=True)}
    names.remove(name)
    names.insert(min(max(position, 1), len(names) + 1) - 1, name)
    return "\n".join([*lines[: starts[0]], *(line for other in names for line in blocks[other])]) + "\n"


def _replaced(text: str, leaf: Leaf, value: Value, entry: Entry) -> str:
    start, end = span(text, entry.value)
    flow, column = bool(entry.parent.flow_style), int(entry.key.start_mark.column)
    new = _value(leaf, value, entry.value, flow=flow, column=column)
    # A comment after a value of one line would become a part of the text.
    if new[:1] in ("|", ">") and text[end:].partition("\n")[0].strip():
        new = written(value, leaf.kind, flow=True)
    space = "" if text[:start].endswith((" ", "\n", "{", ",")) else " "
    return text[:start] + space + new + text[end:]


def _value(leaf: Leaf, value: Value, old: yaml.Node | None, *, flow: bool, column: int) -> str:
    if not value and leaf.may_be_null:
        return "null"
    if leaf.kind in LISTS:
        items = [line.strip() for line in value.split("\n") if line.strip()]
        return written_list(items, leaf.kind, old=old, flow=flow, column=column)
    return written(value, leaf.kind, old=old, flow=flow, column=column)


def _block(leaf: Leaf, value: Value, missing: Path, column: int) -> str:
    """The missing keys, each below the one before it."""
    lines = [f"{' ' * (column + 2 * depth)}{written_key(name)}:" for depth, name in enumerate(missing)]
    inner = column + 2 * (len(missing) - 1)
    return "\n".join(lines) + f" {_value(leaf, value, None, flow=False, column=inner)}\n"


def _flow(leaf: Leaf, value: Value, missing: Path) -> str:
    text = _value(leaf, value, None, flow=True, column=0)
    for name in reversed(missing[1:]):
        text = f"{{{written_key(name)}: {text}}}"
    return f"{written_key(missing[0])}: {text}"


def _place_for(text: str, mapping: yaml.Node, path: Path, order: Sequence[Path]) -> tuple[int, int]:
    """The line before which the key is inserted, from 0, and its column."""
    siblings = {(*path[:-1], key.value): (key, value) for key, value in mapping.value}
    column = int(mapping.value[0][0].start_mark.column)
    before = order[: order.index(path)] if path in order else list(siblings)
    earlier = [siblings[other] for other in before if other in siblings]
    if not earlier:
        return int(mapping.value[0][0].start_mark.line), column
    return end_line(text, earlier[-1][1]), column


def _without_in_brackets(text: str, entry: Entry) -> str:
    pairs = entry.parent.value
    number = next(number for number, (key, _) in enumerate(pairs) if key is entry.key)
    if number + 1 < len(pairs):
        start, end = entry.key.start_mark.index, pairs[number + 1][0].start_mark.index
    else:
        start = span(text, pairs[number - 1][1])[1] if number else entry.key.start_mark.index
        end = span(text, entry.value)[1]
    return text[:start] + text[end:]
