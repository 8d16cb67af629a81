import gc
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from django.urls import resolve
from hypothesis import given
from hypothesis import strategies as st

from pages import catalogue
from pages.schema.references import Term
from pages.search.index import Answer, Hit, Index, Meaning
from pages.search.services import SERVICES
from tests.pages.conftest import ContentFolder

DRIVING = """\
---
title: Driving
description: When you may drive.
section: understand
order: 20
reviewed_on:
review_by: 2027-05-22
reviewed_by:
sources: []
---

Wait until tomorrow.

## After a long day of seizures

You may drive when your head is clear & awake.

| What | When |
|---|---|
| Tractor | never |
"""


@pytest.fixture
def index(content: ContentFolder) -> Index:
    content.write("en/driving.md", DRIVING)
    return content.load().index


@pytest.fixture(scope="module")
def real_index() -> Index:
    return catalogue.current().index


def urls(answer: Answer) -> list[str]:
    return [hit.url for hit in answer.pages]


def test_a_word_leads_to_the_best_place_of_a_page_with_the_word_marked(index: Index) -> None:
    assert index.look_up("awake") == Answer(
        pages=(
            Hit(
                url="/driving/#after-a-long-day-of-seizures",
                title="Driving",
                heading="After a long day of seizures",
                excerpt="You may drive when your head is clear &amp; <mark>awake</mark>.",
            ),
        )
    )


def test_a_word_only_in_the_description_is_shown_there(index: Index) -> None:
    (hit,) = index.look_up("it starts").pages
    assert (hit.url, hit.heading, hit.excerpt) == ("/", "", "Where it <mark>starts</mark>.")


def test_a_term_of_the_glossary_is_shown_with_its_meaning(index: Index) -> None:
    answer = index.look_up("what does off-label mean?")
    assert answer.terms == (
        Meaning("term-off-label", "<mark>Off-label</mark>", "A use that is not on the <mark>label</mark>."),
    )


def test_a_term_that_is_only_explained_with_the_word_stands_in_when_nothing_else_is_urls(index: Index) -> None:
    assert [term.id for term in index.look_up("dummy").terms] == ["term-placebo"]


@pytest.mark.parametrize(
    "query",
    ["DRIVING", "drive", "drives", "drivé", "driv", "dirve", "drivin", "seizure", "siezure", "seezure", "tractors"],
)
def test_endings_case_accents_beginnings_and_slips_are_forgiven(index: Index, query: str) -> None:
    assert urls(index.look_up(query))[0].partition("#")[0] == "/driving/"


def test_a_corrected_word_is_named_and_a_beginning_is_not(index: Index) -> None:
    assert index.look_up("tractro").instead == (("tractro", "Tractor"),)
    assert index.look_up("trac").instead == ()


def test_a_word_that_is_known_is_not_taken_for_another(index: Index) -> None:
    assert index.look_up("label").instead == ()


@pytest.mark.parametrize("query", ["zzzz", "xy", "!!!", "ß", "٣", "\u202e", "<b>"])
def test_what_nobody_wrote_is_not_urls(index: Index, query: str) -> None:
    assert index.look_up(query) == Answer()


def test_a_title_counts_more_than_a_heading_and_a_heading_more_than_the_text(content: ContentFolder) -> None:
    for place, slug in enumerate(("text", "heading", "title")):
        title, heading, text = ("zebra" if slug == part else "other" for part in ("title", "heading", "text"))
        page = DRIVING.replace("title: Driving", f"title: {title}").replace("After a long day of seizures", heading)
        content.write(f"en/{slug}.md", page.replace("order: 20", f"order: {30 + place}") + f"\nSome {text} here.\n")
    assert urls(content.load().index.look_up("zebra")) == ["/title/", "/heading/#zebra", "/text/#other"]


def test_pages_with_all_the_words_come_before_pages_with_some(index: Index) -> None:
    answer = index.look_up("medicine tractor")
    assert (sorted(urls(answer)), answer.missing) == (
        ["/driving/#after-a-long-day-of-seizures", "/what-it-is/"],
        True,
    )
    assert index.look_up("drive tractor").missing is False


def test_small_words_do_not_count_unless_they_are_all_there_is(index: Index) -> None:
    assert urls(index.look_up("is the tractor for you")) == ["/driving/#after-a-long-day-of-seizures"]
    assert index.look_up("you").pages != ()


