"""Every form of the site refuses two values for a field that takes one, and numbers in other digits."""

import pytest
from django import forms
from django.http import QueryDict

from bases.forms import SENT_TWICE, Form, StrictValues
from tests.bases.every_form import all_forms


class Visit(Form):
    color = forms.ChoiceField(choices=[("red", "Red"), ("blue", "Blue")])
    days = forms.MultipleChoiceField(choices=[("mon", "Monday"), ("tue", "Tuesday")])
    guests = forms.IntegerField(required=False, error_messages={"invalid": "Enter a number"})
    on = forms.DateField(required=False, error_messages={"invalid": "Enter a day"})
    wish = forms.CharField(required=False, max_length=5, widget=forms.Textarea)


GOOD = "color=red&days=mon&days=tue&guests=3&on=2026-11-28"


def errors(query):
    return dict(Visit(QueryDict(query)).errors)


def test_every_form_of_the_project_is_strict():
    assert {form.__qualname__ for form in all_forms() if not issubclass(form, StrictValues)} == set()


def test_one_value_for_each_field_is_accepted():
    form = Visit(QueryDict(GOOD))
    assert form.is_valid()
    assert form.cleaned_data["days"] == ["mon", "tue"]


@pytest.mark.parametrize("second", ["blue", "red", ""])
def test_a_second_value_is_refused_whatever_it_is(second):
    assert errors(f"{GOOD}&color={second}") == {"color": [SENT_TWICE]}


def test_the_refused_value_is_not_among_the_cleaned_data():
    form = Visit(QueryDict(f"{GOOD}&color=blue"))
    assert not form.is_valid()
    assert "color" not in form.cleaned_data


@pytest.mark.parametrize("number", ["３", "3_0", "٣", "%2B3", "3.0", "-0", "3%C2%A0"])
def test_numbers_in_other_digits_are_refused(number):
    assert errors(GOOD.replace("guests=3", f"guests={number}")) == {"guests": ["Enter a number"]}


def test_a_day_in_other_digits_is_refused():
    assert errors(GOOD.replace("2026-11-28", "２０２６-11-28")) == {"on": ["Enter a day"]}


def test_a_form_with_data_that_is_no_query_is_checked_as_usual():
    assert Visit({"color": "red", "days": ["mon"]}).is_valid()


def test_a_line_break_is_one_character_however_a_browser_sends_it():
    form = Visit(QueryDict(f"{GOOD}&wish=a%0D%0Ab%0D%0Ac"))
    assert form.is_valid()
    assert form.cleaned_data["wish"] == "a\nb\nc"
    assert errors(f"{GOOD}&wish=a%0Ab%0Acd") == {"wish": ["Ensure this value has at most 5 characters (it has 6)."]}
