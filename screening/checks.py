"""System checks of the questionnaire: the site does not start with rules that cannot be trusted.

screening.E001 unknown source; E002 unknown decision; E003 decision that no finding names; E004 id declared twice; E005
conditions in a circle; E006 condition that can never be known or true; E007 question whose answer nothing uses; E008
missing text; E009 no source; E010 missing result page; E011 text too hard to read; E012 certificate of other rules;
E013 condition that FHIR cannot express; E014 page that does not agree with the rules; E015 level that is not the one in
the table of minimum levels; E016 screens that do not fit the questions; E017 urgent answer without a cause, or a cause
without urgency; E018 choices that do not fit together.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from django.apps.config import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from pages import catalogue
from pages.schema.errors import BrokenContent
from pages.wording.readability import grade
from screening.exports.fhir import questionnaire_resource
from screening.proof import certificate, minimum_levels
from screening.proof.faults import faults
from screening.proof.minimum_levels import UnreadableTable
from screening.proof.page_statements import disagreements
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.dispositions import MILDEST_FIRST, UrgentCause
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.questions import Question

DECLARATIONS = Path(__file__).with_name("questionnaire")
RESULT_PAGES = (
    *(disposition.value for disposition in MILDEST_FIRST),
    *(cause.page for cause in UrgentCause),
    "under-18",
    "for-someone-else",
)
# Nothing else can be derived from such declarations.
UNSAFE_TO_GO_ON = ("screening.E004", "screening.E016")
HARDEST_GRADE = 8
# The school grade of a shorter text means nothing.
FEWEST_WORDS = 8
# Illnesses and medicines: a person has to read them as their doctor says them.
NAMES = re.compile(
    r"\b(ketamine|esketamine|spravato|alcohol|cannabis|benzodiazepines?|xanax|ativan|ambien|benadryl|hydroxyzine|unisom"
    r"|valproate|carbamazepine|schizophrenia|schizoaffective|delusional disorder|anorexia|bulimia|cirrhosis"
    r"|adrenal tumor|porphyria)\b",
    re.IGNORECASE,
)


@register()
def questionnaire(app_configs: Sequence[AppConfig] | None = None, **kwargs: object) -> list[CheckMessage]:
    messages: list[CheckMessage] = [
        Error(_located(fault.question, fault.message), hint=fault.hint, id=fault.id) for fault in faults(QUESTIONNAIRE)
    ]
    messages += below_minimum(QUESTIONNAIRE)
    if any(message.id in UNSAFE_TO_GO_ON for message in messages):
        return messages
    messages += [*hard_texts(QUESTIONNAIRE), *conditions_fhir_cannot_express(QUESTIONNAIRE)]
    if not certificate.is_of(QUESTIONNAIRE):
        hint = "Run manage.py prove_rules, read what changed, and commit the files that it wrote."
        message = "These rules are not proven: screening/proof/certificate.json belongs to other rules."
        messages.append((Warning if settings.DEBUG else Error)(message, hint=hint, id="screening.E012"))
    try:
        content = catalogue.current()
    except BrokenContent:
        # pages.E001 reports it.
        return messages
    messages += [*unknown_sources(QUESTIONNAIRE, set(content.sources)), *missing_result_pages(content.outcomes)]
    return [*messages, *statements(QUESTIONNAIRE, Path(settings.CONTENT_DIR) / "en")]


def below_minimum(questionnaire: Questionnaire) -> Iterator[CheckMessage]:
    """Where a declared level and the table of minimum levels differ; `prove_rules` covers whole answer sets."""
    try:
        table = minimum_levels.read()
    except UnreadableTable as error:
        yield Error(str(error), hint="Restore it from the repository, or correct the line.", id="screening.E015")
        return
    for difference in minimum_levels.differences(questionnaire, table):
        message = _located(difference.question, difference.message)
        hint = "Compare both with the clinical text. Correct the rules, or tests/screening/minimum_levels.csv."
        yield Error(message, hint=hint, id="screening.E015")


def unknown_sources(questionnaire: Questionnaire, known: set[str]) -> Iterator[CheckMessage]:
    for question in questionnaire.questions:
        for source in question.sources:
            if source not in known:
                near = get_close_matches(source, known, n=1)
                hint = f"Did you mean {near[0]}?" if near else "Add it to content/sources.yaml."
                yield Error(
                    _located(question.id, f"It names the unknown source {source}."), hint=hint, id="screening.E001"
                )


def missing_result_pages(outcomes: Iterable[str]) -> Iterator[CheckMessage]:
    for page in RESULT_PAGES:
        if page not in outcomes:
            hint = f"Write content/en/outcomes/{page}.md."
            yield Error(f"The result {page} has no page.", hint=hint, id="screening.E010")


def statements(questionnaire: Questionnaire, folder: Path) -> Iterator[CheckMessage]:
    for disagreement in disagreements(questionnaire, folder):
        where = f"content/en/{disagreement.file}" + (f":{disagreement.line}" if disagreement.line else "")
        yield Error(f"{where}: {disagreement.message}", hint=disagreement.hint, id="screening.E014")


def conditions_fhir_cannot_express(questionnaire: Questionnaire) -> Iterator[CheckMessage]:
    try:
        questionnaire_resource(questionnaire, settings.SITE_URL, publisher="", status="draft")
    except ValueError as error:
        yield Error(f"{error}.", hint="Write it with one `or`, or with one `and`.", id="screening.E013")


def hard_texts(questionnaire: Questionnaire) -> Iterator[CheckMessage]:
    """Texts above grade 8, not counting names of illnesses and medicines."""
    for question in questionnaire.questions:
        for text in _texts(question):
            grade_of_text = grade(NAMES.sub("name", text))
            if grade_of_text > HARDEST_GRADE and len(text.split()) >= FEWEST_WORDS:
                message = f"Grade {grade_of_text:.1f} is too hard: “{text}”"
                hint = "Use shorter sentences and plainer words."
                yield Error(_located(question.id, message), hint=hint, id="screening.E011")


def _texts(question: Question) -> Iterator[str]:
    yield from (question.text, *question.listed, question.hint, question.why)
    for choice in question.choices:
        yield choice.text
        yield choice.finding.words if choice.finding else ""


def _located(question_id: str, message: str) -> str:
    """`message` with the file and line where the question is declared."""
    for file in sorted(DECLARATIONS.glob("*.py")) if question_id else ():
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            if f'id="{question_id}"' in line:
                return f"screening/questionnaire/{file.name}:{number}: {question_id}: {message}"
    return f"{question_id}: {message}" if question_id else message
