"""The form of one screen, with one field for each question, and the form of consent to sending the answers."""

from collections.abc import Iterator, Mapping
from typing import Any

from crispy_forms.templatetags.crispy_forms_filters import as_crispy_form
from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString

from bases.forms import Form
from screening.submissions.sending import Consent
from screening.vocabulary.questionnaires import Screen
from screening.vocabulary.questions import NONE, NOT_SURE, PREFER_NOT, Choice, Question


class Radios(forms.RadioSelect):
    """Radio buttons with the word "or" before each choice in `dividers`.

    Two values select none, because nobody knows which one is meant.
    The first has the plain id (`id_age`, then `id_age_1` ...), because the error summary links to it.
    """

    dividers: tuple[str, ...] = ()

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        attrs: dict[str, Any] = super().build_attrs(*args, **kwargs)
        # ARIA does not allow it on radio buttons; the fieldset names the error.
        attrs.pop("aria-invalid", None)
        return attrs

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        values = _posted(data, name)
        return values[0] if len(values) == 1 else None

    def id_for_label(self, id_: str, index: str | int | None = None) -> str:
        return f"{id_}_{index}" if index and str(index) != "0" else id_


class Checkboxes(Radios, forms.CheckboxSelectMultiple):
    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        return _posted(data, name)


class OneAnswer(forms.ChoiceField):
    """The field of a question with one answer: a choice id."""

    def __init__(self, question: Question) -> None:
        self.question = question
        super().__init__(**_texts(question, f"Select an answer about {question.topic}"), widget=Radios())
        self.widget.dividers = _dividers(question)


class SeveralAnswers(forms.MultipleChoiceField):
    """The field of a question with any number of answers: a list of choice ids, in the order of the choices."""

    def __init__(self, question: Question) -> None:
        self.question = question
        message = f"Select what is true for you about {question.topic}, or “None of these”"
        super().__init__(**_texts(question, message), widget=Checkboxes())
        self.widget.dividers = _dividers(question)

    def clean(self, value: object) -> list[str]:
        answer = super().clean(value)
        exclusive = [choice.text for choice in self.question.choices if choice.excludes_others and choice.id in answer]
        if exclusive and len(set(answer)) > 1:
            raise forms.ValidationError(f"Clear “{exclusive[0]}”, or clear all the others")
        return sorted(set(answer), key=list(self.question.by_id).index)


class ScreenForm(Form):
    """The questions of one screen; each field has the id of its question. Nothing is preselected."""

    # The server reports what is missing.
    use_required_attribute = False

    def __init__(self, screen: Screen, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.screen = screen
        for question in screen.questions:
            self.fields[question.id] = SeveralAnswers(question) if question.select_all else OneAnswer(question)

    @property
    def has_several(self) -> bool:
        return len(self.screen.questions) > 1

    def questions(self) -> SafeString:
        return SafeString(as_crispy_form(self))

    def posted_choices(self) -> Iterator[tuple[Question, Choice]]:
        """Every choice that was posted, whatever else is missing, wrong or contradictory."""
        for question in self.screen.questions:
            values = _posted(self.data, question.id)
            yield from ((question, choice) for choice in question.choices if choice.id in values)

    def valid_choices(self) -> Iterator[tuple[Question, Choice]]:
        """The choices of the questions that have no error, whatever is wrong with the others."""
        for question in self.screen.questions:
            if question.id not in self.errors:
                values = question.read(self.cleaned_data[question.id])
                yield from ((question, choice) for _, choice in values if choice)


def _posted(data: Mapping[str, Any], name: str) -> list[Any]:
    if isinstance(data, MultiValueDict):
        return data.getlist(name)
    value = data.get(name, [])
    return list(value) if isinstance(value, list | tuple) else [value]


def _texts(question: Question, message: str) -> dict[str, Any]:
    return {
        "label": question.text,
        "help_text": question.hint,
        "choices": [(choice.id, choice.text) for choice in question.choices],
        "error_messages": dict.fromkeys(("required", "invalid_choice", "invalid_list", "sent_twice"), message),
    }


def _dividers(question: Question) -> tuple[str, ...]:
    # "None" is an answer like the others where one answer is given, such as a number of days.
    after_or = (NONE, NOT_SURE, PREFER_NOT) if question.select_all else (NOT_SURE, PREFER_NOT)
    return tuple(choice.id for choice in question.choices if choice.id in after_or)[:1]


class ConsentBox(forms.CheckboxInput):
    """A box whose value names the words that the page shows. It is checked only if the person agreed to these."""

    text_digest = ""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        return data.get(name, "")

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value == self.text_digest, attrs)
        context["widget"]["value"] = self.text_digest
        return context


class ConsentField(forms.Field):
    """Refuses the consent to words that are not in force any more, so that the person reads the new ones first."""

    widget = ConsentBox
    default_error_messages = {
        "changed": "What we say here has changed since you opened this page. Read it again, and check the box to agree"
    }

    def clean(self, value: Any) -> Any:
        assert isinstance(self.widget, ConsentBox)  # noqa: S101 (`asks_for` needs it)
        if super().clean(value) != self.widget.text_digest:
            raise forms.ValidationError(self.error_messages["changed"], "changed")
        return True

    def asks_for(self, consent: Consent) -> None:
        assert isinstance(self.widget, ConsentBox)  # noqa: S101 (the class says so)
        self.widget.text_digest = consent.text_digest


class AsksForConsent(Form):
    """A form with a ConsentField. The box is never checked beforehand."""

    use_required_attribute = False

    def __init__(self, *args: Any, agree_to: Consent | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, ConsentField) and agree_to:
                field.asks_for(agree_to)


class ConsentForm(AsksForConsent):
    """Consent to sending the answers to the clinic."""

    consent = ConsentField(
        label="I agree that the clinic may receive and keep my answers as described here.",
        error_messages={"required": "Check the box to agree, or choose to see your result without sending"},
    )
