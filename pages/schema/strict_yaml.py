"""A strict YAML reader. The schema is a frozen dataclass: its fields are the keys, and their types are the rules.

It works on PyYAML's nodes, because only they have the line of a value and the text of a boolean such as `yes`.
A field may be str, int, bool, date, tuple[str, ...], tuple[date, ...], another dataclass, or one of these `| None`. A
dataclass with one field is written as the bare value of that field. A key may be left out if its field has a default. A
field `Annotated[int, check]` rejects a value when `check(value)` raises ValueError(message, hint), and a dataclass
rejects values that contradict each other in the same way.
"""

import dataclasses
import functools
import re
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Generic, TypeVar

import yaml

from pages.schema.errors import Report, did_you_mean, most_similar
from pages.schema.limits import LONGEST_DATA, excess_of_data
from pages.schema.mistakes import mistake_in, mistake_in_line
from pages.schema.rule_ids import Rule
from pages.schema.text_files import compose

T = TypeVar("T")

WANTED = {
    str: ("text", "Write it in quotes"),
    int: ("a whole number", "Write digits only, like 30"),
    bool: ("true or false", "Write true or false"),
    date: ("a date", "Write year-month-day, like 2027-05-22"),
    dict: ("a group of keys", "Write one `key: value` per line"),
    tuple: ("a list", "Write it like [fda23, ketalar], or [] for none"),
}


@dataclass(frozen=True)
class Record(Generic[T]):
    """A value and the lines of its parts, by dotted path: `lines["sources.0"]` is the line of the first source."""

    value: T
    lines: Mapping[str, int]


def read(
    schema: type[T], text: str, report: Report, first_line: int = 1, longest: int = LONGEST_DATA
) -> Record[T] | None:
    """`text` as a `schema`, or None with every error in `report`."""
    return _Reader(report, first_line, longest).document(schema, text)


def read_each(kind: type[T], text: str, report: Report) -> Record[dict[str, T]] | None:
    """`text` as a mapping from any keys to values of one `kind`, or None with every error in `report`."""
    return _Reader(report, 1).document(dict[str, kind], text)  # type: ignore[valid-type]


