"""How the words of a finding are shown on a page."""

import pytest

from pages.templatetags.findings import with_code


@pytest.mark.parametrize(
    ("words", "html"),
    [
        (
            "There is no page `a.md`. Did you mean `b.md`?",
            "There is no page <code>a.md</code>. Did you mean <code>b.md</code>?",
        ),
        ("HTML such as `<b>` is not allowed.", "HTML such as <code>&lt;b&gt;</code> is not allowed."),
        ("<script>alert(1)</script> & `", "&lt;script&gt;alert(1)&lt;/script&gt; &amp; `"),
        ("", ""),
    ],
)
def test_what_stands_between_backticks_is_code_and_nothing_is_html(words, html):
    assert with_code(words) == html
