"""No regular expression of the product takes quadratically many steps on any text that its own parts can repeat."""

import ast
import importlib
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import chain, product
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from pages.catalogue.library import read_library
from pages.editing.renaming.texts import link_to
from pages.rendering.glossary import _Explainer
from pages.rendering.markdown import FACT, _Conversion
from pages.schema.errors import Report
from pages.schema.front_matter import Body
from pages.search.index import BEGIN, END
from pages.wording import read_claims
from pages.wording.sentences import MARK
from tests.regex_steps import Matcher, attacks, is_quadratic, tree_of

ROOT = Path(settings.BASE_DIR)
PACKAGES = (
    "bases",
    "consultations",
    "demo",
    "kat_site",
    "operations",
    "pages",
    "receipts",
    "screening",
    "staff",
    "vault",
)
METHODS = {"compile", "findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn"}
FOLDER = Path(settings.CONTENT_DIR)


@cache
def source() -> list[tuple[Path, ast.Module]]:
    paths = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return [(path, ast.parse(text)) for path in paths if re.search(r"\bre\.|[A-Z]\.", text := path.read_text())]


def calls_of_re() -> Iterator[tuple[str, ast.Call, str]]:
    """Module, call, and the name that a module gives the pattern, or ""."""
    for path, tree in source():
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        names = {
            id(node.value): node.targets[0].id
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        }
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=attr)) if attr in METHODS:
                    yield module, node, names.get(id(node), "")


def methods_by_name() -> dict[str, set[str]]:
    """The methods that are called on each name anywhere in the product."""
    found: dict[str, set[str]] = defaultdict(set)
    for _, tree in source():
        for node in ast.walk(tree):
            match node:
                case ast.Attribute(value=ast.Name(id=name), attr=attr) if name.isupper() and attr in METHODS:
                    found[name].add(attr)
    return found


def made_while_running() -> dict[str, list[re.Pattern[Any]]]:
    """What the product makes of names, content and other patterns, by the code that makes it."""
    claims, library = read_claims(FOLDER), read_library(FOLDER, [])
    assert claims is not None
    assert library.glossary is not None
    phrases = [re.compile(pattern, re.IGNORECASE) for pattern in claims.phrases or {}]
    found = [pattern for claim in claims.claims.values() for pattern in (*claim.patterns, *claim.never_exempt)]
    return {
        "pattern": phrases,
        # each alone: the matcher tries one after the other
        "'|'.join((f'(?:{pattern})' for pattern in patterns))": [re.compile(text, re.IGNORECASE) for text in found],
        "f'(?<![\\\\w-])(?P<form>{any_form})s?(?![\\\\w-])'": [_Explainer(library.glossary, "").pattern],
        "'|'.join((f'(?:{pattern})' for pattern in sorted(plain)))": [re.compile(text) for text in found],
        "re.escape(self.clinic_name)": [re.compile("Harbor Light")],
        "f'({MARK.pattern})'": [re.compile(f"({MARK.pattern})")],
        "f'{BEGIN}[^{BEGIN}{END}]*{END}'": [re.compile(f"{BEGIN}[^{BEGIN}{END}]*{END}")],
        "FACT": [re.compile(FACT)],
        "before + re.escape(slug) + '\\\\.md(?=[#)>\\\\s]|$)'": [link_to("what-is-it")],
        # of escaped words alone
        "'|'.join(sorted(words, key=len, reverse=True)) or '$^'": [re.compile("harbor|light")],
        'b\'"(?:%s)?%s([^"?#]+)"\' % (site, prefix)': [re.compile(rb'"(?:http://a)?/static/([^"?#]+)"')],
    }


def library_patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Those that Python-Markdown uses for a page, each with the place where it stands."""
    markdown = _Conversion(Body("", 1), {}, (), Report("")).markdown()
    registries = (markdown.preprocessors, markdown.parser.blockprocessors, markdown.inlinePatterns)
    for processor in chain(*registries, markdown.treeprocessors, markdown.postprocessors):
        names = {name: getattr(processor, name) for name in dir(processor)}
        names |= {f"PATTERNS {item.pattern.pattern}": item.pattern for item in names.get("PATTERNS", ())}
        for name, value in names.items():
            if isinstance(value, re.Pattern):
                yield f"{type(processor).__name__}.{name}", value


@pytest.mark.parametrize(
    ("pattern", "method", "expected"),
    [
        (r"//[^@]*@", "sub", "///"),
        (r"//[^@]*@", "match", ""),
        (r"(a+)+b", "match", "aaa"),
        (r"(?:a|b|ab)*c", "match", "ababab"),
        (r"\s+$", "search", "   "),
        (r"x\s*y|a*?b", "search", "aaa"),
        (r"(?=[^1]*1)a", "findall", "aaa"),
        (r"(?<!\w)\w++-", "findall", ""),
        (r"\w{1,30}-", "findall", ""),
    ],
)
def test_a_pattern_is_quadratic_as_it_is_used(pattern: str, method: str, expected: str) -> None:
    assert is_quadratic(re.compile(pattern), method) == expected


def test_the_counted_matcher_finds_what_python_finds() -> None:
    different = {}
    for _, pattern in library_patterns():
        for begin, pump in attacks(tree_of(pattern), pattern.flags):
            text = f"{begin}{pump}{pump}\n{pump} a"
            spans = [match.span() for match in pattern.finditer(text)]
            if Matcher(pattern, text, most=10_000).run("finditer") != spans:
                different[pattern.pattern] = text
    assert different == {}


def test_no_pattern_of_the_markdown_library_takes_quadratically_many_steps() -> None:
    slow = {
        place: text
        for place, pattern in library_patterns()
        # it looks for what follows a link only where a link ends
        if (text := is_quadratic(pattern, "match" if place.endswith("RE_LINK") else "finditer"))
    }
    assert slow == {}


def test_no_pattern_of_ours_takes_quadratically_many_steps() -> None:
    methods, made, slow, unknown = methods_by_name(), made_while_running(), {}, set()
    for module, call, name in calls_of_re():
        code = ast.unparse(call.args[0])
        if name:
            patterns = [getattr(importlib.import_module(module), name)]
        elif isinstance(call.args[0], ast.Constant):
            patterns = [re.compile(call.args[0].value)]
        else:
            patterns = made.get(code, [])
            unknown |= set() if code in made else {f"{module}: {code}"}
        direct = [call.func.attr] if isinstance(call.func, ast.Attribute) else []
        for pattern, method in product(patterns, sorted(methods[name]) or direct):
            if text := is_quadratic(pattern, method):
                slow[f"{module}: {method} {pattern.pattern!r:.80}"] = text
    assert (slow, unknown) == ({}, set())
