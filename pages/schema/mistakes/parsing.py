"""The line and the words for an error of the parser.

The parser names the place where it could not go on, which is often a line after the mistake. This looks at the lines
around that place for what people mistype.
"""

from dataclasses import dataclass

import yaml

from pages.schema.mistakes.line import has_open_quote, mistake_in_line
from pages.schema.text_files import TOO_DEEP

# The parser was looking for something that began on the line that it names as the context.
BEGAN_EARLIER = ("simple key", "scalar", "flow")
HINT = "Put quotes around text that has a colon or a #, or that begins with a bracket; indent with spaces, not tabs."


@dataclass(frozen=True)
class Mistake:
    """`line` counts from 1. `message` goes on after "Line 2 "."""

    line: int
    message: str
    hint: str


def mistake_in(text: str, error: yaml.MarkedYAMLError) -> Mistake:
    """What a person most likely mistyped, if the parser stopped with this error."""
    lines = text.split("\n")
    place = _last_written(lines, error.problem_mark.line if error.problem_mark else 0)
    problem, context = error.problem or "", error.context or ""
    began = place
    if error.context_mark and any(words in context for words in BEGAN_EARLIER):
        began = error.context_mark.line
    if "another document" in problem:
        return Mistake(place + 1, "begins with three hyphens.", "Delete this line.")
    if TOO_DEEP in problem:
        return Mistake(place + 1, f"cannot be read: {TOO_DEEP}.", "Begin the text further to the left.")
    candidates = [began, place]
    if problem.startswith("expected <block end>") and problem.endswith("start>'"):
        return _wrong_indent(place)
    if "<scalar>" in problem or "found unexpected end" in problem:
        candidates += [number for number in range(place - 1, -1, -1) if has_open_quote(lines[number])]
    candidates.append(_last_written(lines, place - 1))
    for number in candidates:
        if mistake := mistake_in_line(lines[number]):
            return Mistake(number + 1, *mistake)
    if "mapping values" in problem:
        return _wrong_indent(place)
    if "escape character" in problem:
        return Mistake(began + 1, "has a backslash in double quotes.", "Write single quotes around the text instead.")
    return Mistake(place + 1, f"is not YAML: {problem or context}.", HINT)


def _last_written(lines: list[str], number: int) -> int:
    """The number of this line, or of the last one before it that is neither empty nor a comment."""
    number = min(number, len(lines) - 1)
    while number > 0 and (not lines[number].strip() or lines[number].lstrip().startswith("#")):
        number -= 1
    return max(number, 0)


def _wrong_indent(number: int) -> Mistake:
    hint = "Lines that belong together begin at the same place. Add or remove spaces at its beginning."
    return Mistake(number + 1, "does not begin under the lines to which it belongs.", hint)
