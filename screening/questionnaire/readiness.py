"""Readiness: a ride home, talk sessions, treatments tried, and the main reason. Nothing here outweighs a finding."""

from screening.vocabulary.questions import Choice, Question, Section, not_sure, note, talk_first

ride_home = Question(
    id="ride_home",
    topic="a ride home",
    text="After a session you cannot drive until the next day. Could someone take you home?",
    why="Driving after ketamine is not safe until the next day, after a good sleep.",
    criterion="safe ride; next-day driving rule",
    sources=("s-pi19", "jc-off"),
    choices=(
        Choice("yes", "Yes"),
        Choice(
            "can_arrange",
            "I would need to arrange it",
            note("You will need a safe ride home each time. The team can share ideas."),
        ),
        Choice(
            "no",
            "No, or I would drive myself",
            talk_first(
                "Driving after ketamine is not safe until the next day, after a good sleep. Please talk with us about rides before you book."
            ),
        ),
        not_sure("a ride home"),
    ),
)

talk_sessions = Question(
    id="talk_sessions",
    topic="talk sessions",
    text="Would you take part in talk sessions before and after, to prepare and to make sense of it?",
    why="Here, the talks before and after are part of the treatment.",
    criterion="willing to do preparation and integration",
    sources=("kew-23",),
    choices=(
        Choice("yes", "Yes"),
        Choice(
            "unsure",
            "I would like to know more first",
            note("That is fair. We will explain what these talks are like, so you can choose."),
        ),
        Choice(
            "no",
            "No",
            talk_first(
                "Here, the talks are part of the treatment. If you would rather have medicine alone, a clinician can tell you about other places and options."
            ),
        ),
    ),
)

treatments_tried = Question(
    id="treatments_tried",
    topic="past treatment",
    text="What have you tried so far for how you feel?",
    why="Ketamine is not a first step in care. Other treatments are better proven.",
    criterion="not first-line",
    sources=("va22", "canmat21"),
    choices=(
        Choice("two_plus", "Two or more treatments (such as medicine, therapy, TMS)"),
        Choice(
            "one",
            "One treatment",
            note("This is not often a first step. The team can talk with you about other good options too."),
        ),
        Choice(
            "none",
            "None yet",
            talk_first(
                "This is not a first step in care. A doctor or therapist can talk with you about well-proven options to try first. Many people get better with them.",
                "D12",
            ),
        ),
        not_sure("past treatment"),
    ),
)

main_reason = Question(
    id="main_reason",
    topic="your main reason",
    text="What is the main reason you are asking?",
    why="How much is known depends on what you hope it will help.",
    criterion="medical reason",
    sources=("psy", "ed-22"),
    choices=(
        Choice("mood_anxiety_trauma", "Depression, anxiety, or trauma"),
        Choice(
            "pain_or_other",
            "Pain, an eating problem, or something else",
            note("The research here is thinner. The team will be honest about what is and is not known."),
        ),
        Choice(
            "curious",
            "I am curious, or want the experience",
            talk_first(
                "This is a medical treatment with real risks. A clinician can talk with you about what you hope for, and whether it fits."
            ),
        ),
    ),
)

SECTION = Section(
    id="readiness",
    title="Getting ready",
    questions=(ride_home, talk_sessions, treatments_tried, main_reason),
)
