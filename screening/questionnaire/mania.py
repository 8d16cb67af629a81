"""Mania: now, and bipolar disorder or high mood in the past."""

from screening.vocabulary.questions import Choice, Question, Section, not_now, not_sure, prefer_not, talk_first

high_mood = Question(
    id="high_mood",
    topic="high or wired moods",
    text="In the last 2 weeks, did you have days when you felt much more up, wired, or angry than usual? You may have needed little sleep, had fast thoughts, or made risky choices.",
    why="Ketamine can lift mood fast, and that can tip a high mood too far.",
    criterion="current mania or hypomania",
    sources=("jc", "bu", "mb", "nu", "elekt-x"),
    choices=(
        Choice("no", "No"),
        Choice(
            "mild",
            "Yes, a little. I can still run my day.",
            not_now(
                "Ketamine can lift mood fast, and that can tip a high mood too far. It is safer to wait until you have felt like yourself for a few weeks. Please let your prescriber know. Then you can ask us again.",
                "D6",
            ),
        ),
        Choice(
            "strong",
            "Yes, a lot. It causes trouble, or people are worried about me.",
            not_now(
                "That sounds like a lot to carry. Ketamine could make it worse right now. Please call your doctor or prescriber today. If you or others may be in danger, call 911 or 988. You can ask us again when things are calm."
            ),
        ),
        not_sure("high or wired moods"),
        prefer_not("high or wired moods"),
    ),
)

past_high_mood = Question(
    id="past_high_mood",
    topic="past high moods",
    text="Have you ever been told you have bipolar disorder, or had a high time like that in the past?",
    hint="A high time is days of feeling far more up, wired, or angry than usual, with little sleep and fast thoughts",
    why="Ketamine can set off another high time. Timing and other medicines matter.",
    criterion="bipolar or past mania, recent (3 months) versus steady",
    sources=("jc", "ox", "switch-20"),
    choices=(
        Choice("no", "No"),
        Choice(
            "recent",
            "Yes. The last high time ended less than 3 months ago.",
            not_now(
                "That was not long ago. Ketamine can set off another high time, so it is safer to wait. After 3 steady months, with your prescriber's support, a clinician can look again.",
                "D7",
            ),
        ),
        Choice(
            "steady",
            "Yes. I have been steady for 3 months or more.",
            talk_first(
                "Bipolar depression does not always rule this out, but a clinician should talk with you and your prescriber first about mood and medicines. Please keep taking them as planned.",
                "D7",
            ),
        ),
        not_sure("past high moods"),
        prefer_not("past high moods"),
    ),
)

SECTION = Section(
    id="mania",
    title="High moods",
    questions=(high_mood, past_high_mood),
)
