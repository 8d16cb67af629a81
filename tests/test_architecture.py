"""The structure of docs/architecture.md: rooms, imports and tests. import-linter checks the layers (`make check`)."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
APPS = set(PYPROJECT["tool"]["importlinter"]["root_packages"])
# `ready` is where Django wants modules that register or connect something.
MAY_IMPORT_INSIDE = {"ready"}
MOST_MODULES = 12
MOST_LINES = 265
WORDS_AND_TABLES = {Path("screening/questionnaire"), Path("kat_site/settings.py")}
NOT_OF_ONE_APP = {Path("tests/browser"), Path("tests/fhir")}


def sources() -> Iterator[Path]:
    for app in sorted(APPS):
        yield from (path.relative_to(ROOT) for path in sorted((ROOT / app).rglob("*.py")))


def tree_of(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def imports_of(node: ast.AST) -> list[str]:
    return [ast.unparse(child) for child in ast.walk(node) if isinstance(child, ast.Import | ast.ImportFrom)]


def test_every_package_at_the_top_is_in_the_layers():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages - {"tests", "tools"} == APPS


def test_a_room_has_about_ten_modules_at_most():
    rooms: dict[Path, int] = {}
    for path in sources():
        if path.name != "__init__.py" and "migrations" not in path.parts:
            rooms[path.parent] = rooms.get(path.parent, 0) + 1
    assert {room: count for room, count in rooms.items() if count > MOST_MODULES and room not in WORDS_AND_TABLES} == {}


def test_a_module_is_short_enough_to_read_at_once():
    lengths = {path: len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in sources()}
    long = {path: length for path, length in lengths.items() if length > MOST_LINES and "migrations" not in path.parts}
    assert {path: length for path, length in long.items() if not WORDS_AND_TABLES & {path, path.parent}} == {}


def test_every_room_says_what_it_is_for():
    rooms = [
        path for path in sources() if path.name == "__init__.py" and not {"migrations", "management"} & {*path.parts}
    ]
    assert [str(path) for path in rooms if not ast.get_docstring(tree_of(path))] == []


def test_no_import_is_hidden_inside_a_function():
    hidden = [
        f"{path}: {function.name}: {line}"
        for path in sources()
        for function in ast.walk(tree_of(path))
        if isinstance(function, ast.FunctionDef) and function.name not in MAY_IMPORT_INSIDE
        for line in imports_of(function)
    ]
    assert hidden == []


def test_no_import_is_for_type_checkers_only():
    assert [str(path) for path in sources() if "TYPE_CHECKING" in (ROOT / path).read_text(encoding="utf-8")] == []


def modules_of_tests() -> list[Path]:
    return [path.relative_to(ROOT) for path in sorted((ROOT / "tests").rglob("*.py"))]


@pytest.mark.parametrize("path", modules_of_tests(), ids=str)
def test_what_tests_share_is_in_no_test_module(path):
    shared = [line for line in imports_of(tree_of(path)) if line.startswith("from tests")]
    assert [line for line in shared if any(part.startswith("test_") for part in line.split()[1].split("."))] == []


def test_tests_are_in_the_same_rooms_as_the_source():
    rooms = {path.parent for path in modules_of_tests() if path.name.startswith("test_")}
    inside = {room for room in rooms if len(room.parts) > 1 and room not in NOT_OF_ONE_APP}
    assert {str(room) for room in inside if not (ROOT / room.relative_to("tests")).is_dir()} == set()
