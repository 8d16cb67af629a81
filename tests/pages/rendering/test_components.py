import re

import pytest

from tests.pages.rendering.rendered import errors, html


def test_a_callout_can_contain_anything() -> None:
    assert html('!!! callout "Note"\n    One.\n\n    - two\n\nAfter.') == (
        '<div class="callout"><p class="callout__title">Note</p><p>One.</p><ul><li>two</li></ul></div><p>After.</p>'
    )


@pytest.mark.parametrize(
    ("kind", "hidden"),
    [
        ("self-care", "Advice: "),
        ("soon", "Urgent advice: "),
        ("emergency", "Immediate action required: "),
    ],
)
def test_an_urgency_card_says_how_urgent_it_is_to_screen_readers(kind: str, hidden: str) -> None:
    assert html(f'## When?\n\n!!! {kind} "Call *us* if:"\n    Today:\n\n    - a\n    - b') == (
        f'<h2 id="when">When?</h2><section class="card card--{kind}"><h3 class="card__title">'
        f'<span class="visually-hidden">{hidden}</span>Call <em>us</em> if:</h3>'
        "<p>Today:</p><ul><li>a</li><li>b</li></ul></section>"
    )


@pytest.mark.parametrize("kind", ["do", "dont"])
def test_do_and_dont_are_lists(kind: str) -> None:
    assert html(f'!!! {kind} "Title"\n    - a\n    - b') == (
        f'<section class="{kind}"><h2 class="{kind}__title">Title</h2><ul><li>a</li><li>b</li></ul></section>'
    )


def test_facts_are_a_definition_list() -> None:
    body = "\n\n".join(f"    T{n}\n    :   d{n}" for n in (1, 2, 3))
    assert html(f'!!! facts "At a glance"\n{body}') == (
        '<section class="facts"><h2 class="facts__title">At a glance</h2><dl>'
        "<dt>T1</dt><dd>d1</dd><dt>T2</dt><dd>d2</dd><dt>T3</dt><dd>d3</dd></dl></section>"
    )


def test_steps_are_a_numbered_list() -> None:
    assert html('!!! steps "How"\n    1. a\n    2. b') == (
        '<section class="steps"><h2 class="steps__title">How</h2><ol><li>a</li><li>b</li></ol></section>'
    )


def test_a_sheet_to_print_can_contain_anything() -> None:
    assert html('!!! sheet "Card"\n    At: …\n\n    - a') == (
        '<section class="sheet"><h2 class="sheet__title">Card</h2><p>At: …</p><ul><li>a</li></ul></section>'
    )


def test_a_timeline_is_a_figure_with_a_caption() -> None:
    assert html('!!! timeline "The day"\n    At 9\n    :   You come.\n\n    At 10\n    :   You rest.') == (
        '<figure class="timeline"><figcaption>The day</figcaption>'
        f"<dl><dt>{sun(18)}At 9</dt><dd>You come.</dd><dt>{sun(18)}At 10</dt><dd>You rest.</dd></dl></figure>"
    )


def test_the_sun_of_a_timeline_is_highest_in_the_middle() -> None:
    steps = "\n\n".join(f"    At {hour}\n    :   You rest." for hour in range(5))
    drawn = html(f'!!! timeline "The day"\n{steps}')
    assert re.findall(r'cy="([\d.]+)"', drawn) == ["18.0", "9.5", "6.0", "9.5", "18.0"]


def sun(height: float) -> str:
    return (
        '<svg aria-hidden="true" class="sun" viewBox="0 0 24 24">'
        f'<circle cx="12" cy="{height:.1f}" r="5"></circle><rect height="6" width="24" x="0" y="18"></rect></svg>'
    )


def test_a_component_title_is_one_level_below_the_last_heading_and_has_no_anchor() -> None:
    box = '!!! do "Do"\n    - a'
    assert html(f"{box}\n\n## Two\n\n{box}\n\n### Three\n\n{box}") == (
        '<section class="do"><h2 class="do__title">Do</h2><ul><li>a</li></ul></section><h2 id="two">Two</h2>'
        '<section class="do"><h3 class="do__title">Do</h3><ul><li>a</li></ul></section><h3 id="three">Three</h3>'
        '<section class="do"><h4 class="do__title">Do</h4><ul><li>a</li></ul></section>'
    )


def test_a_component_needs_no_empty_line_around_it() -> None:
    assert html('Before.\n!!! do "Do"\n\n    - a\nAfter.') == (
        '<p>Before.</p><section class="do"><h2 class="do__title">Do</h2><ul><li>a</li></ul></section><p>After.</p>'
    )


KINDS = (
    "The kinds are: callout, do, dont, self-care, soon, emergency, sheet, facts, steps, timeline, range, visits, dots."
)
ALIKE = 'Write it at the left margin, like: !!! callout "Title"'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'Hi.\n\n!!! calout "Note"\n    Text.',
            ["page.md:13: There is no component `calout`. Did you mean `callout`?"],
        ),
        ('!!! zebra "Note"\n    Text.', [f"page.md:11: There is no component `zebra`. {KINDS}"]),
        ("!!! callout Note", [f"page.md:11: This line begins a component but has the wrong form. {ALIKE}"]),
        ('!!!callout "Note"', [f"page.md:11: This line begins a component but has the wrong form. {ALIKE}"]),
        ('- a\n    !!! do "Do"', [f"page.md:12: This line begins a component but has the wrong form. {ALIKE}"]),
        (
            '!!! callout "Note"\nText.',
            ["page.md:11: `callout` is empty. Put some text under it, indented by four spaces."],
        ),
        (
            '!!! do "Do"\n    Rest.',
            [
                "page.md:11: `do` needs a bullet list and nothing else."
                " Put a bullet list under it, indented by four spaces."
            ],
        ),
        (
            '!!! dont "Do not"\n    - run\n\n    Ever.',
            [
                "page.md:11: `dont` needs a bullet list and nothing else."
                " Put a bullet list under it, indented by four spaces."
            ],
        ),
        (
            '!!! emergency "Call"\n    Now.',
            ["page.md:11: `emergency` needs a bullet list. Put a bullet list under it, indented by four spaces."],
        ),
        (
            '!!! steps "How"\n    - a',
            [
                "page.md:11: `steps` needs a numbered list and nothing else."
                " Put a numbered list under it, indented by four spaces."
            ],
        ),
        (
            '!!! timeline "Day"\n    - a',
            [
                "page.md:11: `timeline` needs a definition list and nothing else."
                " Put a definition list under it, indented by four spaces."
            ],
        ),
        (
            '!!! facts "Facts"\n    A\n    :   b',
            ["page.md:11: `facts` has 1 rows. Give it 3 to 6."],
        ),
        (
            '!!! range "Costs"\n    Text.',
            ["page.md:11: `range` needs a table and nothing else. Put a table under it, indented by four spaces."],
        ),
        (
            "\n".join(['!!! callout "Note"', "    Text.", ""] * 3),
            ["page.md:17: A page has at most two call-outs. Make this one an ordinary paragraph."],
        ),
    ],
)
def test_an_invalid_component_is_an_error_with_its_line(text: str, expected: list[str]) -> None:
    assert errors(text) == expected