class _Reader:
    def __init__(self, report: Report, first_line: int, longest: int = LONGEST_DATA) -> None:
        self.report = report
        self.first_line = first_line
        self.longest = longest
        self.lines: dict[str, int] = {}

    def document(self, kind: Any, text: str) -> Record[Any] | None:
        before = len(self.report.errors)
        node = self.compose(text)
        value = self.value(kind, node, "") if node else None
        return None if len(self.report.errors) > before else Record(value, self.lines)

    def compose(self, text: str) -> yaml.Node | None:
        if excess := excess_of_data(text, self.longest):
            self.report.add(self.first_line + excess.line - 1, excess.message, excess.hint, Rule.TOO_MUCH)
            return None
        try:
            node = compose(text)
        except yaml.MarkedYAMLError as error:
            mistake = mistake_in(text, error)
            line = self.first_line + mistake.line - 1
            self.report.add(line, f"Line {line} {mistake.message}", mistake.hint)
            return None
        except yaml.reader.ReaderError as error:
            line = self.first_line + text.count("\n", 0, error.position)
            self.report.add(line, "There is a control character here.", "Delete it and type the line again.")
            return None
        return node or yaml.MappingNode("tag:yaml.org,2002:map", [], yaml.Mark("", 0, 0, 0, None, 0))

    def value(self, kind: Any, node: yaml.Node, path: str) -> Any:
        """The value of `node`, or None with the errors reported if it is not of this `kind`."""
        self.lines[path] = self.line(node)
        if isinstance(kind, types.UnionType):
            (kind,) = (option for option in typing.get_args(kind) if option is not types.NoneType)
            if node.tag == "tag:yaml.org,2002:null":
                return None
        if typing.get_origin(kind) is Annotated:
            kind, check = typing.get_args(kind)
            return self.checked(kind, check, node, path)
        if typing.get_origin(kind) is dict:
            return self.mapping(typing.get_args(kind)[1], node, path)
        if typing.get_origin(kind) is tuple:
            return self.items(typing.get_args(kind)[0], node, path)
        if dataclasses.is_dataclass(kind):
            return self.record(kind, node, path)
        return self.scalar(kind, node, path)

    def checked(self, kind: Any, check: Callable[[Any], None], node: yaml.Node, path: str) -> Any:
        before = len(self.report.errors)
        value = self.value(kind, node, path)
        if len(self.report.errors) == before:
            try:
                check(value)
            except ValueError as error:
                message, hint = error.args
                self.report.add(self.line(node), f"`{path}`: {message}", hint)
        return value

    def record(self, schema: Any, node: yaml.Node, path: str) -> Any:
        hints = _hints_of(schema)
        if len(hints) == 1 and not isinstance(node, yaml.MappingNode):
            (only,) = hints.values()
            value = self.value(only, node, path)
            return None if value is None else self.made(lambda: schema(value), node, path)
        before = len(self.report.errors)
        if not isinstance(node, yaml.MappingNode):
            self.report_kind(node, path, *WANTED[dict])
            return None
        entries = self.entries(node, path, hints)
        values = {key: self.value(hints[key], entry, _join(path, key)) for key, entry in entries.items()}
        needed = {field.name for field in dataclasses.fields(schema) if field.default is dataclasses.MISSING}
        # One mistake is one error: a misspelled key is not missing as well.
        for key in needed - entries.keys() - self.meant_in(node, hints):
            self.report.add(self.line(node), f"`{_join(path, key)}` is missing.", f"Add a line that begins `{key}:`.")
        if len(self.report.errors) > before:
            return None
        return self.made(lambda: schema(**values), node, path)

    def made(self, make: Callable[[], Any], node: yaml.Node, path: str) -> Any:
        try:
            return make()
        except ValueError as error:
            message, hint = error.args
            self.report.add(self.line(node), f"{f'`{path}`: ' if path else ''}{message}", hint)
            return None

    def mapping(self, kind: Any, node: yaml.Node, path: str) -> dict[str, Any] | None:
        if not isinstance(node, yaml.MappingNode):
            self.report_kind(node, path, *WANTED[dict])
            return None
        return {key: self.value(kind, entry, _join(path, key)) for key, entry in self.entries(node, path).items()}

    def entries(
        self, node: yaml.MappingNode, path: str, known: Mapping[str, Any] | None = None
    ) -> dict[str, yaml.Node]:
        """Key -> node of its value. Reports keys that are unknown, duplicate, or not text."""
        entries: dict[str, yaml.Node] = {}
        for key_node, value_node in node.value:
            key, line = str(key_node.value), self.line(key_node)
            if key_node.tag != "tag:yaml.org,2002:str":
                self.report.add(line, f"The key {_quoted(key_node)} is not text.", "Write it in quotes.")
            elif known is not None and key not in known:
                hint = did_you_mean(key, known, f"The keys are: {', '.join(known)}.")
                self.report.add(line, f"`{_join(path, key)}` is not a key of this file.", hint)
            elif key in entries:
                other = self.line(entries[key])
                self.report.add(line, f"`{key}` is here twice.", f"Keep this line or line {other}, not both.")
            else:
                entries[key] = value_node
        return entries

    def meant_in(self, node: yaml.MappingNode, known: Mapping[str, Any]) -> set[str | None]:
        """The keys that the unknown keys of `node` resemble most."""
        return {most_similar(str(key.value), known) for key, _ in node.value if key.value not in known}

    def items(self, kind: type, node: yaml.Node, path: str) -> tuple[Any, ...]:
        if not isinstance(node, yaml.SequenceNode):
            self.report_kind(node, path, *WANTED[tuple])
            return ()
        # In the order of the file.
        values: dict[Any, None] = {}
        for number, item in enumerate(node.value):
            value = self.value(kind, item, f"{path}.{number}")
            if value in values:
                self.report.add(self.line(item), f"`{value}` is twice in `{path}`.", "Keep one of the two.")
            values[value] = None
        return tuple(values)

    def scalar(self, kind: type, node: yaml.Node, path: str) -> Any:
        text = node.value.strip() if isinstance(node, yaml.ScalarNode) else ""
        tag = node.tag.rpartition(":")[2]
        if kind is str and tag == "str" and text:
            return text
        if kind is int and tag == "int" and re.fullmatch(r"0|[1-9][0-9]*", text):
            return int(text)
        if kind is bool and tag == "bool" and text in {"true", "false"}:
            return text == "true"
        if kind is date and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            try:
                return date.fromisoformat(text)
            except ValueError:
                self.report.add(
                    self.line(node), f"`{path}`: {text} is not a day of the calendar.", "Check month and day."
                )
                return None
        self.report_kind(node, path, *WANTED[kind])
        return None

    def report_kind(self, node: yaml.Node, path: str, wanted: str, hint: str) -> None:
        name = f"`{path}`" if path else "This file"
        if node.tag.endswith((":null", ":str")) and not str(node.value).strip():
            self.report.add(self.line(node), f"{name} is empty; it must be {wanted}.", f"{hint}.")
            return
        if not path and isinstance(node, yaml.ScalarNode) and (mistake := mistake_in_line(str(node.value))):
            self.report.add(self.line(node), f"Line {self.line(node)} {mistake[0]}", mistake[1])
            return
        if wanted == WANTED[tuple][0] and re.match(r"-\w", str(node.value)):
            hint = "Write a space after the hyphen of each item, like `- one`"
        self.report.add(self.line(node), f"{name} must be {wanted}; {_quoted(node)} is {_kind(node)}.", f"{hint}.")

    def line(self, node: yaml.Node) -> int:
        return self.first_line + int(node.start_mark.line)


@functools.cache
def _hints_of(schema: Any) -> Mapping[str, Any]:
    return typing.get_type_hints(schema, include_extras=True)


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _quoted(node: yaml.Node) -> str:
    return f"`{node.value}`" if isinstance(node, yaml.ScalarNode) else "this value"


def _kind(node: yaml.Node) -> str:
    return {
        "str": "read as text",
        "bool": "read as true or false",
        "int": "read as a number",
        "float": "read as a number",
        "timestamp": "read as a date",
        "null": "read as nothing",
        "seq": "a list",
        "map": "a group of keys",
    }.get(node.tag.rpartition(":")[2], f"marked {node.tag}")
