"""Who is answering, and whether they are an adult."""

from screening.vocabulary.questions import Choice, Question, Section, not_now, note, talk_first

answering_for = Question(
    id="answering_for",
    topic="who is answering",
    text="Are you filling this in about yourself?",
    why="Only the person who might have treatment can say how they feel and what they want.",
    criterion="answers are the person's own",
    no_source_because="a principle of consent",
    choices=(
        Choice("self", "Yes"),
        Choice(
            "other",
            "No, for someone else",
            talk_first(
                "It is kind of you to help. The person needs to answer these questions in their own words. Please sit with them, or call us together."
            ),
        ),
    ),
)

age = Question(
    id="age",
    topic="your age",
    text="How old are you?",
    why="This treatment is for adults. From 65 on, the team takes extra care.",
    criterion="adult",
    sources=("s-pi19", "jc", "bu", "tor", "crtce"),
    choices=(
        Choice("18_64", "18 to 64"),
        Choice(
            "65_plus",
            "65 or older",
            note(
                "You are welcome to ask about this. The team will take extra care with blood pressure, balance, and other medicines."
            ),
        ),
        Choice(
            "under_18",
            "Under 18",
            not_now(
                "This service is only for adults. You still deserve support now. Please talk with a parent, school nurse, or doctor you trust. You can call or text 988 any time."
            ),
            ends_questionnaire=True,
        ),
        Choice(
            "prefer_not",
            "Prefer not to say",
            talk_first("We need to know you are an adult before you book. A clinician can confirm this with you."),
        ),
    ),
)

SECTION = Section(
    id="about-you",
    title="About you",
    questions=(answering_for, age),
)
