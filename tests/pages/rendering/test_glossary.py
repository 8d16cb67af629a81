import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from pages.catalogue import current
from pages.rendering.markdown import render
from pages.schema.errors import Report
from pages.schema.front_matter import Body
from pages.schema.references import Term

GLOSSARY = (
    Term("term-ect", "ECT (electroconvulsive therapy)", "A treatment with current."),
    Term("term-off-label", "Off-label", "A use that is not on the label."),
    Term("term-placebo", "Placebo", "A dummy treatment."),
)


def drawn(text: str, **facts: str) -> BeautifulSoup:
    report = Report("page.md")
    named = {f"clinic.{name}": value for name, value in facts.items()}
    soup = BeautifulSoup(render(Body(text, 1), named, GLOSSARY, report).html, "html.parser")
    assert report.errors == []
    return soup


def explained(text: str) -> list[str]:
    """The explained terms, in order, as the text writes them."""
    return [mark.text.removesuffix("?") for mark in drawn(text).select(".term")]


def test_the_first_use_has_a_button_and_the_meaning_is_after_its_paragraph() -> None:
    soup = drawn("It beat a placebo twice.\n\nNext.\n")
    assert str(soup).replace("\n", "") == (
        '<p>It beat a <span class="term">placebo<button aria-describedby="term-placebo"'
        ' aria-label="What does placebo mean?" popovertarget="term-placebo" type="button">?</button></span> twice.</p>'
        '<aside class="meaning" id="term-placebo" popover="" role="note">'
        "<strong>Placebo:</strong> A dummy treatment.</aside><p>Next.</p>"
    )


def test_a_term_in_the_name_of_the_clinic_is_no_use_of_it() -> None:
    soup = drawn("{{ clinic.name }} gives no placebo.\n", name="The Placebo House")
    assert [mark.text for mark in soup.select(".term")] == ["placebo?"]
    assert soup.p.text.startswith("The Placebo House gives no placebo")


def test_a_term_is_explained_once_per_page_in_any_of_its_forms() -> None:
    assert explained("A placebo.\n\nPlacebos and a Placebo.\n") == ["placebo"]
    assert explained("Electroconvulsive therapy helps some. ECT is old.\n") == ["Electroconvulsive therapy"]


@pytest.mark.parametrize(
    "text",
    [
        "## A placebo\n\nText.\n",
        "See [the placebo](x.md).\n",
        "A `placebo`.\n",
        "Words like placebology, or anti-placebo.\n",
        "I expect nothing of an ect.\n",
        '!!! emergency "Call"\n    - after a placebo\n',
        '!!! callout "A placebo"\n    Text.\n',
        "Placebo\n:   A thing.\n",
    ],
)
def test_terms_in_headings_links_code_cards_and_other_words_are_not_explained(text: str) -> None:
    assert explained(text) == []


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ("- A placebo here.\n- Next.\n", "li"),
        ("| A | B |\n|---|---|\n| one | a placebo |\n", "td"),
        ("Thing\n:   A placebo.\n", "dd"),
        ("1. An *odd placebo* here.\n", "li"),
    ],
)
def test_in_a_list_or_a_table_the_meaning_is_in_the_item_or_cell(text: str, holder: str) -> None:
    [meaning] = drawn(text).select(".meaning")
    assert meaning.parent.name == holder


def test_the_button_stays_with_the_last_of_several_words() -> None:
    mark = drawn("Electroconvulsive therapy helps some.\n").select_one(".term")
    assert (mark.text, mark.contents[0]) == ("Electroconvulsive therapy?", "Electroconvulsive ")
    assert mark.select_one(".term__end").text == "therapy?"


def test_only_the_first_term_of_a_section_has_a_question_mark_and_the_others_open_by_their_word() -> None:
    soup = drawn("A placebo, used off-label.\n\n## Next\n\nThis is ECT.\n")
    marks = {mark.contents[0]: mark["class"] for mark in soup.select(".term")}
    assert marks == {"placebo": ["term"], "off-label": ["term", "term--quiet"], "ECT": ["term"]}
    assert len(soup.select(".term button[popovertarget]")) == 3


def test_two_terms_in_one_paragraph_have_two_meanings_after_it() -> None:
    soup = drawn("A placebo, used off-label, **and ECT**.\n")
    assert [meaning["id"] for meaning in soup.select("p ~ .meaning")] == ["term-placebo", "term-off-label", "term-ect"]


def test_the_text_of_a_page_is_unchanged() -> None:
    soup = drawn("A placebo, used off-label, **and ECT**, or *placebos*.\n")
    for added in soup.select(".term button, .meaning"):
        added.decompose()
    assert soup.text.strip() == "A placebo, used off-label, and ECT, or placebos."


def test_every_meaning_on_the_real_pages_has_one_button_and_the_text_of_the_glossary() -> None:
    meanings = {term.id: f"{term.term}: {term.meaning}" for term in current().glossary}
    pages = [page for page in current().pages.values() if page.slug != "glossary"]
    explained = set()
    for page in pages:
        soup = BeautifulSoup(page.body, "html.parser")
        opened = [button["popovertarget"] for button in soup.select(".term button")]
        meanings = {aside["id"]: aside.text for aside in soup.select("aside.meaning")}
        assert len(opened) == len(set(opened))
        assert meanings == {id: meanings[id] for id in opened}
        explained |= meanings.keys()
    assert len(explained) > len(meanings) * 0.6


@pytest.mark.browser
def test_a_press_opens_the_meaning_and_escape_closes_it_without_hover_or_script(
    transactional_db, live_server, browser
) -> None:
    context = browser.new_context(java_script_enabled=False, has_touch=True, viewport={"width": 360, "height": 640})
    page = context.new_page()
    page.goto(f"{live_server.url}/what-is-ketamine/")
    button = page.locator(".term button").first
    meaning = page.locator(f"#{button.get_attribute('popovertarget')}")
    expect(meaning).to_be_hidden()
    button.tap()
    expect(meaning).to_be_visible()
    box = meaning.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    button.focus()
    page.keyboard.press("Enter")
    expect(meaning).to_be_visible()
    context.close()
