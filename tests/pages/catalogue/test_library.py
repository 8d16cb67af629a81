import pytest

from tests.pages.conftest import ContentFolder


@pytest.mark.parametrize(
    "name", ["clinic.yaml", "sources.yaml", "people.yaml", "glossary.yaml", "changes.yaml", "en/sections.yaml"]
)
def test_a_missing_data_file_is_one_error(content: ContentFolder, name: str) -> None:
    (content.path / name).unlink()
    assert content.errors() == [
        f"content/{name}:1: This file cannot be read: No such file or directory. The site needs it."
    ]


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
