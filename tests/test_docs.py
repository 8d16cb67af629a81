"""Links in the documentation lead somewhere: to a file, a picture, or a heading."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
DOCS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+?)\s*$", re.MULTILINE)


def anchors(text: str) -> set[str]:
    """The ids that GitHub gives to the headings of a Markdown file."""
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in HEADING.findall(text)}


@pytest.mark.parametrize("path", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_relative_link_leads_to_a_file_or_a_heading(path):
    broken = []
    for link in LINK.findall(CODE.sub("", path.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", link):
            continue
        file, _, anchor = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        found = target.exists() and (not anchor or anchor in anchors(target.read_text(encoding="utf-8")))
        broken += [] if found else [link]
    assert broken == []


def test_every_decision_record_has_a_number_of_its_own_in_its_name_and_its_title():
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    names = [path.name[:4] for path in records]
    titles = [path.read_text(encoding="utf-8").partition("\n")[0] for path in records]
    # one that is still being written may be missing in between
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"\d{4}", name) for name in names)
    assert [title for name, title in zip(names, titles, strict=True) if not title.startswith(f"# {int(name)}. ")] == []
