"""How a value is written in YAML, so that it is read as what somebody entered."""

import math
from collections.abc import Sequence
from typing import Any

import yaml

from pages.editing.fields.leaves import WRITTEN_AS_TEXT, Kind
from pages.schema.text_files import compose

# Of text that was folded over several lines before.
WIDTH = 110


def written_key(key: str) -> str:
    return _dump({key: None}).removesuffix(": null\n")


def written(value: str, kind: Kind, *, old: yaml.Node | None = None, flow: bool = False, column: int = 0) -> str:
    """`column` is that of the key. `old` is the value before, whose style is kept."""
    if kind not in WRITTEN_AS_TEXT and _is_plain(value, flow=flow):
        return value
    style = old.style if isinstance(old, yaml.ScalarNode) and value else None
    if "\n" in value:
        style = '"' if flow else "|"
    if style == "|" and old is not None and str(old.value).endswith("\n"):
        value += "\n"
    text = _value_of(_dump({"k": value}, default_style=style, flow=flow, width=WIDTH if style == ">" else math.inf))
    if style in ("|", ">") and not text.startswith(style):
        text = _value_of(_dump({"k": value}, default_style='"', flow=flow))
    first, *rest = text.split("\n")
    return "\n".join([first, *(f"{' ' * column}{line}" if line else "" for line in rest)])


def written_list(values: Sequence[str], kind: Kind, *, old: yaml.Node | None, flow: bool, column: int) -> str:
    """In brackets, if it was, or if it is a list of dates or was not there before."""
    is_block = isinstance(old, yaml.SequenceNode) and not old.flow_style and bool(old.value)
    if flow or not values or not is_block:
        return f"[{', '.join(written(value, kind, flow=True) for value in values)}]"
    # For the type checker.
    assert old is not None  # noqa: S101
    start = int(old.start_mark.column)
    return f"\n{' ' * start}".join(f"- {written(value, kind, column=start)}" for value in values)


def _is_plain(value: str, *, flow: bool) -> bool:
    """Whether the value without quotes is read as itself."""
    try:
        node = compose(f"{{k: {value}}}" if flow else f"k: {value}")
    except (yaml.YAMLError, UnicodeEncodeError):
        return False
    if not isinstance(node, yaml.MappingNode) or len(node.value) != 1:
        return False
    (_, read) = node.value[0]
    return isinstance(read, yaml.ScalarNode) and read.style in (None, "") and read.value == value


def _value_of(dumped: str) -> str:
    """The value of the only key of a mapping."""
    text = dumped.removesuffix("\n")
    if text.startswith("{"):
        text = text[1:-1]
    return text.partition(":")[2].removeprefix(" ")


def _dump(value: Any, *, default_style: str | None = None, flow: bool = False, width: float = math.inf) -> str:
    return str(
        yaml.safe_dump(
            value,
            default_style=default_style,
            default_flow_style=flow,
            allow_unicode=True,
            width=width,
            sort_keys=False,
        )
    )
