import pytest

from tests.pages.conftest import WHAT_IT_IS, WORDS, ContentFolder

PAGE = "en/what-it-is.md"
BODY = WORDS.split("---\n", 2)[2].encode()
HOW = "Write another page as what-to-expect.md, and an outside address in full with https://"


@pytest.mark.parametrize(
    ("old", "new", "errors"),
    [
        (
            "section: understand",
            "section: understnad",
            ["4: sections.yaml has no section `understnad`. Did you mean `understand`?"],
        ),
        (
            "section: understand",
            "section: zebra",
            ["4: sections.yaml has no section `zebra`. The sections are: understand, about."],
        ),
        (
            "reviewed_by: dr-reed",
            "reviewed_by: dr-read",
            ["8: people.yaml has nobody `dr-read`. Did you mean `dr-reed`?"],
        ),
        (
            "reviewed_by: dr-reed",
            "reviewed_by: zebra",
            ["8: people.yaml has nobody `zebra`. Add the person to people.yaml first."],
        ),
        (
            "sources: [fda23]",
            "sources:\n  - fda23\n  - ketalar",
            ["11: `ketalar` is listed but never cited. Cite it as [@ketalar], or remove it."],
        ),
        (
            "sources: [fda23]",
            "sources: [fda23, kelatar]",
            [
                "9: `kelatar` is listed but never cited. Cite it as [@kelatar], or remove it.",
                "9: sources.yaml has no source `kelatar`. Did you mean `ketalar`?",
            ],
        ),
        (
            "sources: [fda23]",
            "sources: []",
            ["12: `fda23` is cited but not listed in `sources`. Add `fda23` to `sources:` above."],
        ),
        (
            "[@fda23]",
            "[@fda23][@ketlar]",
            ["12: `ketlar` is cited but not listed in `sources`. Did you mean `ketalar`?"],
        ),
        (
            "[@fda23]",
            "[@fda23][@zebra]",
            ["12: `zebra` is cited but not listed in `sources`. Add `zebra` to `sources:` above."],
        ),
    ],
)
def test_everything_a_page_refers_to_must_exist(content: ContentFolder, old: str, new: str, errors: list[str]) -> None:
    content.replace(PAGE, old, new)
    assert content.errors() == [f"content/{PAGE}:{error}" for error in errors]


@pytest.mark.parametrize("name", ["What-It-Is", "what_it_is", "what--it", "-what", "é"])
def test_a_file_name_must_be_a_slug(content: ContentFolder, name: str) -> None:
    content.write(f"en/{name}.md", WHAT_IT_IS)
    assert content.errors() == [
        f"content/en/{name}.md:1: The file name `{name}.md` cannot be an address."
        " Use small letters, digits and single hyphens, like what-to-expect.md"
    ]


def test_a_page_cannot_have_an_address_of_another_app(content: ContentFolder) -> None:
    content.write("en/screening.md", WHAT_IT_IS)
    assert content.errors() == [
        "content/en/screening.md:1: The address /screening/ belongs to another part of the site."
        " Give the file another name."
    ]


def test_an_outcome_has_no_citations(content: ContentFolder) -> None:
    content.replace("en/outcomes/under-18.md", "Then that.", "Then that.[@fda23]")
    assert content.errors() == [
        "content/en/outcomes/under-18.md:10: A result page has no list of sources. Remove the citation."
    ]


def test_a_file_that_is_not_an_outcome_is_an_error(content: ContentFolder) -> None:
    content.write("en/outcomes/under-19.md", "---\ntitle: A\ndescription: B\n---\n\nWords.\n")
    assert content.errors() == [
        "content/en/outcomes/under-19.md:1: There is no screening result `under-19`. Did you mean `under-18`?"
    ]


def test_the_front_matter_of_an_outcome_has_only_a_title_and_a_description(content: ContentFolder) -> None:
    content.replace("en/outcomes/under-18.md", "title: A result", "title: A result\norder: 10")
    assert content.errors() == [
        "content/en/outcomes/under-18.md:3: `order` is not a key of this file. The keys are: title, description."
    ]


