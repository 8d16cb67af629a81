"""redirects.yaml: what may be an old address, and where it may lead."""

import pytest

from pages.catalogue.held_back import load_and_keep
from tests.pages.conftest import ContentFolder

FILE = "redirects.yaml"
HOW = "Write the file of a page, like what-to-expect.md, or an address of this site, like /talk-to-us/."
COPY = "Copy it from the address bar of a browser, from the first slash on."


def test_each_old_address_leads_to_a_page_a_heading_or_an_address_of_this_site(content: ContentFolder) -> None:
    content.write(
        FILE,
        "/about.html: {to: what-it-is.md}\n"
        "/home/: {to: home.md, comment: of the former site}\n"
        "/a/b.php: {to: 'what-it-is.md#how-does-it-work'}\n"
        "/caf%C3%A9 bar: {to: /talk-to-us/}\n"
        "/über-uns/: {to: /words/}\n"
        "/feed/: {to: /feed.xml}\n"
        "/Index.html: {to: /}\n",
    )
    assert dict(content.load().redirects) == {
        "/about.html": "/what-it-is/",
        "/home": "/",
        "/a/b.php": "/what-it-is/#how-does-it-work",
        "/café bar": "/talk-to-us/",
        "/über-uns": "/words/",
        "/feed": "/feed.xml",
        "/Index.html": "/",
    }


def test_the_file_may_be_missing_or_empty(content: ContentFolder) -> None:
    assert dict(content.load().redirects) == {}
    content.write(FILE, "# none yet\n{}\n")
    assert dict(content.load().redirects) == {}


@pytest.mark.parametrize(
    ("entry", "error"),
    [
        ("https://old.example/x: {to: words.md}", "`https://old.example/x` names a site. "
         "Leave that out, and begin with the slash after it: /about.html"),
        ("//x: {to: words.md}", "`//x` names a site. Leave that out, and begin with the slash after it: /about.html"),
        ("about.html: {to: words.md}", "`about.html` does not begin with a slash. Write /about.html"),
        ("/index.php?page=3: {to: words.md}", "`/index.php?page=3` has a part after the address of the page. "
         "Write /index.php alone. It leads on, whatever follows it."),
        ("'/x#y': {to: words.md}", "`/x#y` has a part after the address of the page. "
         "Write /x alone. It leads on, whatever follows it."),
        ("/a/../b: {to: words.md}", f"`/a/../b` cannot be an address. {COPY}"),
        ("/a/%2e%2e/b: {to: words.md}", f"`/a/%2e%2e/b` cannot be an address. {COPY}"),
        ("/a//b: {to: words.md}", f"`/a//b` cannot be an address. {COPY}"),
        ("/a%0d%0aX: {to: words.md}", f"`/a%0d%0aX` cannot be an address. {COPY}"),
        ("'/a\\b': {to: words.md}", f"`/a\\b` cannot be an address. {COPY}"),
        (f"/{'a' * 200}: {{to: words.md}}", "This address is too long. An address has at most 200 characters."),
        ("/: {to: words.md}", "There is a page at `/`. Delete this entry, or rename the page."),
        ("/words: {to: home.md}", "There is a page at `/words`. Delete this entry, or rename the page."),
        ("/screening/old: {to: words.md}", "`/screening/old` belongs to another part of the site. Delete this entry."),
        ("/static/x.png: {to: words.md}", "`/static/x.png` belongs to another part of the site. Delete this entry."),
        ("/staff: {to: words.md}", "`/staff` belongs to another part of the site. Delete this entry."),
        ("/x/: {to: https://evil.example/}", "`https://evil.example/` is on another site. "
         f"An old address leads to this site only. {HOW}"),
        ("/x/: {to: //evil.example}", "`//evil.example` is on another site. "
         f"An old address leads to this site only. {HOW}"),
        ("/x/: {to: '/\\evil.example'}", "`/\\evil.example` is on another site. "
         f"An old address leads to this site only. {HOW}"),
        ("/x/: {to: words}", f"`words` is not an address of this site. {HOW}"),
        ("/x/: {to: wrods.md}", "Visitors find nothing at `wrods.md`. Did you mean `words.md`?"),
        ("/x/: {to: /talk-to-us}", "Visitors find nothing at `/talk-to-us`. Did you mean `/talk-to-us/`?"),
        ("/x/: {to: /staff/pages/}", "Visitors find nothing at `/staff/pages/`. Did you mean `/all-pages/`?"),
        ("/x/: {to: /screening/abc/}", "Visitors find nothing at `/screening/abc/`. Did you mean `/screening/`?"),
        ("/x/: {to: words.md#nothing}", "There is no anchor `#nothing` there. Leave that part out."),
        ("/x/: {to: '/search/?q=y'}", "`/search/?q=y` has a “?”. Leave that part out."),
        ("/x/: {to: x.md}", f"This goes in a circle: `x.md` → `x.md`. {HOW}"),
        ("/x/: {too: words.md}", "`/x/.too` is not a key of this file. Did you mean `to`?"),
        ("/x/: words.md",
         "`/x/` must be a group of keys; `words.md` is read as text. Write one `key: value` per line."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_what_to_do(content: ContentFolder, entry: str, error: str) -> None:
    content.write(FILE, f"# one\n/good.html: {{to: home.md}}\n{entry}\n")
    assert f"content/redirects.yaml:3: {error}" in content.errors()


def test_circles_chains_and_duplicates_are_named_where_they_are(content: ContentFolder) -> None:
    content.write(
        FILE,
        "/a/: {to: /b/}\n/b/: {to: a.md}\n/c/:\n  to: d.md\n/d/: {to: e.md}\n/e/: {to: words.md}\n/e: {to: home.md}\n",
    )
    assert content.errors() == [
        f"content/redirects.yaml:1: This goes in a circle: `/b/` → `a.md` → `/b/`. {HOW}",
        f"content/redirects.yaml:2: This goes in a circle: `a.md` → `/b/` → `a.md`. {HOW}",
        "content/redirects.yaml:4: `d.md` is an old address, too. Write where it leads: home.md",
        "content/redirects.yaml:5: `e.md` is an old address, too. Write where it leads: home.md",
        "content/redirects.yaml:7: `/e/` and `/e` are the same address. Keep one of the two.",
    ]


def test_a_link_to_an_old_address_works(content: ContentFolder) -> None:
    content.write(FILE, "/former/: {to: words.md}\n/old.html: {to: words.md}\n")
    content.replace("en/home.md", "[what it is](what-it-is.md)", "[a](former.md) [b](/former/#x) [c](/old.html)")
    assert content.errors() == []
    content.replace("en/home.md", "former.md", "formre.md")
    assert content.errors() == ["content/en/home.md:12: There is no page `formre.md`. Did you mean `home.md`?"]


def test_a_mistake_in_the_file_holds_no_page_back(content: ContentFolder, tmp_path) -> None:
    content.write(FILE, "/old/: {to: words.md}\n")
    load_and_keep(content.path, tmp_path / "kept")
    content.write(FILE, "/old/: {to: wrods.md}\n")
    content.replace("en/words.md", "title: Words", "title: New words")
    catalogue = load_and_keep(content.path, tmp_path / "kept")
    assert (catalogue.pages["/words/"].title, dict(catalogue.redirects)) == ("New words", {"/old": "/words/"})
    assert [str(error) for error in catalogue.broken] == [
        "content/redirects.yaml:1: Visitors find nothing at `wrods.md`. Did you mean `words.md`?"
    ]
