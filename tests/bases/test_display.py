"""Of a hash a screen reader reads only the first digits; an error names its field; a window title fits a tab."""

from django import forms
from django.template import Context, Template
from django.utils.html import format_html

from bases.display import LONGEST_WINDOW_TITLE

HASH = "0123456789abcdef" * 4
SHORT = f'{HASH[:12]}<span aria-hidden="true">{HASH[12:]}</span>'


def show(template: str, **context: object) -> str:
    return Template(template).render(Context(context))


def test_a_screen_reader_reads_only_the_first_12_digits_of_a_hash():
    text = f"approved: {HASH} <b>"
    assert show("{{ text|short_hashes }}", text=text) == f"approved: {SHORT} &lt;b&gt;"


def test_a_hash_in_a_link_and_a_longer_number_stay_whole():
    html = format_html('<a href="/{0}">a</a> {0}0', HASH)
    assert show("{{ html|short_hashes }}", html=html) == html


def test_an_error_of_django_gets_the_name_of_its_field_in_a_summary():
    class Form(forms.Form):
        name = forms.CharField(error_messages={"required": "Write your name"})
        reason = forms.CharField(label="Why?")
        day = forms.DateField(required=False)

    errors = "{% for field in form %}{% for error in field.errors %}{{ error|naming:field }}. {% endfor %}{% endfor %}"
    assert Template(errors).render(Context({"form": Form({"day": "soon"})})) == (
        "Write your name. Why: This field is required.. Day: Enter a valid date.. "
    )


def test_a_window_title_cuts_only_the_name_and_leaves_room_for_the_word_error():
    template = "Error: {% window_title name kind 'Review desk' %}"
    title = show(template, name="Call request of November 28, 2026, 11:59 p.m., by telephone", kind="Call request")
    assert title == "Error: Call request of November 28, 2026… | Call request | Review desk"
    assert len(title) <= LONGEST_WINDOW_TITLE
    assert show(template, name="A & B", kind="") == "Error: A &amp; B | Review desk"
