"""Readiness: a ride home, talk sessions, treatments tried, and the main reason. Nothing here outweighs a finding."""

from screening.vocabulary.questions import Choice, Question, Section, not_sure, note, talk_first

ride_home = Question(
    id="ride_home",
    topic="a ride home",
    text="After a session you cannot drive until the next day. Could someone take you home?",
    why="Driving after ketamine is not safe until the next day, after a good sleep.",
    criterion="safe ride; next-day driving rule",
    sources=("spravato-pi26", "jc-off"),
    choices=(
        Choice("yes", "Yes"),
        Choice(
            "can_arrange",
            "I would need to arrange it",
            note(
                "You told us that you need to arrange a ride home. You will need one after each session, and the team can share ideas. Please ask a friend or relative now."
            ),
        ),
        Choice(
            "no",
            "No, or I would drive myself",
            talk_first(
                "You told us that no one could take you home, or that you would drive. Driving is not safe until the next day, after a good sleep. Please talk with us about rides before you book."
            ),
        ),
        not_sure("a ride home", "Please ask a friend or relative this week."),
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
            note(
                "You told us that you want to know more about the talks. That is fair. Please bring your questions, and we will explain what the talks are like."
            ),
        ),
        Choice(
            "no",
            "No",
            talk_first(
                "You told us that you do not want the talk sessions. Here, they are part of the treatment. If you would rather have medicine alone, you can ask a clinician about other places."
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
            note(
                "You told us that you have tried one treatment. Ketamine is not often an early step. Please ask the team about other good options too."
            ),
        ),
        Choice(
            "none",
            "None yet",
            talk_first(
                "You told us that you have tried no treatment yet. Ketamine is not a first step. Many people get better with well-proven treatments. Please ask a doctor or therapist which to try first.",
                "D12",
            ),
        ),
        not_sure("past treatment", "Please write down every medicine and therapy you remember."),
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
            note(
                "You told us that you ask because of pain, an eating problem, or something else. There is less research on that. Please ask the team what is known and what is not."
            ),
        ),
        Choice(
            "curious",
            "I am curious, or want the experience",
            talk_first(
                "You told us that you are curious or want the experience. Ketamine is a medical treatment with real risks. Please talk with a clinician about what you hope for."
            ),
        ),
    ),
)

SECTION = Section(
    id="readiness",
    title="Getting ready",
    questions=(ride_home, talk_sessions, treatments_tried, main_reason),
    screens=(("ride_home", "talk_sessions", "treatments_tried", "main_reason"),),
)
