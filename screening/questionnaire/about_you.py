"""Who is answering, whether they are an adult, and whether they decide for themselves."""

from screening.vocabulary.questions import Choice, Question, Section, not_now, not_sure, note, prefer_not, talk_first

answering_for = Question(
    id="answering_for",
    topic="who is answering",
    text="Are you filling this in about yourself?",
    hint="If someone helps you read or type, but the answers are yours, choose Yes.",
    why="Only the person who might have treatment can say how they feel and what they want.",
    criterion="answers are the person's own",
    no_source_because="a principle of consent",
    choices=(
        Choice("self", "Yes"),
        Choice(
            "other",
            "No, for someone else",
            talk_first(
                "You told us that you are asking for someone else. It is kind of you to help. Only that person can answer these questions. Please sit with them and start again, or call us together.",
                "D29",
            ),
            ends_questionnaire=True,
        ),
    ),
)

age = Question(
    id="age",
    topic="your age",
    text="How old are you?",
    why="This treatment is for adults. For some ages, the team takes extra care.",
    criterion="adult; 18 to 24: boxed warning on suicidal thoughts in young people who take antidepressants; 65 and over",
    sources=("spravato-pi26", "jc", "bu", "tor", "crtce"),
    choices=(
        Choice(
            "18_24",
            "18 to 24",
            note(
                "You told us that you are between 18 and 24. Medicines for depression can bring on thoughts of suicide at this age, above all in the first months. If such thoughts come, call or text 988 and tell the team at once.",
                "D28",
            ),
        ),
        Choice("25_64", "25 to 64"),
        Choice(
            "65_plus",
            "65 or older",
            note(
                "You told us that you are 65 or older. You are welcome here. The team will take extra care with blood pressure, balance, and other medicines. Please bring a list of all you take."
            ),
        ),
        Choice(
            "under_18",
            "Under 18",
            not_now(
                "You told us that you are under 18. This service is only for adults, but you deserve support now. You can call or text 988 any time. Please talk today with a parent, school nurse, or doctor you trust."
            ),
            ends_questionnaire=True,
        ),
        Choice(
            "prefer_not",
            "Prefer not to say",
            talk_first(
                "You chose not to tell us your age. We need to know that you are an adult before you book. You can tell a clinician in private."
            ),
        ),
    ),
)

decision_help = Question(
    id="decision_help",
    topic="who makes decisions for you",
    text="Does someone else make legal decisions for you?",
    hint="Such as a guardian or a conservator.",
    why="You have to be able to say yes or no to this treatment yourself.",
    criterion="capacity to consent",
    sources=("ft", "tor", "t1-2023", "elekt-x"),
    choices=(
        Choice("no", "No"),
        Choice(
            "yes",
            "Yes",
            talk_first(
                "You told us that someone else makes legal decisions for you. That does not rule you out. A clinician should talk with you both first. Please plan a time when you can call us together.",
                "D25",
            ),
        ),
        not_sure("who makes decisions for you", "Please ask a family member or your doctor."),
        prefer_not("who makes decisions for you"),
    ),
)

SECTION = Section(
    id="about-you",
    title="About you",
    questions=(answering_for, age, decision_help),
    screens=(("answering_for",), ("age", "decision_help")),
)
