"""Medicines that raise the risk or blunt the effect."""

from screening.vocabulary.questions import Choice, Question, Section, not_sure, note, prefer_not, talk_first

medicines = Question(
    id="medicines",
    topic="medicines",
    text="Do you take any of these? Tick all that apply.",
    hint="The names in brackets are examples",
    why="Some medicines raise the risk, and some make ketamine work less well.",
    criterion="medicines that raise risk or blunt effect",
    sources=("s-mg24", "s-mn", "ketalar24", "bzd-20", "andr-17", "nal-18", "lamo-23"),
    select_all=True,
    choices=(
        Choice(
            "antidepressant",
            "Common antidepressants (SSRI, SNRI, bupropion)",
            note(
                "Most common antidepressants can be used along with ketamine. Please bring a list. Do not stop or change a medicine on your own."
            ),
        ),
        Choice(
            "lamotrigine",
            "Lamotrigine",
            note(
                "It is not clear if this changes how ketamine works. Please bring a list. Do not stop it on your own.",
                "D14",
            ),
        ),
        Choice(
            "lithium_or_other_mood",
            "Lithium or another mood medicine",
            note("Please bring a list, and keep taking it as planned. The team may want a recent blood test."),
        ),
        Choice(
            "benzo_or_sleep",
            "Benzodiazepines or sleeping pills (such as Xanax, Ativan, Ambien)",
            talk_first(
                "These can add to sleepiness and slow breathing, and may weaken the effect. A clinician should plan this with you. Do not stop them suddenly. That can be dangerous.",
                "D14",
            ),
        ),
        Choice(
            "opioid",
            "Opioid pain medicine, methadone, or buprenorphine",
            talk_first(
                "Opioids with ketamine can slow breathing. A clinician should plan this with you. Do not stop them on your own.",
                "D14",
            ),
        ),
        Choice(
            "naltrexone",
            "Naltrexone",
            talk_first(
                "This may block some of the effect of ketamine. A clinician should talk with you first. Do not stop it on your own.",
                "D14",
            ),
        ),
        Choice(
            "stimulant",
            "Stimulants (such as Adderall, Ritalin, modafinil)",
            talk_first(
                "These can raise blood pressure, and so can ketamine. A clinician should plan timing with you.", "D14"
            ),
        ),
        Choice(
            "maoi",
            "MAOI antidepressants (such as Nardil, Parnate, Emsam)",
            talk_first(
                "These can raise blood pressure, and so can ketamine. A clinician must check this before you book. Do not stop it on your own.",
                "D14",
            ),
        ),
        Choice(
            "theophylline",
            "Theophylline or aminophylline",
            talk_first(
                "With ketamine, these may make a seizure more likely. A clinician must check this before you book.",
                "D14",
            ),
        ),
        Choice("none", "None of these", excludes_others=True),
        not_sure("medicines"),
        prefer_not("medicines"),
    ),
)

SECTION = Section(
    id="medicines",
    title="Medicines",
    questions=(medicines,),
)
