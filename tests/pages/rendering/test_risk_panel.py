"""The panel on risks has one text, and a page shows it where an editor writes {{ risks }}."""

from pages.rendering.markdown import render
from pages.rendering.outline import Outline
from pages.schema.errors import Report
from pages.schema.front_matter import Body
from pages.schema.references import RiskPanel
from tests.pages.conftest import ContentFolder

PAGE = "en/what-it-is.md"
PANEL = "title: The risks\ntext: |\n  It can slow breathing.[@ketalar] [More](words.md)\n"


def test_the_line_becomes_the_panel_with_its_links_and_citations() -> None:
    report = Report("page.md")
    panel = RiskPanel("The risks", "It can slow breathing.[@ketalar]\n\nRead [more](words.md).")
    rendered = render(Body("## Why?\n\n{{ risks }}\nAfter.", 1), {}, None, report, panel)
    assert report.errors == []
    assert rendered.cited == ("ketalar",)
    assert rendered.links == {"words.md"}
    assert rendered.html.replace("\n", "") == (
        '<h2 id="why">Why?</h2><section class="risks"><h3 class="risks__title">The risks</h3>'
        '<p>It can slow breathing.<sup class="cite"><a aria-label="Source 1" href="#source-ketalar">1</a></sup></p>'
        '<p>Read <a href="/words/">more</a>.</p></section><p>After.</p>'
    )
    assert [passage.text for passage in Outline(rendered.html).passages] == ["After."]


def test_a_page_that_shows_it_need_not_list_its_sources_and_readers_see_them(content: ContentFolder) -> None:
    content.write("risks.yaml", PANEL)
    content.replace(PAGE, "Nobody knows", "{{ risks }}\n\nNobody knows")
    page = content.load().pages["/what-it-is/"]
    assert "It can slow breathing." in page.body
    assert [source.id for source in page.sources] == ["fda23", "ketalar"]


def test_a_source_and_a_link_of_the_panel_that_do_not_exist_are_errors_of_the_page(content: ContentFolder) -> None:
    content.write("risks.yaml", PANEL.replace("ketalar", "kelatar").replace("words.md", "wrods.md"))
    content.replace(PAGE, "Nobody knows", "{{ risks }}\n\nNobody knows")
    assert sorted(error.partition(": ")[2].partition(".")[0] for error in content.errors()) == [
        "There is no page `wrods",
        "`kelatar` is cited but not listed in `sources`",
    ]


def test_without_the_file_the_line_is_an_error(content: ContentFolder) -> None:
    content.replace(PAGE, "Nobody knows", "{{ risks }}\n\nNobody knows")
    assert [error.partition(": ")[2].partition(".")[0] for error in content.errors()] == ["clinic"]
