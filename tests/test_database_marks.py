"""Every test that uses a database is among those that run on PostgreSQL too (`make test-postgresql`)."""

import ast
from pathlib import Path

from tests.conftest import MAKE_A_DATABASE
from tests.operations.hosts import new_host

TESTS = Path(__file__).parent
# It looks for a PostgreSQL server itself, in every run.
ON_BOTH = {"clinic"}


def makers(path):
    """The functions in this file that create a database."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        texts = [str(node.value) for node in ast.walk(function) if isinstance(node, ast.Constant)]
        if any(text.startswith("CREATE DATABASE ") for text in texts):
            yield function.name


def test_everything_that_makes_a_database_for_a_test_is_known():
    found = {name for path in TESTS.rglob("*.py") if path != Path(__file__) for name in makers(path)}
    assert found == MAKE_A_DATABASE | ON_BOTH


def test_a_test_in_a_module_that_uses_one_of_them_is_marked(request):
    assert new_host.__name__ in MAKE_A_DATABASE
    assert request.node.get_closest_marker("database")
