from pages.rendering.outline import Heading, Outline


def test_an_outline_has_the_text_without_drawings_tables_and_citation_numbers() -> None:
    outline = Outline(
        "<p>One &amp; <em>two</em>.<sup><a>1</a></sup></p><ul><li>three</li><li>four\nfive</li></ul>"
        "<figure><figcaption>Six</figcaption><svg><text>no</text></svg>"
        "<details><summary>no</summary><table><tr><td>no</td></tr></table></details></figure>"
    )
    assert outline.text == "One & two.\nthree\nfour five\nSix"


def test_an_outline_has_the_second_level_headings_and_every_id() -> None:
    outline = Outline('<h2 id="why">Why <em>now</em>?</h2><h3 id="how">How?</h3><h2 class="facts__title">Facts</h2>')
    assert outline.headings == [Heading("why", "Why now?")]
    assert outline.ids == {"why", "how"}
