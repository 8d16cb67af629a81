"""Psychosis: now, as a diagnosis, in the past, and in the family."""

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

unusual_experiences = Question(
    id="unusual_experiences",
    topic="unusual experiences",
    text="In the last month, have you heard or seen things that other people did not? Or felt sure that people were plotting against you or controlling your mind?",
    why="Ketamine can make experiences like these stronger.",
    criterion="current psychotic symptoms",
    sources=("s-mpr", "jc", "mb", "ox", "iw", "nu", "crtce", "t1-2023"),
    choices=(
        Choice("no", "No"),
        Choice(
            "yes",
            "Yes",
            not_now(
                "Ketamine can make experiences like these stronger. It is safer to wait and get support first. Please talk with your doctor or therapist this week. When you have felt settled for a while, a clinician can look at this with you again."
            ),
        ),
        Choice(
            "yes_command",
            "Yes, and voices tell me to hurt myself or someone else",
            urgent(
                "That sounds frightening, and you should not face it alone. Please call or text 988 now, or call 911 if anyone may be hurt. Support today comes first."
            ),
        ),
        not_sure("unusual experiences"),
        prefer_not("unusual experiences"),
    ),
)

psychotic_disorder = Question(
    id="psychotic_disorder",
    topic="past diagnoses",
    text="Has a doctor ever told you that you have one of these? Schizophrenia. Schizoaffective disorder. Delusional disorder.",
    hint="These are illnesses that make it hard to tell what is real",
    why="Ketamine can stir up symptoms in people with these illnesses.",
    criterion="primary psychotic disorder, ever",
    sources=("jc", "miller", "psy", "car", "psyrev-21"),
    choices=(
        Choice("no", "No"),
        Choice(
            "yes_steady",
            "Yes, and I feel steady with treatment",
            not_now(
                "It is good that treatment is helping. Ketamine can still stir up symptoms in people with this history, so we do not suggest it here. If your psychiatrist thinks it is worth a look, ask them to contact our medical team.",
                "D3",
            ),
        ),
        Choice(
            "yes_unsteady",
            "Yes, and things are not steady right now",
            not_now(
                "Ketamine can stir up symptoms in people with this history, so it is safer not to use it now. Please reach out to your care team soon. They can help with options that fit you better."
            ),
        ),
        not_sure("past diagnoses"),
        prefer_not("past diagnoses"),
    ),
)

past_unusual_experiences = Question(
    id="past_unusual_experiences",
    topic="past unusual experiences",
    text="More than a month ago, did you ever have a time like that? It may have been with drugs, deep depression, no sleep, or after having a baby.",
    hint="Such as hearing or seeing what others did not, or feeling sure that people plotted against you",
    why="Ketamine can bring such experiences back, above all in the first year.",
    criterion="past psychotic episode, recent (12 months) versus remote",
    sources=("ox", "iw", "s-mpr"),
    choices=(
        Choice("no", "No"),
        Choice(
            "within_year",
            "Yes, in the last 12 months",
            not_now(
                "That was not long ago, and ketamine can bring such experiences back. It is safer to wait. After a longer settled time, with your doctor's support, a clinician can look again.",
                "D4",
            ),
        ),
        Choice(
            "over_year",
            "Yes, more than 12 months ago",
            talk_first(
                "A past time like this does not always rule out treatment, but a clinician needs to hear about it first. It helps to know what set it off and how you have been since.",
                "D4",
            ),
        ),
        not_sure("past unusual experiences"),
        prefer_not("past unusual experiences"),
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
                "Please mention this at your visit. It helps the team plan with care. It does not mean anything is wrong with you.",
                "D13",
            ),
        ),
        Choice("not_sure", "Not sure", note("If you find out more, please mention it at your visit.", "D13")),
        Choice("prefer_not", "Prefer not to say", note("You can share this at your visit if you wish.", "D13")),
    ),
)

SECTION = Section(
    id="psychosis",
    title="Unusual experiences",
    questions=(unusual_experiences, psychotic_disorder, past_unusual_experiences, family_schizophrenia),
)
