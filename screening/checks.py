"""What `manage.py check` says of the questionnaire: a source or a decision nobody can look up stops the start."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from django.apps.config import AppConfig
from django.core.checks import CheckMessage, Error, register

from pages import catalogue
from pages.errors import BrokenContent
from screening.questionnaire import QUESTIONNAIRE
from screening.questionnaire.decisions import DECISIONS
from screening.questions import Questionnaire


@register()
def questionnaire(app_configs: Sequence[AppConfig] | None = None, **kwargs: object) -> list[CheckMessage]:
    """screening.E001 unknown source, E002 unknown decision, E003 a decision no finding rests on."""
    try:
        known = set(catalogue.current().sources)
    except BrokenContent:  # pages.E001 tells
        return []
    return [*unknown_sources(QUESTIONNAIRE, known), *decisions(QUESTIONNAIRE)]


def unknown_sources(questionnaire: Questionnaire, known: set[str]) -> Iterator[CheckMessage]:
    for question in questionnaire.questions:
        for source in question.sources:
            if source not in known:
                near = get_close_matches(source, known, n=1)
                hint = f"Did you mean {near[0]}?" if near else "Add it to content/sources.yaml."
                yield Error(
                    f"Question {question.id} names the unknown source {source}.", hint=hint, id="screening.E001"
                )


def decisions(questionnaire: Questionnaire) -> Iterator[CheckMessage]:
    declared = {decision.id for decision in DECISIONS}
    for decision in sorted(questionnaire.decisions - declared):
        hint = "Declare it in screening/questionnaire/decisions.py."
        yield Error(f"A finding rests on the unknown decision {decision}.", hint=hint, id="screening.E002")
    for decision in sorted(declared - questionnaire.decisions):
        hint = "Name it beside the finding it explains, or delete it."
        yield Error(f"No finding rests on decision {decision}.", hint=hint, id="screening.E003")