@pytest.mark.parametrize(
    "query",
    ["suicide", "Suicidal thoughts", "sucide", "I want to die", "hurt myself", "harming myself", "end my life", "988"],
)
def test_a_person_in_need_is_shown_help_first(query: str) -> None:
    assert catalogue.load(settings.CONTENT_DIR).index.look_up(query).crisis


@pytest.mark.parametrize("query", ["cost", "end of treatment", "does it hurt", "my insurance"])
def test_other_words_show_no_alarm(query: str) -> None:
    assert not catalogue.current().index.look_up(query).crisis


def test_a_very_long_query_is_shortened_and_the_answer_says_so(index: Index) -> None:
    assert index.look_up("tractor " * 100).shortened
    assert urls(index.look_up("tractor " * 100)) == ["/driving/#after-a-long-day-of-seizures"]
    assert index.look_up(" ".join(f"word{number}" for number in range(13))).shortened
    assert not index.look_up("tractor").shortened


REAL = [
    ("side effects", "/safety-and-side-effects/"),
    ("can I drive home", "/day-of-a-session/"),
    ("insurence", "/cost-and-insurance/"),
    ("blood presure", "/who-should-not-have-it/"),
    ("lozanges", "/ways-of-giving-ketamine/"),
    ("privacy", "/privacy/"),
    ("what is KAT", "/what-is-kat/"),
    ("anxeity", "/who-it-may-help/"),
    ("bladder pain", "/safety-and-side-effects/"),
    ("addictive", "/questions-people-ask/"),
    ("who looks after my children", "/for-family-and-helpers/"),
    ("payment plan", "/cost-and-insurance/"),
    ("fibromyalgia", "/who-it-may-help/"),
]


@pytest.mark.parametrize(("query", "url"), REAL)
def test_on_the_real_pages_the_obvious_page_is_among_the_first_three(query: str, url: str) -> None:
    first = [hit.url.partition("#")[0] for hit in catalogue.current().index.look_up(query).pages[:4]]
    assert url in first


@pytest.mark.parametrize(
    ("query", "url"),
    [
        ("book appointment", "/talk-to-us/"),
        ("make an appointment", "/talk-to-us/"),
        ("phone number", "/talk-to-us/"),
        ("quiz", "/screening/"),
        ("cost calculator", "/cost/"),
        ("cancel my appointment", "/receipt/"),
    ],
)
def test_what_people_want_to_do_finds_where_they_can_do_it(query: str, url: str) -> None:
    hit = catalogue.current().index.look_up(query).pages[0]
    assert (hit.url, hit.heading) == (url, "")


def test_every_service_has_a_page() -> None:
    assert {service.url: resolve(service.url).func for service in SERVICES}.keys() == {
        "/talk-to-us/",
        "/screening/",
        "/cost/",
        "/receipt/",
    }


def test_a_result_says_what_a_person_would_want_to_read() -> None:
    hit = catalogue.current().index.look_up("pregnant").pages[0]
    assert hit.excerpt == (
        "The Spravato label warns that it may harm a growing baby, and advises against nursing. "
        "<mark>Pregnant</mark>. Our rule: Not now"
    )


def test_every_title_finds_its_page() -> None:
    index, pages = catalogue.current().index, catalogue.current().pages
    missed = {
        url: page.title
        for url, page in pages.items()
        if url not in [hit.url.partition("#")[0] for hit in index.look_up(page.title).pages[:3]]
    }
    assert missed == {}


def test_every_link_of_an_answer_leads_to_a_place_that_is_there() -> None:
    content = catalogue.current()
    for query in ("ketamine", "session", "blood pressure", "insurance", "suicide", "what"):
        for hit in content.index.look_up(query).pages:
            url, _, anchor = hit.url.partition("#")
            assert not anchor or f'id="{anchor}"' in content.pages[url].body


