"""The forms of the files of this repository show all that is in them, and change nothing by themselves."""

import pytest
from django.conf import settings

from pages.catalogue.library import READERS
from pages.editing.fields.declared import DATA_FORMS
from pages.editing.fields.form import DataForm, keys_of
from pages.editing.fields.words import WORDS
from pages.editing.files import normalized
from pages.schema.page_files import DATA_FILES


def sent(form: DataForm) -> dict[str, str]:
    """What a browser sends for a form in which nobody changed anything."""
    return {
        form.add_prefix(name): str(form.get_initial_for_field(field, name)).replace("\n", "\r\n")
        for name, field in form.fields.items()
        if form.get_initial_for_field(field, name) is not None
    }


def test_each_data_file_has_a_reader_a_form_and_words():
    assert set(DATA_FILES) == set(READERS) == set(DATA_FORMS) == set(WORDS)


@pytest.mark.parametrize("file", DATA_FILES)
def test_a_form_without_a_change_leaves_the_file_as_it_is(file):
    text = (settings.CONTENT_DIR / file).read_text(encoding="utf-8")
    assert normalized(text, file) == text
    entries = keys_of(text) if DATA_FORMS[file].entries else [None]
    for entry in entries:
        form = DataForm(file, text, entry, sent(DataForm(file, text, entry)))
        assert form.is_valid(), form.errors
        assert form.rewritten() == text, entry


@pytest.mark.parametrize("file", DATA_FILES)
def test_words_are_about_fields_that_exist(file):
    declared = DATA_FORMS[file]
    assert set(WORDS[file]) <= {".".join(path) for path in declared.order()} | (
        {""} if declared.schema is str else set()
    )
