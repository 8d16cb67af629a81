"""Substance use: now, in the past, ketamine itself, and a day without substances."""

from screening.vocabulary.questions import Choice, Question, Section, not_now, not_sure, prefer_not, talk_first

substance_problem = Question(
    id="substance_problem",
    topic="alcohol and drug use",
    text="In the last 3 months, has drinking or drug use caused problems for you? For example: you could not cut down, you felt sick when you stopped, or it hurt your health, work, or family.",
    why="Ketamine can be habit-forming. It mixes badly with alcohol and other drugs.",
    criterion="current substance use problem (3 months)",
    sources=("s-pi19", "jc", "crtce", "ft", "ox", "nu"),
    choices=(
        Choice("no", "No"),
        Choice(
            "yes",
            "Yes",
            not_now(
                "Thank you for being open. Ketamine can be habit-forming and mixes badly with alcohol and drugs, so support for that comes first. If you drink every day, do not stop all at once without medical help. SAMHSA's free line is 1-800-662-4357. After 3 steady months you can ask us again.",
                "D5",
            ),
        ),
        not_sure("alcohol and drug use"),
        prefer_not("alcohol and drug use"),
    ),
)

past_substance_problem = Question(
    id="past_substance_problem",
    topic="past alcohol or drug problems",
    text="Before that, did you ever have a drinking or drug problem?",
    hint="This is about the time before the last 3 months",
    why="Ketamine can be habit-forming. A clinician will want to help protect your recovery.",
    criterion="past problem: early versus sustained recovery",
    sources=("s-usm21", "iw", "jc"),
    choices=(
        Choice("no", "No"),
        Choice(
            "recovery_3_12m",
            "Yes. I have been in recovery for 3 to 12 months.",
            talk_first(
                "Recovery takes strength. Ketamine can be habit-forming. So a clinician should talk with you first about timing and support, to keep your recovery safe.",
                "D5",
            ),
        ),
        Choice(
            "recovery_over_12m",
            "Yes. I have been in recovery for more than a year.",
            talk_first(
                "A year or more is a real achievement. Because ketamine can be habit-forming, a clinician will want a short talk first to plan good support around you.",
                "D5",
            ),
        ),
        not_sure("past alcohol or drug problems"),
        prefer_not("past alcohol or drug problems"),
    ),
)

nonmedical_ketamine = Question(
    id="nonmedical_ketamine",
    topic="ketamine use outside care",
    text="Have you used ketamine, PCP, or DXM without a prescription?",
    why="Use outside care can harm the bladder and can lead to a habit. These drugs work in a similar way.",
    criterion="non-medical dissociative use, recent versus past",
    sources=("jc", "t1-2023", "ketalar"),
    choices=(
        Choice("no", "No"),
        Choice(
            "recent",
            "Yes, in the last 3 months",
            not_now(
                "Recent use outside care can raise the risk of bladder harm and of habit. It is safer to wait and talk with a doctor you trust. After a break of 3 months or more, you can ask us again."
            ),
        ),
        Choice(
            "past",
            "Yes, more than 3 months ago",
            talk_first(
                "Thank you for telling us. A clinician will ask how often you used it and how it felt, so that any plan fits you."
            ),
        ),
        not_sure("ketamine use outside care"),
        prefer_not("ketamine use outside care"),
    ),
)

day_without_substances = Question(
    id="day_without_substances",
    topic="going without alcohol and drugs",
    text="Could you go without alcohol, cannabis, and street drugs for a full day? That means 24 hours before and 24 hours after a session.",
    why="Sessions are only safe without alcohol or other drugs on board.",
    criterion="able to abstain around sessions",
    sources=("ox", "ketalar24"),
    choices=(
        Choice("yes", "Yes"),
        Choice(
            "no",
            "No",
            not_now(
                "Sessions are only safe without alcohol or other drugs on board. If stopping for a day feels hard, that is worth sharing with a doctor. Help is there, and you can come back later."
            ),
        ),
        not_sure("going without alcohol and drugs"),
        prefer_not("going without alcohol and drugs"),
    ),
)

SECTION = Section(
    id="substances",
    title="Alcohol and drugs",
    questions=(substance_problem, past_substance_problem, nonmedical_ketamine, day_without_substances),
)
