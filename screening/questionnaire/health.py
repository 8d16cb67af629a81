"""Other health: two questions asked of everybody, and one that leads to the follow-up questions."""

from screening.questionnaire.health_conditions import HEALTH_CONDITIONS
from screening.vocabulary.questions import Choice, Question, Section, not_now, not_sure, prefer_not, talk_first

OTHER_HEALTH = talk_first("A clinician should hear about this first, so that nothing important is missed.")

ketamine_allergy = Question(
    id="ketamine_allergy",
    topic="ketamine allergy",
    text="Are you allergic to ketamine or esketamine (Spravato)?",
    why="An allergy to ketamine could cause a dangerous reaction.",
    criterion="allergy",
    sources=("s-pi19", "jc", "mb", "iw"),
    choices=(
        Choice("no_or_never", "No, or I have never had it"),
        Choice(
            "yes",
            "Yes",
            not_now(
                "An allergy to ketamine could cause a dangerous reaction, so we do not suggest it. If an allergy doctor later finds you are not allergic, you can ask us again."
            ),
        ),
        Choice(
            "bad_reaction",
            "I had a bad time with it, but not an allergy",
            talk_first(
                "A hard past reaction is good for us to know. A clinician can talk through what happened before you decide."
            ),
        ),
        not_sure("ketamine allergy"),
        prefer_not("ketamine allergy"),
    ),
)

brain_vessels = Question(
    id="brain_vessels",
    topic="blood vessels and bleeding",
    text="Have you ever had an aneurysm, a tangle of blood vessels (AVM), or bleeding in the brain?",
    hint="An aneurysm is a weak, bulging spot in a blood vessel",
    why="A rise in blood pressure could be dangerous for weak blood vessels.",
    criterion="aneurysm, AVM, brain bleed",
    sources=("s-pi19", "s-isi", "s-eu25"),
    choices=(
        Choice("no", "No"),
        Choice(
            "yes",
            "Yes",
            not_now(
                "A rise in blood pressure could be dangerous with this history, so we do not suggest ketamine. If a specialist later writes that it is safe, our medical team can look at that."
            ),
        ),
        not_sure("blood vessels and bleeding"),
        prefer_not("blood vessels and bleeding"),
    ),
)

health_history = Question(
    id="health_history",
    topic="other health problems",
    text="Do you have, or have you ever had, any of these? Tick all that apply.",
    why="Each of these can make ketamine riskier. We ask more only about the ones you tick.",
    criterion="opens the questions about each; a tick alone is clear, its own question decides",
    sources=("jc", "bu"),
    select_all=True,
    choices=(
        Choice("head_pressure", "Raised pressure in the skull, a brain tumor, or a serious head injury"),
        Choice("liver_disease", "Liver disease"),
        Choice("glaucoma", "Glaucoma (high pressure in the eye)"),
        Choice("thyroid", "An overactive thyroid"),
        Choice("breathing", "A lung or breathing problem, or sleep apnea"),
        Choice("bladder", "Bladder pain, blood in your urine, or trouble holding urine"),
        Choice("seizures", "A seizure"),
        Choice("memory", "Dementia or a memory problem"),
        Choice("other_health", "Any other serious health problem, or waiting for test results", OTHER_HEALTH),
        Choice("none", "None of these", excludes_others=True),
        not_sure("other health problems"),
        prefer_not("other health problems"),
    ),
)

other_health = Question(
    id="other_health",
    topic="other health problems",
    text="Do you have any other serious health problem, or are you waiting for test results?",
    why="So that nothing important is missed.",
    criterion="anything else",
    sources=("jc", "bu"),
    asked_within="health_history",
    choices=(
        Choice("no", "No"),
        Choice("yes", "Yes", OTHER_HEALTH),
        not_sure("other health problems"),
        prefer_not("other health problems"),
    ),
)

SECTION = Section(
    id="health",
    title="Other health",
    questions=(ketamine_allergy, brain_vessels, health_history, *HEALTH_CONDITIONS, other_health),
)
