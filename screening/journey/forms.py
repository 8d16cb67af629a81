"""One question as a form, and consent as a form: strict about what comes in, plain about what is wrong."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from screening.vocabulary.questions import NONE, NOT_SURE, PREFER_NOT, Question

OR_BEFORE = (NONE, NOT_SURE, PREFER_NOT)  # the first of these on offer has the word "or" before it


class Radios(forms.RadioSelect):
    """Radio buttons, of which the first has the plain id (`id_answer`, then `id_answer_1` ...): the error summary
    links to it. Before a choice in `dividers` stands the word "or"."""

    dividers: tuple[str, ...] = ()

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        attrs: dict[str, Any] = super().build_attrs(*args, **kwargs)
        attrs.pop("aria-invalid", None)  # not for radio buttons; the fieldset names the error
        return attrs

    def id_for_label(self, id_: str, index: str | int | None = None) -> str:
        return f"{id_}_{index}" if index and str(index) != "0" else id_


class Ticks(Radios, forms.CheckboxSelectMultiple):
    """The same for ticks."""


class QuestionForm(forms.Form):
    """The page of one question. Nothing is preselected; `answer` is a choice id, or a list of them."""

    use_required_attribute = False  # the server says what is missing

    def __init__(self, question: Question, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question = question
        kind, widget = (forms.MultipleChoiceField, Ticks()) if question.tick_all else (forms.ChoiceField, Radios())
        first_apart = next((c.id for c in question.choices if c.id in OR_BEFORE), None)
        widget.dividers = (first_apart,) if first_apart and first_apart != question.choices[0].id else ()
        message = f"Select an answer about {question.topic}"
        if question.tick_all:
            message = f"Tick what is true for you about {question.topic}, or “None of these”"
        self.fields["answer"] = kind(
            label=question.text,
            help_text=question.hint,
            choices=[(choice.id, choice.text) for choice in question.choices],
            widget=widget,
            error_messages={"required": message, "invalid_choice": message, "invalid_list": message},
        )

    def clean_answer(self) -> str | list[str]:
        answer = self.cleaned_data["answer"]
        if not self.question.tick_all:
            if isinstance(self.data, MultiValueDict) and len(self.data.getlist("answer")) > 1:
                raise forms.ValidationError(self.fields["answer"].error_messages["required"])
            return str(answer)
        alone = [choice.text for choice in self.question.choices if choice.excludes_others and choice.id in answer]
        if alone and len(answer) > 1:
            raise forms.ValidationError(f"Untick “{alone[0]}”, or untick all the others")
        return sorted(set(answer), key=list(self.question.by_id).index)


class ConsentForm(forms.Form):
    """Agreement to send the answers to the clinic; never ticked beforehand."""

    consent = forms.BooleanField(
        label="I agree that the clinic may receive and keep my answers as described here.",
        error_messages={"required": "Tick the box to agree, or choose to see your result without sending"},
        widget=forms.CheckboxInput(),
    )
    use_required_attribute = False


def initial_for(question: Question, answers: Mapping[str, object]) -> dict[str, object]:
    """What the form shows on a second visit: the answer given before."""
    return {"answer": answers[question.id]} if question.id in answers else {}
