"""Which tests hold which promise: read from the marks in the test files, and written to docs/promises.md.

`python -m tests.promise_table` writes the page. `make drills` runs the long drills and writes their figures first.
"""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent
DOCS = TESTS.parent / "docs"
PAGE, FIGURES = DOCS / "promises.md", DOCS / "drills.json"

PROMISES = {
    "P1": "If you saw a receipt, what you sent is stored",
    "P2": "That is true even if the power fails",
    "P3": "When the disk is full or the database fails, the page says so, nothing is half-stored, and answers stay",
    "P4": "While the database is down, reading, safety and crisis pages work",
    "P5": "Sending twice stores once",
    "P6": "Bad input never breaks the site",
    "P7": "Nobody else can read what you sent",
    "P8": "You can delete it with your receipt code, at once",
    "P9": "No third party learns of your visit",
    "P10": "Answers and contact data are encrypted where they are stored, and keys rotate without downtime",
    "P11": "Answers never appear in logs, mails, addresses, titles or referrers",
    "P12": "On a shared computer, Back and the quick exit show nothing",
    "P13": "Backup and restore are drilled",
    "P14": "Upgrades can be undone",
    "P15": "Staff see what their role needs, and every look is logged",
    "P16": "Sign-in resists guessing",
    "P17": "Sessions end",
    "P18": "Exports are safe to open",
    "P19": "Editors cannot break safety",
    "P20": "Host names, forwarded headers, redirects and caches cannot be abused",
    "P21": "Mails say nothing",
    "P22": "Every response has the security headers",
    "P23": "Old data is deleted without anybody asking",
    "P24": "The site works without JavaScript",
}

HEAD = """# Promises, and the tests that hold them

For operators, reviewers and maintainers. Each row is a promise to the people who use the site, with the tests that fail
when it is broken. `python -m tests.promise_table` writes this page from the marks in the tests
(`@pytest.mark.promise("P1")`); do not edit it.
"""


def promises_held() -> dict[str, list[str]]:
    """Promise -> the tests that hold it, as file::name, in the order of the files."""
    held: dict[str, list[str]] = {number: [] for number in PROMISES}
    for path in sorted(TESTS.rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for number in _marks(_module_marks(tree)):
            held[number].append(str(path.relative_to(TESTS.parent)))
        for test in ast.walk(tree):
            if isinstance(test, ast.FunctionDef | ast.ClassDef):
                for number in _marks(test.decorator_list):
                    held[number].append(f"{path.relative_to(TESTS.parent)}::{test.name}")
    return held


def _module_marks(tree: ast.Module) -> list[ast.expr]:
    marks = [
        statement.value
        for statement in tree.body
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "pytestmark"
    ]
    return [mark for value in marks for mark in (value.elts if isinstance(value, ast.List) else [value])]


def _marks(expressions: list[ast.expr]) -> Iterator[str]:
    """Raises KeyError for a promise that does not exist."""
    for mark in expressions:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.promise":
            for argument in mark.args:
                number = ast.literal_eval(argument)
                assert number in PROMISES, number
                yield number


def page() -> str:
    rows = ["| | Promise | Tests |", "|---|---|---|"]
    for number, tests in promises_held().items():
        links = "<br>".join(f"[{_words(test)}](../{test.split('::')[0]})" for test in tests)
        rows.append(f"| {number} | {PROMISES[number]} | {links} |")
    figures = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.is_file() else {}
    drills = [
        "## The long drills",
        "",
        "`make drills` runs them, in about half an hour; every test run has short ones. These are the last figures.",
        "",
        "| Drill | Day | Figures |",
        "|---|---|---|",
        *(f"| {name} | {drill['day']} | {drill['figures']} |" for name, drill in sorted(figures.items())),
    ]
    return "\n".join([HEAD, *rows, "", *drills, ""])


def _words(test: str) -> str:
    path, _, name = test.partition("::")
    return (name or path).removeprefix("test_").replace("_", " ")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
