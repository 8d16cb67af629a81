import shutil
from pathlib import Path

import pytest

from pages.catalogue.build import load
from pages.schema.errors import BrokenContent
from tests.pages.conftest import ContentFolder

CONTENT = Path(__file__).parents[3] / "content"


@pytest.mark.parametrize(
    "name", ["clinic.yaml", "sources.yaml", "people.yaml", "glossary.yaml", "changes.yaml", "en/sections.yaml"]
)
def test_a_missing_data_file_is_one_error(content: ContentFolder, name: str) -> None:
    (content.path / name).unlink()
    assert content.errors() == [
        f"content/{name}:1: This file cannot be read: No such file or directory. The site needs it."
    ]


def test_an_error_in_the_facts_of_the_clinic_is_one_error_although_every_page_of_the_site_uses_them(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "content"
    shutil.copytree(CONTENT, folder)
    with (folder / "clinic.yaml").open("a") as clinic:
        clinic.write("\nfax: (555) 555-0101\n")
    with pytest.raises(BrokenContent) as broken:
        load(folder)
    assert [error.message for error in broken.value.errors] == ["`fax` is not a key of this file."]


def test_a_file_in_another_encoding_is_an_error_with_its_line(content: ContentFolder) -> None:
    text = (content.path / "en/words.md").read_text().replace("{{ glossary }}", "Café")
    (content.path / "en/words.md").write_bytes(text.encode("latin-1"))
    assert content.errors() == [
        "content/en/words.md:12: This file is not in UTF-8. Save it as UTF-8, or type this line again."
    ]


def test_a_byte_order_mark_and_windows_line_ends_do_not_matter(content: ContentFolder) -> None:
    before = content.load().pages["/what-it-is/"]
    text = (content.path / "en/what-it-is.md").read_bytes().replace(b"\n", b"\r\n")
    (content.path / "en/what-it-is.md").write_bytes(b"\xef\xbb\xbf" + text)
    assert content.load().pages["/what-it-is/"] == before
