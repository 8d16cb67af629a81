"""The texts that a new page begins with."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.editing.starters import STARTERS, begin
from pages.schema.errors import Report
from pages.schema.front_matter import TO_BE_WRITTEN, PageHead, split

TODAY = date(2026, 11, 24)
TEXTS = st.text(st.characters(min_codepoint=32, blacklist_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=60)


@pytest.mark.parametrize("starter", STARTERS)
def test_it_has_valid_front_matter_and_marks_what_is_to_be_written(starter):
    text = begin(starter, title="Why?", description="It says.", section="about", order=30, today=TODAY)
    report = Report("content/en/x.md")
    head, _ = split(PageHead, text, report)
    assert report.errors == []
    assert head.value == PageHead("Why?", "It says.", "about", 30, None, date(2027, 5, 23), None, ())
    assert len(TO_BE_WRITTEN.findall(text)) >= 5


@given(TEXTS.map(str.strip).filter(bool), TEXTS.map(str.strip).filter(bool))
def test_any_title_and_description_are_read_back_unchanged(title, description):
    text = begin("article", title=title, description=description, section="about", order=0, today=TODAY)
    head, _ = split(PageHead, text, Report(""))
    assert (head.value.title, head.value.description) == (title, description)
