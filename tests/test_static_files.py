"""Every static file that a template names exists; in production a missing one is an error 500."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

TEMPLATES = Path(settings.BASE_DIR) / "templates"
NAMED = re.compile(r"""{%\s*static\s+["']([^"']+)["']""")
NAMES = sorted({name for path in TEMPLATES.rglob("*.html") for name in NAMED.findall(path.read_text(encoding="utf-8"))})


@pytest.mark.parametrize("name", NAMES)
def test_a_template_names_only_files_that_exist(name):
    assert finders.find(name)


def test_the_templates_name_the_stylesheets_of_staff_pages():
    assert "staff/base.css" in NAMES
