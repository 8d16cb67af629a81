"""What is wrong with one line of YAML."""

import re
from collections.abc import Iterator

# With a meaning of their own at the beginning of a value.
SPECIAL = "@`%*&!|>,]}"
CURLY = "“”‘’"
QUOTES = ("'", '"')
LONGEST_EXAMPLE = 90
ITEM = re.compile(r"^(?:- +)+")
NO_SPACE_AFTER_HYPHEN = re.compile(r"-(?!--$)[^\s\d.-]")
NO_SPACE_AFTER_COLON = re.compile(r"[\w-]+:[^\s/]")
COLON = re.compile(r":(?: +|$)")
WORD = re.compile(r"[A-Za-z][\w-]*")


def mistake_in_line(line: str) -> tuple[str, str] | None:
    """(message, hint) of the most likely mistake. The message goes on after "Line 2 "."""
    return next(_mistakes(line), None)


def has_open_quote(line: str) -> bool:
    _, value = _parts(ITEM.sub("", line.strip()))
    return value[:1] in QUOTES and _end_of_quoted(value) is None


def _mistakes(line: str) -> Iterator[tuple[str, str]]:
    words = line.strip()
    if "\t" in line[: len(line) - len(line.lstrip())]:
        yield "begins with a tab.", "Delete the tab, and type two spaces for each level instead."
    if not words or words.startswith("#"):
        return
    if NO_SPACE_AFTER_HYPHEN.match(words):
        yield "has no space after the hyphen.", f"Write it like `- {_short(words[1:])}`."
    content = ITEM.sub("", words)
    key, value = _parts(content)
    if content[0] in SPECIAL:
        yield from _mistakes_of_value(content, "")
    elif content[0] == ":":
        yield "has nothing before its colon.", "Write the name of the value before the colon."
    elif key:
        yield from _mistakes_of_value(value, f"{key}: ")
    elif NO_SPACE_AFTER_COLON.match(content):
        key, _, value = content.partition(":")
        yield "has no space after the colon.", f"Write it like `{key}: {_short(value)}`."
    elif content == words and content[0] not in "\"'[{":
        yield "has no colon.", _how_to_write(content)
    else:
        yield from _mistakes_of_value(content, "")


def _mistakes_of_value(value: str, key: str) -> Iterator[tuple[str, str]]:
    first = value[:1]
    if first in QUOTES:
        yield from _mistakes_of_quoted(value, key)
    elif first in ("[", "{"):
        yield from _mistakes_of_brackets(value, key)
    elif first and first in CURLY:
        hint = 'Type straight quotes instead: " before the text and " after it.'
        yield "has curly quotes, which are read as part of the text.", hint
    elif first and (first in SPECIAL or value.startswith("- ")):
        mark = "a backtick" if first == "`" else f"`{first}`"
        yield f"begins its text with {mark}, which has a meaning of its own.", _quoted_hint(key, value)
    elif ": " in value or value.endswith(":"):
        yield "has a second colon.", _quoted_hint(key, value)


def _mistakes_of_quoted(value: str, key: str) -> Iterator[tuple[str, str]]:
    end = _end_of_quoted(value)
    if end is None:
        yield "has a quote that is not closed.", f"Write {value[0]} at the end of the text too."
    elif value[end:].strip() and not value[end:].strip().startswith("#"):
        whole = value[1:].rstrip("'") if value[0] == "'" else value
        yield "goes on after the closing quote.", _quoted_hint(key, whole)


def _mistakes_of_brackets(value: str, key: str) -> Iterator[tuple[str, str]]:
    if value.count('"') % 2:
        yield "has a quote that is not closed.", 'Write " at the end of the text too.'
    elif value.count("[") != value.count("]") or value.count("{") != value.count("}"):
        yield "has a bracket that is not closed.", "Close each bracket, or put quotes around text with brackets."
    else:
        yield "begins its text with a bracket.", _quoted_hint(key, value)


def _parts(content: str) -> tuple[str, str]:
    """The key, "" if there is none, and the value."""
    begin = (_end_of_quoted(content) or len(content)) if content[:1] in QUOTES else 0
    colon = COLON.search(content, begin)
    return (content[: colon.start()], content[colon.end() :]) if colon else ("", content)


def _end_of_quoted(value: str) -> int | None:
    """The place after the closing quote; None if there is none."""
    pattern = r'"(?:[^"\\]|\\.)*"' if value[0] == '"' else r"'(?:[^']|'')*'"
    match = re.match(pattern, value)
    return match.end() if match else None


def _how_to_write(content: str) -> str:
    key, _, value = content.partition(" ")
    if WORD.fullmatch(key) and value:
        return f"Write a colon and a space after the name of the value, like `{key.lower()}: {_short(value.strip())}`."
    return "Write the name of the value, a colon and a space before the text, like `title: Ketamine`."


def _quoted_hint(key: str, value: str) -> str:
    quote = "'" if '"' in value else '"'
    if len(value) > LONGEST_EXAMPLE or any(mark in value for mark in (quote, "\\", "`")):
        return 'Put quotes around the text: " before it and " after it.'
    return f"Put quotes around the text: `{key}{quote}{value}{quote}`."


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_EXAMPLE else f"{text[:LONGEST_EXAMPLE]}…"
