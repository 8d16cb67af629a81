from django.template import engines

from pages.catalogue import current
from pages.serving.context import site_of

FOOTER = "site/footer_short.html"
ONCE = engines["django"].from_string(f'{{% load drawn_once %}}{{% drawn_once "{FOOTER}" %}}')
EACH_TIME = engines["django"].from_string(f'{{% include "{FOOTER}" %}}')


def test_a_part_of_all_pages_is_drawn_once_for_each_content(content):
    site, other = site_of(current()), site_of(content.load())
    assert ONCE.render(site) == EACH_TIME.render(site)
    assert ONCE.render(other) == EACH_TIME.render(other) != ONCE.render(site)
    site_of(current())["drawn_parts"][FOOTER] = "drawn before"
    try:
        assert ONCE.render(site_of(current())) == "drawn before"
    finally:
        del site["drawn_parts"][FOOTER]


def test_with_debug_a_changed_template_shows_at_once(settings):
    site = site_of(current())
    ONCE.render(site)
    settings.DEBUG = True
    site["drawn_parts"][FOOTER] = "drawn before"
    try:
        assert ONCE.render(site) == EACH_TIME.render(site)
    finally:
        del site["drawn_parts"][FOOTER]
