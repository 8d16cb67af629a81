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
def test_text_in_backticks_becomes_code_and_html_is_escaped(words, html):
    assert with_code(words) == html
