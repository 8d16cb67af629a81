"""What people mistype in YAML is named in plain words, at the line where they typed it."""

import pytest

from pages.schema.errors import Report
from pages.schema.front_matter import PageHead, split
from pages.schema.strict_yaml import read_each

UNDER = "Lines that belong together begin at the same place. Add or remove spaces at its beginning."
TAB = "begins with a tab. Delete the tab, and type two spaces for each level instead."
WRITE = "Write a colon and a space after the name of the value, like"
QUOTE = "Put quotes around the text:"
ANY_QUOTE = 'Put quotes around the text: " before it and " after it.'

MISTAKES = [
    # text, line, what the error says after "Line 2 "
    ("title: A\nsection understand\norder: 3\n", 2, f"has no colon. {WRITE} `section: understand`."),
    ("title: A\nsection understand\n", 2, f"has no colon. {WRITE} `section: understand`."),
    ("title: A\n\n# more\nsection understand\n\n", 4, f"has no colon. {WRITE} `section: understand`."),
    ("Title A\nsection: b\n", 1, f"has no colon. {WRITE} `title: A`."),
    ("people:\n  prescriber a provider\n  therapist: b\n", 2, f"has no colon. {WRITE} `prescriber: a provider`."),
    (
        "people:\n  therapist: b\n  prescriber a provider\nname: x\n",
        3,
        f"has no colon. {WRITE} `prescriber: a provider`.",
    ),
    ("title:A\norder: 3\n", 1, "has no space after the colon. Write it like `title: A`."),
    (": A\n", 1, "has nothing before its colon. Write the name of the value before the colon."),
    ("people:\n\tprescriber: a\n", 2, TAB),
    ("title: A\n\torder: 3\n", 2, TAB),
    ("a: b\npeople:\n  prescriber: a\n \ttherapist: b\n", 4, TAB),
    ("papers:\n\t- a\n\t- b\n", 2, TAB),
    ('title: "A\norder: 3\n', 1, 'has a quote that is not closed. Write " at the end of the text too.'),
    ('a: "A\nb: B\nname: "C"\n', 1, 'has a quote that is not closed. Write " at the end of the text too.'),
    ("p:\n  a: 'A\n  b: c\n", 2, "has a quote that is not closed. Write ' at the end of the text too."),
    ('a: b\np: {name: x, call: "1}\n', 2, 'has a quote that is not closed. Write " at the end of the text too.'),
    ("title: 'It's good'\n", 1, f'goes on after the closing quote. {QUOTE} `title: "It\'s good"`.'),
    ('title: "A" b\n', 1, f"goes on after the closing quote. {QUOTE} `title: '\"A\" b'`."),
    ("title: Ketamine: what it is\n", 1, f'has a second colon. {QUOTE} `title: "Ketamine: what it is"`.'),
    ('title: "A": what it is\n', 1, "goes on after the closing quote. " + f"{QUOTE} `title: '\"A\": what it is'`."),
    (f"title: A: {'b' * 99}\n", 1, f"has a second colon. {ANY_QUOTE}"),
    ("papers:\n  - one: two: three\n", 2, f'has a second colon. {QUOTE} `one: "two: three"`.'),
    ("It's: so: bad\n", 1, f'has a second colon. {QUOTE} `It\'s: "so: bad"`.'),
    ("title: A\n  order: 3\n", 2, f"does not begin under the lines to which it belongs. {UNDER}"),
    ("p:\n  a: b\n   c: d\n", 3, f"does not begin under the lines to which it belongs. {UNDER}"),
    ("p:\n   a: b\n  c: d\n", 3, f"does not begin under the lines to which it belongs. {UNDER}"),
    ("p:\n  - one\n - two\n", 3, f"does not begin under the lines to which it belongs. {UNDER}"),
    ("p:\n  - one\n  -two\n", 3, "has no space after the hyphen. Write it like `- two`."),
    ("title: @home\n", 1, f'begins its text with `@`, which has a meaning of its own. {QUOTE} `title: "@home"`.'),
    ("title: %50\n", 1, f'begins its text with `%`, which has a meaning of its own. {QUOTE} `title: "%50"`.'),
    ("title: `x`\n", 1, f"begins its text with a backtick, which has a meaning of its own. {ANY_QUOTE}"),
    ("title: *new\n", 1, f'begins its text with `*`, which has a meaning of its own. {QUOTE} `title: "*new"`.'),
    ("title: - new\n", 1, f'begins its text with `-`, which has a meaning of its own. {QUOTE} `title: "- new"`.'),
    ("p:\n  - > new\n", 2, f'begins its text with `>`, which has a meaning of its own. {QUOTE} `"> new"`.'),
    ("a: b\n%50: y\n", 2, f'begins its text with `%`, which has a meaning of its own. {QUOTE} `"%50: y"`.'),
    ("title: [New] ones\n", 1, f'begins its text with a bracket. {QUOTE} `title: "[New] ones"`.'),
    (
        "sources: [a, b\norder: 3\n",
        1,
        "has a bracket that is not closed. Close each bracket, or put quotes around text with brackets.",
    ),
    (
        "title: “Ketamine: what it is”\n",
        1,
        'has curly quotes, which are read as part of the text. Type straight quotes instead: " before the text and '
        '" after it.',
    ),
    ('title: "C:\\dir"\n', 1, "has a backslash in double quotes. Write single quotes around the text instead."),
    ("a: b\n---\nc: d\n", 2, "begins with three hyphens. Delete this line."),
    (
        "title: ? [a\n",
        1,
        "is not YAML: mapping keys are not allowed here. "
        "Put quotes around text that has a colon or a #, or that begins with a bracket; indent with spaces, not tabs.",
    ),
]


@pytest.mark.parametrize(("text", "line", "words"), MISTAKES, ids=[text.strip()[:24] for text, _, _ in MISTAKES])
def test_a_mistake_is_named_at_its_line(text: str, line: int, words: str) -> None:
    report = Report("a.yaml")
    assert read_each(str, text, report) is None
    assert [str(error) for error in report.errors] == [f"a.yaml:{line}: Line {line} {words}"]


def test_the_front_matter_of_a_page_counts_the_lines_of_the_whole_file() -> None:
    report = Report("page.md")
    split(PageHead, "---\ntitle: A\nsection understand\n---\n\nText: so: much\n", report)
    assert [str(error) for error in report.errors] == [
        f"page.md:3: Line 3 has no colon. {WRITE} `section: understand`."
    ]


@pytest.mark.parametrize("mark", ['"', "'", "a", ": ", "- ", "[", "{", "@", "\\", "“", "a: ", "'a' "])
def test_a_long_line_of_one_mark_is_explained_at_once(mark: str) -> None:
    """No pattern may take a time that grows with the square of the length."""
    report = Report("a.yaml")
    read_each(str, "a: b\n" + mark * 50_000 + "\n" + 'x: "', report)
    assert report.errors
