from django.utils.safestring import SafeString

from pages.schema.values import Phone
from pages.templatetags.phone import with_phone_link

PHONE = Phone("(555) 555-0100")


def test_the_number_in_an_excerpt_calls_it_and_other_text_stays_as_it_is() -> None:
    excerpt = SafeString("<mark>Our</mark> phone, (555) 555-0100, is &lt;answered&gt;.")
    assert with_phone_link(excerpt, PHONE) == (
        '<mark>Our</mark> phone, <a class="tel" href="tel:+15555550100">(555) 555-0100</a>, is &lt;answered&gt;.'
    )


def test_text_that_is_not_html_is_escaped() -> None:
    assert with_phone_link("<b>", PHONE) == "&lt;b&gt;"  # type: ignore[arg-type]