def test_the_links_of_an_outcome_are_checked_too(content: ContentFolder) -> None:
    content.replace("en/outcomes/under-18.md", "Then that.", "Then [that](wrods.md) and [this](words.md#term-placebo).")
    assert content.errors() == [
        "content/en/outcomes/under-18.md:10: There is no page `wrods.md`. Did you mean `words.md`?"
    ]


def test_hidden_files_of_text_editors_are_not_pages(content: ContentFolder) -> None:
    content.write("en/.#what-it-is.md", "nobody@nowhere")
    assert content.errors() == []


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
def test_a_good_link_is_no_error(content: ContentFolder, target: str) -> None:
    content.replace("en/what-it-is.md", "Nobody", f"[Here]({target}). Nobody")
    assert content.errors() == []


@pytest.mark.parametrize(
    ("target", "error"),
    [
        ("wrods.md", "There is no page `wrods.md`. Did you mean `words.md`?"),
        ("zebra.md", "There is no page `zebra.md`. Write the name of its file."),
        ("words.md#term-placbo", "There is no anchor `#term-placbo` on words.md. Did you mean `term-placebo`?"),
        ("#how-does-it-wrok", "There is no anchor `#how-does-it-wrok` on this page. Did you mean `how-does-it-work`?"),
        (
            "#zebra",
            "There is no anchor `#zebra` on this page. Use the words of the heading in small letters with hyphens.",
        ),
        ("/words/", f"Nothing answers at `/words/`. {HOW}"),
        ("/screning/", f"Nothing answers at `/screning/`. {HOW}"),
        ("//example.org/", f"`//example.org/` is not an address a page can link to. {HOW}"),
        ("example.org", f"`example.org` is not an address a page can link to. {HOW}"),
        ("outcomes/under-18.md", f"`outcomes/under-18.md` is not an address a page can link to. {HOW}"),
        ("javascript:alert(1)", f"`javascript:alert(1)` is not an address a page can link to. {HOW}"),
        ("data:text/html,x", f"`data:text/html,x` is not an address a page can link to. {HOW}"),
        ("tel:call-us", f"`tel:call-us` is not an address a page can link to. {HOW}"),
    ],
)
def test_a_broken_link_is_an_error_with_its_line(content: ContentFolder, target: str, error: str) -> None:
    content.replace("en/what-it-is.md", "Nobody", f"[Here]({target}). Nobody")
    assert content.errors() == [f"content/{PAGE}:16: {error}"]


def test_a_broken_link_is_reported_on_every_line_that_has_it(content: ContentFolder) -> None:
    content.write("en/what-it-is.md", (content.path / "en/what-it-is.md").read_text() + "\n[a](x.md)\n\n[b](x.md)\n")
    assert content.errors() == [
        f"content/{PAGE}:{line}: There is no page `x.md`. Write the name of its file." for line in (18, 20)
    ]


@pytest.mark.parametrize(
    "unreadable",
    [b"", BODY, b"---\ntitle: Words\n", WORDS.encode() + b"\xff", WORDS.encode() + b"a\n\n" * 20_000],
    ids=["empty", "no front matter", "no end", "not UTF-8", "too long"],
)
def test_links_to_a_page_that_cannot_be_read_are_no_errors(content: ContentFolder, unreadable: bytes) -> None:
    content.replace(PAGE, "Nobody", "[Here](words.md#term-placebo) and [there](words.md). Nobody")
    content.write("redirects.yaml", "/old/: {to: words.md#term-placebo}\n")
    assert content.errors() == []
    (content.path / "en/words.md").write_bytes(unreadable)
    assert [error.partition(":")[0] for error in content.errors()] == ["content/en/words.md"]


def test_a_broken_link_is_not_mistaken_for_a_longer_name(content: ContentFolder) -> None:
    content.replace(PAGE, "Nobody", "[a](ds.md) and [b](words.md)\n\n[c](words.md). Nobody")
    assert content.errors() == [f"content/{PAGE}:16: There is no page `ds.md`. Did you mean `words.md`?"]
