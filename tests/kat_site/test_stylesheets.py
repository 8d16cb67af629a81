"""The stylesheets contain all layers in order, are rebuilt when a source changes, and keep the rules of the sources."""

import os
import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from kat_site.stylesheets import SHEETS, StylesheetFinder, build, sources_of

NAME = "site.css"
LAYERS = (*SHEETS[NAME][:-1], "journey", "utilities")  # in the order in which they win
SOURCES = sources_of(NAME)
SHADES = re.compile(r"--(?P<name>[a-z-]+): light-dark\((?P<light>#[0-9a-f]+), (?P<dark>#[0-9a-f]+)\)")
ON_PAPER = ["ink", "soft", "accent", "accent-deep", "amber", "red", "red-deep"]
TEXT_PAIRS = [
    *((name, ground) for name in ON_PAPER for ground in ("paper", "tint", "field")),
    *((name, "accent-tint") for name in ("ink", "accent")),
    *(("ink", ground) for ground in ("amber-tint", "red-tint")),
    ("amber", "amber-tint"),
    ("red", "red-tint"),
    ("on-accent", "accent"),
    ("on-accent", "accent-deep"),
    ("on-accent", "red"),
    ("on-accent", "red-deep"),
    ("on-band", "band"),
]


@pytest.fixture
def sources(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"{name}.css" for name in ("a", "b")]
    for path in paths:
        path.write_text(f"@layer {path.stem} {{ .{path.stem} {{ color: red; }} }}")
        os.utime(path, (1_000, 1_000))
    return paths


def test_the_finder_lists_and_finds_the_stylesheets(settings, tmp_path):
    settings.STYLESHEET_BUILD_DIR = tmp_path
    listed = {name: storage.path(name) for name, storage in StylesheetFinder().list(ignore_patterns=None)}
    assert listed == {name: StylesheetFinder().find(name) for name in ("site.css", "journey.css")}
    assert StylesheetFinder().find(NAME, find_all=True) == [str(tmp_path / NAME)] == [listed[NAME]]


def test_the_finder_does_not_find_other_files():
    assert StylesheetFinder().find("icon.svg") == []
    assert finders.find("icon.svg") == str(settings.BASE_DIR / "static" / "icon.svg")


def test_the_stylesheet_contains_its_sources_in_order(sources, tmp_path):
    build(sources, tmp_path / "out" / NAME)
    assert (tmp_path / "out" / NAME).read_text() == "@layer a{.a{color:red}}@layer b{.b{color:red}}"


def test_only_a_newer_source_rebuilds_the_stylesheet(sources, tmp_path):
    target = tmp_path / NAME
    target.write_text("kept")
    build(sources, target)
    assert target.read_text() == "kept"
    os.utime(sources[1], (target.stat().st_mtime + 5, target.stat().st_mtime + 5))
    build(sources, target)
    assert ".b{" in target.read_text()


def test_every_file_is_a_layer_and_the_first_file_declares_their_order():
    assert SOURCES[0].read_text().partition("@layer ")[2].startswith(f"{', '.join(LAYERS)};")
    files = list(SOURCES[0].parent.glob("*.css"))
    assert {path.stem for path in files} == set(LAYERS)
    assert [path.stem for path in files if f"@layer {path.stem} {{" not in path.read_text()] == []


@pytest.mark.parametrize("name", SHEETS)
def test_a_stylesheet_loads_nothing_else_and_is_small(name):
    sheet = Path(finders.find(name)).read_text()
    assert re.findall(r"url\(|@import|@font-face", sheet) == []
    assert len(brotli.compress(sheet.encode(), quality=11)) <= 6 * 1024


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_pair_of_text_and_background_has_enough_contrast(scheme):
    shades = {m["name"]: m[scheme] for m in SHADES.finditer((SOURCES[0].parent / "tokens.css").read_text())}
    too_low = {pair: ratio for pair in TEXT_PAIRS if (ratio := contrast(shades[pair[0]], shades[pair[1]])) < 4.5}
    assert too_low == {}
    grounds = ("paper", "field", "tint", "accent-tint")
    assert min(contrast(shades["edge"], shades[ground]) for ground in grounds) >= 3


def test_browsers_that_do_not_know_light_dark_use_the_light_colors():
    tokens = (SOURCES[0].parent / "tokens.css").read_text()
    fallbacks = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+);", tokens.partition("@supports")[0]))
    assert fallbacks == {m["name"]: m["light"] for m in SHADES.finditer(tokens)}


@pytest.mark.browser
@pytest.mark.parametrize("name", SHEETS)
def test_minifying_changes_no_rule(page, name):
    """Chromium reads the same rules from the minified stylesheet as from its sources.

    Custom properties, and values that use one, keep their spaces, so spaces there and after commas are ignored.
    """
    read = """css => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(css);
        const rules = [...sheet.cssRules].map(rule => rule.cssText).join("\\n");
        return rules.replace(/--[a-z-]+:[^;]+;/g, property => property.replace(/\\s+/g, "")).replace(/,\\s+/g, ",");
    }"""
    rules = page.evaluate(read, "\n".join(path.read_text() for path in sources_of(name)))
    assert page.evaluate(read, Path(finders.find(name)).read_text()) == rules
    assert all(f"@layer {layer} {{" in rules for layer in SHEETS[name])


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colors as defined by WCAG."""
    dark, light = sorted((luminance(first), luminance(second)))
    return round((light + 0.05) / (dark + 0.05), 2)


def luminance(color: str) -> float:
    digits = color[1:] if len(color) == 7 else "".join(digit * 2 for digit in color[1:])
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
