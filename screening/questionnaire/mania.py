"""Mania: now, in the past, and bipolar disorder as a diagnosis."""

from screening.questionnaire.words import IF_MORE_THAN_ONE_FITS, IN_THE_CHART
from screening.vocabulary.questions import Choice, Question, Section, not_now, not_sure, prefer_not, talk_first

high_mood_signs = Question(
    id="high_mood_signs",
    topic="high or wired moods",
    text="In the last 2 weeks, did you have days in a row with two or more of these signs at the same time?",
    listed=(
        "Feeling much more up, wired, or irritable than usual.",
        "Needing much less sleep and not missing it.",
        "Thoughts or talk much faster than usual.",
        "Far more energy or plans than usual.",
        "Risky choices, such as spending too much.",
    ),
    hint=IF_MORE_THAN_ONE_FITS,
    why="Ketamine can lift mood fast, and that can tip a high mood too far.",
    criterion="current mania or hypomania, several signs at one time (as the MDQ asks)",
    sources=("mdq-00", "jc", "bu", "mb", "nu", "elekt-x", "bhatt-21"),
    choices=(
        Choice("no", "No, none of them"),
        Choice(
            "one_sign",
            "Only one of them, or not all at the same time",
            talk_first(
                "You told us that you had a sign of a high mood. One alone, such as being irritable, is common in depression, but a clinician should hear more first. Please note when it began and how you slept.",
                "D23",
            ),
        ),
        Choice(
            "some",
            "Yes. I could still run my day.",
            not_now(
                "You told us that you had two or more signs of a high mood in the last 2 weeks. Ketamine can tip such a mood too far. It is safer to wait until you have felt like yourself for a few weeks. Please tell your prescriber this week.",
                "D6",
                "D23",
            ),
        ),
        Choice(
            "strong",
            "Yes. It caused trouble, or people were worried about me.",
            not_now(
                "You told us that you had a strong high mood in the last 2 weeks. Ketamine could make it worse right now. If you or others may be in danger, call 911 or 988. Please call your doctor or prescriber today.",
                "D6",
                "D23",
            ),
        ),
        not_sure("high or wired moods", "Please ask someone who sees you often."),
        prefer_not("high or wired moods"),
    ),
)

past_high_time = Question(
    id="past_high_time",
    topic="past high moods",
    text="More than 2 weeks ago, did you ever have a high time like that?",
    hint=f"Days in a row with two or more of the signs above. {IF_MORE_THAN_ONE_FITS}",
    why="Ketamine can set off another high time.",
    criterion="past mania or hypomania, recent (3 months) versus older",
    sources=("mdq-00", "ox", "switch-20", "bhatt-21"),
    choices=(
        Choice("no", "No"),
        Choice(
            "recent",
            "Yes. It ended less than 3 months ago.",
            not_now(
                "You told us that a high time ended less than 3 months ago. Ketamine can set off another one, so it is safer to wait. After 3 steady months, ask your prescriber if it is time to look again.",
                "D7",
            ),
        ),
        Choice(
            "older",
            "Yes. It ended 3 months ago or more.",
            talk_first(
                "You told us that you had a high time 3 months ago or more. It does not always rule this out. A clinician should talk with you and your prescriber first. Please note when it was and what helped.",
                "D7",
            ),
        ),
        not_sure("past high moods", "Please ask someone who knew you then."),
        prefer_not("past high moods"),
    ),
)

bipolar_told = Question(
    id="bipolar_told",
    topic="bipolar disorder",
    text="Has a doctor ever told you that you have bipolar disorder?",
    hint=IF_MORE_THAN_ONE_FITS,
    why="Ketamine can set off another high time.",
    criterion="bipolar disorder, ever; the time since the last high is asked in past_high_time",
    sources=("jc", "ox", "psy", "elekt-x"),
    choices=(
        Choice("no", "No"),
        Choice(
            "yes",
            "Yes, and I have had a high time",
            talk_first(
                "You told us that you have bipolar disorder. It does not always rule this out. A clinician should talk with you and your prescriber first about mood and medicines. Please keep taking your medicines as planned.",
                "D7",
            ),
        ),
        Choice(
            "yes_never_high",
            "Yes, but I do not think I ever had days like those above",
            talk_first(
                "You told us that a doctor said bipolar disorder, but you do not think you ever had a high time. A clinician should hear more first. Please ask your doctor what the name was based on.",
                "D7",
            ),
        ),
        not_sure("bipolar disorder", IN_THE_CHART),
        prefer_not("bipolar disorder"),
    ),
)

SECTION = Section(
    id="mania",
    title="High moods",
    questions=(high_mood_signs, past_high_time, bipolar_told),
    screens=(("high_mood_signs", "past_high_time", "bipolar_told"),),
)