def explained(text: str, query: str) -> bool:
    """Whether `query` finds a term that is explained with `text`, without a correction."""
    answer = Index([], [Term("term-x", "Entry", text)]).look_up(query)
    return bool(answer.terms) and not answer.instead


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dose", "doses"),
        ("dosed", "dosing"),
        ("studies", "study"),
        ("studied", "studying"),
        ("dizziness", "dizzy"),
        ("lozenges", "lozenge"),
        ("stopped", "stop"),
        ("safely", "safe"),
        ("fully", "full"),
        ("simply", "simple"),
        ("easily", "easy"),
        ("trying", "tried"),
        ("tries", "try"),
        ("illnesses", "illness"),
        ("ketamine's", "ketamine"),
        ("Ketamine’s", "ketamine"),
        ("café", "CAFE"),
        ("cafe\u0301", "café"),
        ("don't", "dont"),
        ("off-label", "offlabel"),
        ("off-label", "off label"),
        ("self-esteem", "selfesteem"),
        ("Straße", "strasse"),
    ],
)
def test_words_that_differ_in_ending_accent_case_hyphen_or_apostrophe_find_each_other(one: str, other: str) -> None:
    assert explained(f"It is {one}.", other)
    assert explained(f"It is {other}.", one)


@pytest.mark.parametrize(("text", "query"), [("driving", "driv"), ("driving", "drivin"), ("everyone", "every")])
def test_the_beginning_of_a_word_finds_it(text: str, query: str) -> None:
    assert explained(text, query)


def test_a_compound_is_marked_as_one_however_it_is_typed() -> None:
    index = Index([], [Term("term-x", "Off-label", "Not on the label.")])
    assert index.look_up("offlabel").terms == (Meaning("term-x", "<mark>Off-label</mark>", "Not on the label."),)
    assert index.look_up("offlable").instead == (("offlable", "Off-label"),)


def test_what_matches_is_marked_and_the_rest_is_escaped() -> None:
    (term,) = Index([], [Term("term-x", '"A" & <b>doses</b>', "<script>")]).look_up("dosing, script").terms
    assert term.term == "&quot;A&quot; &amp; &lt;b&gt;<mark>doses</mark>&lt;/b&gt;"
    assert term.meaning == "&lt;<mark>script</mark>&gt;"


@pytest.mark.parametrize(
    ("query", "plain"),
    [
        ('"tractor', "tractor"),
        ("tractor*", "tractor"),
        ("^tractor", "tractor"),
        ("title:tractor", "title tractor"),
        ("{title body} : tractor", "title body tractor"),
        ("-tractor", "tractor"),
        ("tractor AND never", "tractor and never"),
        ("tractor NOT never", "tractor not never"),
        ("NEAR(tractor never, 2)", "near tractor never"),
        ("(tractor) + never", "tractor never"),
        ("tractor'); DROP TABLE texts; --", "tractor drop table texts"),
        ("tractor\0never", "tractor never"),
    ],
)
def test_the_syntax_of_the_search_engine_means_nothing(index: Index, query: str, plain: str) -> None:
    answer = index.look_up(query)
    assert urls(answer)[0] == "/driving/#after-a-long-day-of-seizures"
    assert answer.pages == index.look_up(plain).pages


@given(st.text(max_size=300) | st.text(alphabet="aé\u0301'’-\"*^:(){}+ \0ßＡ𞤀١", max_size=40))
def test_no_text_breaks_it_and_none_comes_back_as_markup(real_index: Index, text: str) -> None:
    answer = real_index.look_up(text)
    shown: list[Any] = [part for hit in answer.pages for part in (hit.title, hit.heading, hit.excerpt)]
    assert all("<" not in part.replace("<mark>", "").replace("</mark>", "") for part in shown)


def test_many_threads_find_the_same_as_one() -> None:
    index = catalogue.current().index
    queries = [word for url, page in catalogue.current().pages.items() for word in (url, page.title, page.title[:9])]
    alone = [index.look_up(query) for query in queries]
    start = threading.Barrier(4)

    def search(_: int) -> list[Answer]:
        start.wait()
        return [index.look_up(query) for query in queries]

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(search, range(4))) == [alone] * 4


def texts_in_memory() -> Iterator[str]:
    seen: set[int] = set()
    containers = gc.get_objects()
    while containers:
        for value in gc.get_referents(containers.pop()):
            if isinstance(value, str):
                yield value
            elif not gc.is_tracked(value) and id(value) not in seen:
                seen.add(id(value))
                containers.append(value)


def test_nothing_that_was_asked_stays_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    index = catalogue.current().index
    # Backwards, so that the secret is not found in this test itself.
    secret = "sisonoclov"
    index.look_up(f"{secret[::-1]} bladder {secret[::-1]}s")
    gc.collect()
    assert not [text for text in texts_in_memory() if secret in text[::-1]]
    monkeypatch.setattr(index, "last", secret[::-1], raising=False)
    assert [text[::-1] for text in texts_in_memory() if secret in text[::-1]] == [secret]
