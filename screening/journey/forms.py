"""The form of one question, and the form of consent to sending the answers."""

from collections.abc import Mapping
from typing import Any

from django import forms

from bases.forms import Form
from screening.vocabulary.questions import NONE, NOT_SURE, PREFER_NOT, Question

# The first of these choices in a question has the word "or" before it.
CHOICES_AFTER_OR = (NONE, NOT_SURE, PREFER_NOT)


class Radios(forms.RadioSelect):
    """Radio buttons with the word "or" before each choice in `dividers`.

    The first has the plain id (`id_answer`, then `id_answer_1` ...), because the error summary links to it.
    """

    dividers: tuple[str, ...] = ()

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        attrs: dict[str, Any] = super().build_attrs(*args, **kwargs)
        # ARIA does not allow it on radio buttons; the fieldset names the error.
        attrs.pop("aria-invalid", None)
        return attrs

    def id_for_label(self, id_: str, index: str | int | None = None) -> str:
        return f"{id_}_{index}" if index and str(index) != "0" else id_


class Checkboxes(Radios, forms.CheckboxSelectMultiple):
    pass


class QuestionForm(Form):
    """One question. Nothing is preselected; `answer` is a choice id, or a list of them."""

    # The server reports what is missing.
    use_required_attribute = False

    def __init__(self, question: Question, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question = question
        field, widget = forms.ChoiceField, Radios()
        message = f"Select an answer about {question.topic}"
        if question.select_all:
            field, widget = forms.MultipleChoiceField, Checkboxes()
            message = f"Select what is true for you about {question.topic}, or “None of these”"
        after_or = next((choice.id for choice in question.choices if choice.id in CHOICES_AFTER_OR), None)
        widget.dividers = (after_or,) if after_or and after_or != question.choices[0].id else ()
        self.fields["answer"] = field(
            label=question.text,
            help_text=question.hint,
            choices=[(choice.id, choice.text) for choice in question.choices],
            widget=widget,
            error_messages=dict.fromkeys(("required", "invalid_choice", "invalid_list", "sent_twice"), message),
        )

    def clean_answer(self) -> str | list[str]:
        answer = self.cleaned_data["answer"]
        if not self.question.select_all:
            return str(answer)
        exclusive = [choice.text for choice in self.question.choices if choice.excludes_others and choice.id in answer]
        if exclusive and len(answer) > 1:
            raise forms.ValidationError(f"Clear “{exclusive[0]}”, or clear all the others")
        return sorted(set(answer), key=list(self.question.by_id).index)


class ConsentForm(Form):
    """Consent to sending the answers to the clinic; never checked beforehand."""

    consent = forms.BooleanField(
        label="I agree that the clinic may receive and keep my answers as described here.",
        error_messages={"required": "Check the box to agree, or choose to see your result without sending"},
        widget=forms.CheckboxInput(),
    )
    use_required_attribute = False


def initial_for(question: Question, answers: Mapping[str, object]) -> dict[str, object]:
    return {"answer": answers[question.id]} if question.id in answers else {}
