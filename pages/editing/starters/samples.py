"""A sample of every component, for the menu of the editor and for `docs/components.md`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sample:
    """`id` is the name of its picture, `when` says what it is for, `text` is the Markdown to copy."""

    id: str
    title: str
    when: str
    text: str


SAMPLES = (
    Sample(
        "self-care",
        "Urgency card: what you can do yourself",
        "Advice for now that needs no appointment. Sentences, then a bullet list.",
        """\
!!! self-care "You can rest at home if"
    - you feel tired, but clear in your head
    - someone is with you
""",
    ),
    Sample(
        "soon",
        "Urgency card: call soon",
        "When somebody should call within hours or a day, and whom.",
        """\
!!! soon "Call us today if"
    - you still feel unsteady the next morning
    - you could not sleep at all

    You reach us at {{ clinic.phone }}, {{ clinic.hours }}.
""",
    ),
    Sample(
        "emergency",
        "Urgency card: get help now",
        "For danger to life. Always with the number to call.",
        """\
!!! emergency "Call 911 now if"
    - someone has trouble breathing
    - someone cannot be woken
""",
    ),
    Sample(
        "callout",
        "Call-out",
        "The one thing nobody should miss. At most two on a page.",
        """\
!!! callout "You can say no at any point"
    You can say no on the phone, after you sign, or on the day.
""",
    ),
    Sample(
        "do",
        "Do",
        "A short list of what helps.",
        """\
!!! do "Do"
    - wear loose clothes
    - bring a list of your medicines
""",
    ),
    Sample(
        "dont",
        "Don't",
        "A short list of what to avoid. It goes well after a Do list.",
        """\
!!! dont "Don't"
    - drive yourself home
    - sign anything important that day
""",
    ),
    Sample(
        "steps",
        "Steps",
        "Things to do one after the other. A numbered list.",
        """\
!!! steps "How to ask for a first talk"
    1. Call us at {{ clinic.phone }}.
    2. Tell us what you hope for.
    3. Choose a day with us.
""",
    ),
    Sample(
        "sheet",
        "A card to print",
        "A card to cut out or take along. On paper, it has a sheet of its own.",
        """\
!!! sheet "Card for the person who takes you home"
    Pick up at: ……………

    - I take them to the door, and in.
    - I stay until tomorrow morning.

    The clinic: {{ clinic.phone }}
""",
    ),
    Sample(
        "facts",
        "Key facts",
        "Three to six facts at a glance: the name, then a colon and what it is.",
        """\
!!! facts "At a glance"
    How it is given
    :   {{ clinic.medicine_form }}

    Medicine sessions
    :   {{ clinic.course.medicine_sessions }} in a course

    Price of a medicine session
    :   {{ clinic.prices.medicine_session }}
""",
    ),
    Sample(
        "timeline",
        "Timeline",
        "What comes when. Written like key facts, with the time as the name.",
        """\
!!! timeline "The road to a first session"
    First: a talk
    :   You tell us what has been hard. You ask what you like.

    Then: the medical check
    :   The answer can be yes, not yet, or no.

    Next: preparation
    :   {{ clinic.course.preparation_sessions }} talks with your therapist.
""",
    ),
    Sample(
        "comparison",
        "Comparison",
        "Things side by side. A plain table; the first column names each thing.",
        """\
| Part of a course | How many | Price of each |
|---|---|---|
| Preparation session | {{ clinic.course.preparation_sessions }} | {{ clinic.prices.preparation_session }} |
| Medicine session | {{ clinic.course.medicine_sessions }} | {{ clinic.prices.medicine_session }} |
""",
    ),
    Sample(
        "range",
        "Range",
        "From the lowest to the highest amount, drawn as bars. A table with three columns.",
        """\
!!! range "What we charge for each visit"
    | What | From | To |
    |---|---|---|
    | Medical check | {{ clinic.prices.medical_evaluation.low }} | {{ clinic.prices.medical_evaluation.high }} |
    | Medicine session | {{ clinic.prices.medicine_session.low }} | {{ clinic.prices.medicine_session.high }} |
""",
    ),
    Sample(
        "visits",
        "Visits",
        "How many visits each part of a course has: a dot for each, a ring for each possible extra visit.",
        """\
!!! visits "How many visits a course has"
    | Part | At least | At most |
    |---|---|---|
    | First talk | 1 | 1 |
    | Medicine sessions | {{ clinic.course.medicine_sessions.low }} | {{ clinic.course.medicine_sessions.high }} |
""",
    ),
    Sample(
        "dots",
        "Study dots",
        "What two groups of a study had, in percent. Say below the figure what the study found, with its source.",
        """\
!!! dots "People who got better in one trial"
    | Study | Ketamine | Comparison |
    |---|---|---|
    | KARMA-Dep 2, 2025: response at the end of treatment | 46.9% | 33.3% |
""",
    ),
)
