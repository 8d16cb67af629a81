"""Which questions cite which source, for the page of all sources."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.urls import reverse

from pages.catalogue.citations import Use
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.questionnaires import Questionnaire


def uses_by_source(questionnaire: Questionnaire = QUESTIONNAIRE) -> Mapping[str, Sequence[Use]]:
    """Source id -> the questions that cite it, as links to the page of all questions."""
    uses: dict[str, list[Use]] = defaultdict(list)
    for question in questionnaire.questions:
        anchor = question.asked_within or question.id
        for source in question.sources:
            uses[source].append(Use(f"Question about {question.topic}", f"{reverse('screening:questions')}#{anchor}"))
    return uses
