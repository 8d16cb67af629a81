import pytest
import yaml

from pages.editing.renaming.texts import REDIRECTS_HEAD, changed_files, with_changes, with_links, with_redirect
from tests.pages.conftest import ContentFolder


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[a](old.md)", "[a](new.md)"),
        ("[a](old.md#how-so) and [b](old.md)", "[a](new.md#how-so) and [b](new.md)"),
        ('[a](old.md "Title")', '[a](new.md "Title")'),
        ("[a](<old.md>)", "[a](<new.md>)"),
        ("[a][x]\n\n[x]: old.md#y\n", "[a][x]\n\n[x]: new.md#y\n"),
        ("[a](very-old.md) [b](old.mdx) [c](/old/) [d](https://x.example/old.md) old.md", None),
        ("[old.md](older.md)", None),
    ],
)
def test_links_to_a_page_and_its_headings_follow_it(before: str, after: str | None) -> None:
    assert with_links(before, "old", "new") == (after or before)


def test_changes_follow_and_keep_every_other_character() -> None:
    text = "# ü\na:\n  page: old # why\n  message: 'About old'\nb: {page: old, message: x}\nc:\n  page: older\n"
    assert with_changes(text, "old", "2024") == text.replace("page: old #", 'page: "2024" #').replace(
        "page: old,", 'page: "2024",'
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# head\n{}\n", "# head\n/old/: {to: new.md}\n"),
        ("# head\n", "# head\n/old/: {to: new.md}\n"),
        ("", "/old/: {to: new.md}\n"),
        ("/a: {to: b.md}", "/a: {to: b.md}\n/old/: {to: new.md}\n"),
        ("{/a: {to: b.md}}\n", "{/a: {to: b.md}, /old/: {to: new.md}}\n"),
        # no chain
        (
            "/a:\n  to: old.md#x # ü\n/b: {to: /old/, comment: old.md}\n",
            "/a:\n  to: new.md#x # ü\n/b: {to: /new/, comment: old.md}\n/old/: {to: new.md}\n",
        ),
        # there and back again
        (
            "/a: {to: b.md}\n# the former name\n/new:\n  to: old.md\n  comment: c\n\n# next\n/c: {to: b.md}\n",
            "/a: {to: b.md}\n# the former name\n\n# next\n/c: {to: b.md}\n/old/: {to: new.md}\n",
        ),
        ("/new/: {to: old.md}\n/c: {to: b.md}\n", "/c: {to: b.md}\n/old/: {to: new.md}\n"),
        ("/c: {to: b.md}\n/new/: {to: old.md}\n", "/c: {to: b.md}\n/old/: {to: new.md}\n"),
        # done already
        ("/old/: {to: new.md}\n", "/old/: {to: new.md}\n"),
    ],
)
def test_the_old_address_leads_to_the_new_one_in_one_step(before: str, after: str) -> None:
    assert with_redirect(before, "old", "new") == after


def test_a_file_that_is_no_yaml_is_not_guessed_at() -> None:
    with pytest.raises(yaml.YAMLError):
        with_redirect("/a: [", "old", "new")


def test_every_file_that_names_the_page_changes_and_no_other(content: ContentFolder) -> None:
    content.write("risks.yaml", "title: Risks\ntext: |\n  See [it](what-it-is.md).\n")
    content.write("en/outcomes/under-18.md", "[x](what-it-is.md#how-does-it-work)")
    content.replace("changes.yaml", "page: home", "page: what-it-is")
    new = {file: after for file, _, after in changed_files(content.path, "what-it-is", "ketamine", is_public=True)}
    assert list(new) == ["en/home.md", "en/outcomes/under-18.md", "changes.yaml", "risks.yaml", "redirects.yaml"]
    assert new["en/outcomes/under-18.md"] == "[x](ketamine.md#how-does-it-work)"
    assert new["changes.yaml"].count("page: ketamine\n") == 2
    assert new["risks.yaml"] == "title: Risks\ntext: |\n  See [it](ketamine.md).\n"
    assert new["redirects.yaml"] == f"{REDIRECTS_HEAD}/what-it-is/: {{to: ketamine.md}}\n"
    private = changed_files(content.path, "what-it-is", "ketamine", is_public=False)
    assert "redirects.yaml" not in {file for file, _, _ in private}
