"""Words for readers in YAML files are checked like those of pages."""

import pytest

from pages.lint import findings_of_data
from pages.wording.claims import read_claims
from tests.pages.conftest import CLINIC, ContentFolder
from tests.pages.editing.texts import CLAIMS


@pytest.mark.parametrize(
    ("file", "text", "lines"),
    [
        ("clinic.yaml", CLINIC + "room: Quiet.\nreferrals:\n  how: It cures.\n", [44]),
        ("changes.yaml", "new:\n  changed_on: 2026-09-01\n  page: home\n  message: It cures.\n", [4]),
        ("en/sections.yaml", "about: About us\ncures: What cures\n", [2]),
        ("glossary.yaml", "Placebo: It cures 8 in 10 people.\n", [1, 1]),
        ("risks.yaml", "title: Risks\ntext: |\n  It cures.\n", [3]),
        ("people.yaml", "dr-reed:\n  name: It cures\n  role: x\n", []),
        ("clinic.yaml", "name: It cures.\n", []),
    ],
)
def test_a_forbidden_claim_is_found_at_its_line(content: ContentFolder, file, text, lines):
    content.write("claims.yaml", CLAIMS)
    findings = findings_of_data(f"content/{file}", text, read_claims(content.path))
    assert [finding.line for finding in findings] == lines
