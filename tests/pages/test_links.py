import pytest

from pages.links import href, is_elsewhere, url_of
from tests.pages.conftest import ContentFolder

PAGE = "content/en/what-it-is.md"
HOW = "Write another page as what-to-expect.md, and an outside address in full with https://"


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("what-it-is.md", "/what-it-is/"),
        ("what-it-is.md#how-does-it-work", "/what-it-is/#how-does-it-work"),
        ("home.md", "/"),
        ("#how", "#how"),
        ("/screening/", "/screening/"),
        ("https://example.org/a.md", "https://example.org/a.md"),
        ("mailto:hello@clinic.example", "mailto:hello@clinic.example"),
        ("tel:988", "tel:988"),
        ("tel:(555) 555-0100", "tel:5555550100"),
        ("sms:+1-833-852-6262", "sms:+18338526262"),
    ],
)
def test_a_target_as_an_editor_writes_it_becomes_an_address(target: str, address: str) -> None:
    assert href(target) == address


def test_the_home_page_is_the_root() -> None:
    assert (url_of("home"), url_of("words")) == ("/", "/words/")


@pytest.mark.parametrize(
    "target",
    [
        "words.md",
        "words.md#term-placebo",
        "home.md",
        "#how-does-it-work",
        "/screening/",
        "https://example.org/",
        "mailto:hello@clinic.example",
        "tel:988",
        "tel:{{ clinic.phone }}",
        "sms:988",
    ],
)
def test_a_link_that_leads_somewhere_is_fine(content: ContentFolder, target: str) -> None:
    content.replace("en/what-it-is.md", "Nobody", f"[Here]({target}). Nobody")
    assert content.errors() == []


@pytest.mark.parametrize(
    ("target", "error"),
    [
        ("wrods.md", "There is no page `wrods.md`. Did you mean `words.md`?"),
        ("zebra.md", "There is no page `zebra.md`. Write the name of its file."),
        ("words.md#term-placbo", "There is no place `#term-placbo` on words.md. Did you mean `term-placebo`?"),
        ("#how-does-it-wrok", "There is no place `#how-does-it-wrok` on this page. Did you mean `how-does-it-work`?"),
        (
            "#zebra",
            "There is no place `#zebra` on this page. Use the words of the heading in small letters with hyphens.",
        ),
        ("/words/", f"Nothing answers at `/words/`. {HOW}"),
        ("/screning/", f"Nothing answers at `/screning/`. {HOW}"),
        ("//example.org/", f"`//example.org/` is not an address I can link to. {HOW}"),
        ("example.org", f"`example.org` is not an address I can link to. {HOW}"),
        ("outcomes/under-18.md", f"`outcomes/under-18.md` is not an address I can link to. {HOW}"),
        ("javascript:alert(1)", f"`javascript:alert(1)` is not an address I can link to. {HOW}"),
        ("data:text/html,x", f"`data:text/html,x` is not an address I can link to. {HOW}"),
        ("tel:call-us", f"`tel:call-us` is not an address I can link to. {HOW}"),
    ],
)
def test_a_link_that_leads_nowhere_is_told_with_its_line(content: ContentFolder, target: str, error: str) -> None:
    content.replace("en/what-it-is.md", "Nobody", f"[Here]({target}). Nobody")
    assert content.errors() == [f"{PAGE}:16: {error}"]


def test_a_broken_link_is_told_on_every_line_it_stands_on(content: ContentFolder) -> None:
    content.write("en/what-it-is.md", (content.path / "en/what-it-is.md").read_text() + "\n[a](x.md)\n\n[b](x.md)\n")
    assert content.errors() == [
        f"{PAGE}:{line}: There is no page `x.md`. Write the name of its file." for line in (18, 20)
    ]


@pytest.mark.urls("tests.pages.site_urls")
def test_an_address_is_elsewhere_when_another_part_of_the_site_answers() -> None:
    assert is_elsewhere("/screening/")
    assert is_elsewhere("/screening/?from=home#top")
    assert not is_elsewhere("/words/")
    assert not is_elsewhere("/")
    assert not is_elsewhere("/no/such/place")
