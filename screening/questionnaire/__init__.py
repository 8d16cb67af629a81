"""The questions of the screening, one file for each section; import QUESTIONNAIRE."""

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
    vessels_and_allergy,
)
from screening.questionnaire.decisions import DECISIONS
from screening.vocabulary.questionnaires import Questionnaire

# Every question that can lead to urgent help comes first; after that, what most often means "not now".
QUESTIONNAIRE = Questionnaire(
    version="2.0.0",
    sections=(
        about_you.SECTION,
        safety.SECTION,
        psychosis.SECTION,
        mania.SECTION,
        pregnancy.SECTION,
        vessels_and_allergy.SECTION,
        heart.SECTION,
        substances.SECTION,
        health.SECTION,
        medicines.SECTION,
        readiness.SECTION,
    ),
    decisions=DECISIONS,
)
