"""The questions of the screening, one file for each clinical domain; import QUESTIONNAIRE."""

from screening.questionnaire import (
    about_you,
    health,
    heart,
    mania,
    medicines,
    pregnancy,
    psychosis,
    readiness,
    safety,
    substances,
)
from screening.questionnaire.decisions import DECISIONS
from screening.vocabulary.questionnaires import Questionnaire

QUESTIONNAIRE = Questionnaire(
    version="1.0.1",
    sections=(
        about_you.SECTION,
        safety.SECTION,
        heart.SECTION,
        psychosis.SECTION,
        substances.SECTION,
        pregnancy.SECTION,
        mania.SECTION,
        health.SECTION,
        medicines.SECTION,
        readiness.SECTION,
    ),
    decisions=DECISIONS,
)
