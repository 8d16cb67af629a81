"""What `manage.py check` says of the questionnaire: a rule that cannot be trusted stops the start.

screening.E001 unknown source; E002 unknown decision; E003 decision nobody rests on; E004 id used twice; E005 conditions
in a circle; E006 condition that can never be decided or met; E007 question nothing reads; E008 words missing; E009 no
source; E010 result page without words; E011 text too hard to read; E012 certificate of other rules; E013 a condition
FHIR cannot say; E014 a page that says otherwise than the rules.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from django.apps.config import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from pages import catalogue
from pages.lint.readability import grade
from pages.schema.errors import BrokenContent
from screening.exports.fhir import questionnaire_resource
from screening.proof import certificate
from screening.proof.faults import faults
from screening.proof.page_statements import disagreements
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.dispositions import Disposition
from screening.vocabulary.questions import Question, Questionnaire

DECLARATIONS = Path(__file__).with_name("questionnaire")
RESULT_PAGES = (*(one.value for one in Disposition if one is not Disposition.INCOMPLETE), "under-18")
HARDEST_GRADE = 8
FEWEST_WORDS = 8  # of anything shorter a school grade says nothing
NAMES = re.compile(  # of illnesses and medicines, which a person has to see as their doctor says them
    r"\b(ketamine|esketamine|spravato|benzodiazepines|xanax|ativan|ambien"
    r"|schizophrenia|schizoaffective|delusional disorder|bipolar depression)\b",
    re.IGNORECASE,
)


@register()
def questionnaire(app_configs: Sequence[AppConfig] | None = None, **kwargs: object) -> list[CheckMessage]:
    """Everything that can be told without asking anybody: the module docstring lists it."""
    found: list[CheckMessage] = [
        Error(_located(fault.question, fault.says), hint=fault.hint, id=fault.id) for fault in faults(QUESTIONNAIRE)
    ]
    found += [*hard_texts(QUESTIONNAIRE), *conditions_fhir_cannot_say(QUESTIONNAIRE)]
    if not certificate.is_of(QUESTIONNAIRE):
        hint = "Run manage.py prove_rules, read what changed, and commit what it wrote."
        says = "These rules are not proven: screening/proof/certificate.json was made for others."
        found.append((Warning if settings.DEBUG else Error)(says, hint=hint, id="screening.E012"))
    try:
        content = catalogue.current()
    except BrokenContent:  # pages.E001 tells
        return found
    found += [*unknown_sources(QUESTIONNAIRE, set(content.sources)), *results_without_words(content.outcomes)]
    return [*found, *statements(QUESTIONNAIRE, Path(settings.CONTENT_DIR) / "en")]


def unknown_sources(questionnaire: Questionnaire, known: set[str]) -> Iterator[CheckMessage]:
    for question in questionnaire.questions:
        for source in question.sources:
            if source not in known:
                near = get_close_matches(source, known, n=1)
                hint = f"Did you mean {near[0]}?" if near else "Add it to content/sources.yaml."
                yield Error(
                    _located(question.id, f"It names the unknown source {source}."), hint=hint, id="screening.E001"
                )


def results_without_words(outcomes: Iterable[str]) -> Iterator[CheckMessage]:
    for missing in (page for page in RESULT_PAGES if page not in outcomes):
        hint = f"Write content/en/outcomes/{missing}.md."
        yield Error(f"The result {missing} has no words.", hint=hint, id="screening.E010")


def statements(questionnaire: Questionnaire, folder: Path) -> Iterator[CheckMessage]:
    for wrong in disagreements(questionnaire, folder):
        where = f"content/en/{wrong.file}" + (f":{wrong.line}" if wrong.line else "")
        yield Error(f"{where}: {wrong.says}", hint=wrong.hint, id="screening.E014")


def conditions_fhir_cannot_say(questionnaire: Questionnaire) -> Iterator[CheckMessage]:
    try:
        questionnaire_resource(questionnaire, settings.SITE_URL, publisher="", status="draft")
    except ValueError as error:
        yield Error(f"{error}.", hint="Say it with one `or`, or with one `and`.", id="screening.E013")


def hard_texts(questionnaire: Questionnaire) -> Iterator[CheckMessage]:
    """Texts above grade 8, names of illnesses and medicines left aside."""
    for question in questionnaire.questions:
        for text in _texts(question):
            grade_of_text = grade(NAMES.sub("name", text))
            if grade_of_text > HARDEST_GRADE and len(text.split()) >= FEWEST_WORDS:
                says = f"Grade {grade_of_text:.1f} is too hard: “{text}”"
                yield Error(_located(question.id, says), hint="Shorter sentences, plainer words.", id="screening.E011")


def _texts(question: Question) -> Iterator[str]:
    yield from (question.text, question.hint, question.why)
    for choice in question.choices:
        yield choice.text
        yield choice.finding.words if choice.finding else ""


def _located(question_id: str, says: str) -> str:
    """`says` with the file and line where the question is declared."""
    for file in sorted(DECLARATIONS.glob("*.py")) if question_id else ():
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            if f'id="{question_id}"' in line:
                return f"screening/questionnaire/{file.name}:{number}: {question_id}: {says}"
    return f"{question_id}: {says}" if question_id else says
