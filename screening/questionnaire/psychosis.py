"""Psychosis: now, in the past, as a diagnosis, and in the family."""

from screening.questionnaire.words import IF_MORE_THAN_ONE_FITS, IN_THE_CHART
from screening.vocabulary.dispositions import UrgentCause
from screening.vocabulary.questions import (
    Choice,
    Question,
    Section,
    not_now,
    not_sure,
    note,
    prefer_not,
    talk_first,
    urgent,
)

COUNT_IT_ALSO = "Count it also if it was with drugs, deep depression, no sleep, or after having a baby."

unusual_experiences = Question(
    id="unusual_experiences",
    topic="unusual experiences",
    text="In the last month, did any of these happen to you?",
    listed=(
        "You heard or saw things that other people did not.",
        "You felt sure that people were watching you, listening to you, or plotting against you.",
        "You felt sure that someone controlled your mind.",
    ),
    hint=f"{COUNT_IT_ALSO} {IF_MORE_THAN_ONE_FITS}",
    why="Ketamine can make experiences like these stronger.",
    criterion="current psychotic symptoms; after a birth or with commands to do harm: an emergency (general clinical knowledge)",
    sources=("spravato-pi26", "jc", "mb", "ox", "iw", "nu", "crtce", "t1-2023"),
    choices=(
        Choice("no", "No"),
        Choice(
            "yes_command_self",
            "Yes, and voices tell me to hurt myself",
            urgent(
                "You told us that voices tell you to hurt yourself. You should not face it alone. Please call or text 988 now.",
                cause=UrgentCause.SUICIDE,
            ),
        ),
        Choice(
            "yes_command_others",
            "Yes, and voices tell me to hurt someone else",
            urgent(
                "You told us that voices tell you to hurt someone else. You should not face it alone. Please call 911 now.",
                cause=UrgentCause.DANGER,
            ),
        ),
        Choice(
            "yes_after_birth",
            "Yes, and I had a baby in the last 3 months",
            urgent(
                "You told us about such experiences, and that you had a baby in the last 3 months. It can be an emergency that gets well with treatment. Please call 911 or go to an emergency room today, with someone.",
                cause=UrgentCause.AFTER_BIRTH,
            ),
        ),
        Choice(
            "yes",
            "Yes",
            not_now(
                "You told us that you heard, saw, or felt sure of things that others did not, in the last month. Ketamine can make such things stronger, so it is safer to wait. When you have felt settled for a while, a clinician can look again. Please talk with your doctor or therapist this week."
            ),
        ),
        not_sure("unusual experiences", "Please note what happened, and when."),
        prefer_not("unusual experiences"),
    ),
)

past_unusual_experiences = Question(
    id="past_unusual_experiences",
    topic="past unusual experiences",
    text="Before the last month, did any of those things ever happen to you?",
    hint=f"You heard or saw what others did not, or felt sure of a plot or mind control. {COUNT_IT_ALSO} {IF_MORE_THAN_ONE_FITS}",
    why="Ketamine can bring such experiences back, above all in the first year.",
    criterion="past psychotic episode, recent (12 months) versus remote",
    sources=("ox", "iw", "spravato-pi26"),
    choices=(
        Choice("no", "No"),
        Choice(
            "within_year",
            "Yes, in the last 12 months",
            not_now(
                "You told us that you had such a time in the last 12 months. Ketamine can bring it back, so it is safer to wait. After a longer settled time, ask your doctor if a new look makes sense.",
                "D4",
            ),
        ),
        Choice(
            "over_year",
            "Yes, more than 12 months ago",
            talk_first(
                "You told us that you had such a time more than 12 months ago. It does not always rule out treatment, but a clinician should hear about it first. Please note what set it off and how you have been since.",
                "D4",
            ),
        ),
        not_sure("past unusual experiences", "Please ask someone who knew you then."),
        prefer_not("past unusual experiences"),
    ),
)

psychotic_disorder = Question(
    id="psychotic_disorder",
    topic="past diagnoses",
    text="Has a doctor ever told you that you have one of these? Schizophrenia. Schizoaffective disorder. Delusional disorder.",
    hint=f"These are illnesses that make it hard to tell what is real. {IF_MORE_THAN_ONE_FITS}",
    why="Ketamine can stir up symptoms in people with these illnesses.",
    criterion="primary psychotic disorder, ever",
    sources=("jc", "miller", "psy", "car", "psyrev-21"),
    choices=(
        Choice("no", "No"),
        Choice(
            "yes_steady",
            "Yes, and I feel steady with treatment",
            not_now(
                "You told us that you have an illness like schizophrenia and feel steady with treatment. It is good that treatment helps. Ketamine can still stir up symptoms, so we do not suggest it here. If your psychiatrist thinks it is worth a look, ask them to contact our medical team.",
                "D3",
            ),
        ),
        Choice(
            "yes_unsteady",
            "Yes, and things are not steady right now",
            not_now(
                "You told us that you have an illness like schizophrenia and that things are not steady. Ketamine can stir up symptoms, so it is safer not to use it now. Please reach out to your care team this week."
            ),
        ),
        not_sure("past diagnoses", IN_THE_CHART),
        prefer_not("past diagnoses"),
    ),
)

family_schizophrenia = Question(
    id="family_schizophrenia",
    topic="schizophrenia in your family",
    text="Has a parent, brother, sister, or child of yours had schizophrenia?",
    why="It helps the team plan with care. It does not rule anything out.",
    criterion="first-degree family history",
    sources=("psy",),
    choices=(
        Choice("no", "No"),
        Choice(
            "yes",
            "Yes",
            note(
                "You told us that a close relative has had schizophrenia. It does not mean that anything is wrong with you. It helps the team plan with care. Please mention it at your visit.",
                "D13",
            ),
        ),
        Choice(
            "not_sure",
            "Not sure",
            note(
                "You were not sure about schizophrenia in your family. If you find out more, please mention it at your visit.",
                "D13",
            ),
        ),
        Choice(
            "prefer_not",
            "Prefer not to say",
            note(
                "You chose not to answer about schizophrenia in your family. You can share it at your visit if you wish.",
                "D13",
            ),
        ),
    ),
)

SECTION = Section(
    id="psychosis",
    title="Unusual experiences",
    questions=(unusual_experiences, past_unusual_experiences, psychotic_disorder, family_schizophrenia),
    screens=(
        ("unusual_experiences",),
        ("past_unusual_experiences", "psychotic_disorder", "family_schizophrenia"),
    ),
)
