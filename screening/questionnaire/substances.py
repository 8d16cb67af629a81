"""Substance use: problems now and in the past, how much and how often, ketamine itself, and two days without."""

from screening.questionnaire.words import IF_MORE_THAN_ONE_FITS
from screening.vocabulary.questions import (
    Choice,
    Question,
    Section,
    not_now,
    not_sure,
    note,
    prefer_not,
    talk_first,
)

COUNT_TWO_WEEKS = "Please count for the next two weeks."
NOTE_WHAT_AND_WHEN = "Please note what you took, and when."

substance_problem = Question(
    id="substance_problem",
    topic="alcohol and drug use",
    text="In the last 3 months, has drinking or drug use caused problems for you?",
    hint="For example, you could not cut down, you felt sick when you stopped, or it hurt your health, work, or family.",
    why="Ketamine can be habit-forming. It mixes badly with alcohol and other drugs.",
    criterion="current substance use problem (3 months)",
    sources=("spravato-pi26", "jc", "crtce", "ft", "ox", "nu"),
    choices=(
        Choice("no", "No"),
        Choice(
            "yes",
            "Yes",
            not_now(
                "You told us that drinking or drug use caused problems in the last 3 months. Thank you for being open. Ketamine can be habit-forming and mixes badly with alcohol and drugs, so support for that comes first. If you drink every day, do not stop all at once without medical help. You can call SAMHSA's free line, 1-800-662-4357, and ask us again after 3 steady months.",
                "D5",
            ),
        ),
        not_sure("alcohol and drug use", "If you want to talk it over, call 1-800-662-4357, free, day or night."),
        prefer_not("alcohol and drug use"),
    ),
)

past_substance_problem = Question(
    id="past_substance_problem",
    topic="past alcohol or drug problems",
    text="Before the last 3 months, did you ever have a problem with drinking or drugs?",
    hint=IF_MORE_THAN_ONE_FITS,
    why="Ketamine can be habit-forming. A clinician will want to help protect your recovery.",
    criterion="past problem: early versus sustained recovery, still using, or not ended",
    sources=("spravato-pi26", "iw", "jc"),
    choices=(
        Choice("no", "No"),
        Choice(
            "recovery_under_3m",
            "Yes. I have been in recovery for less than 3 months.",
            not_now(
                "You told us that you have been in recovery for less than 3 months. That takes strength. Ketamine can be habit-forming, so it is safer to wait. After 3 steady months, you can ask us again.",
                "D33",
            ),
        ),
        Choice(
            "recovery_3_12m",
            "Yes. I have been in recovery for 3 to 12 months.",
            talk_first(
                "You told us that you have been in recovery for 3 to 12 months. That takes strength. Ketamine can be habit-forming, so a clinician should talk with you first. Please think about who supports you.",
                "D5",
            ),
        ),
        Choice(
            "recovery_over_12m",
            "Yes. I have been in recovery for more than a year.",
            talk_first(
                "You told us that you have been in recovery for more than a year. That is a real achievement. Ketamine can be habit-forming, so a clinician will want a short talk first. Please think about who supports you.",
                "D5",
            ),
        ),
        Choice(
            "still_use",
            "Yes. I still drink or use, but without problems now.",
            talk_first(
                "You told us that you had a problem before and still drink or use. Ketamine can be habit-forming. A clinician should talk with you first. Please note how much and how often.",
                "D33",
            ),
        ),
        Choice(
            "ongoing",
            "Yes, and it has not ended.",
            not_now(
                "You told us that your problem with alcohol or drugs has not ended. Support for that comes first. If you drink every day, do not stop all at once without medical help. You can call SAMHSA's free line, 1-800-662-4357, day or night.",
                "D33",
            ),
        ),
        not_sure("past alcohol or drug problems", "Please think of when it was hardest, and what helped."),
        prefer_not("past alcohol or drug problems"),
    ),
)

alcohol_days = Question(
    id="alcohol_days",
    topic="drinking",
    text="In the last month, on how many days did you have 4 or more drinks?",
    hint="One drink is a can of beer, a glass of wine, or a shot.",
    why="Alcohol and ketamine together can slow your breathing. We ask everyone.",
    criterion="heavy drinking days: 4 drinks for everybody, in the last month; not the validated single question of the NIAAA (4 for women, 5 for men, in the past year; once or more is positive: 81.8% sensitive, 79.3% specific for unhealthy use)",
    sources=("niaaa-1", "ketalar24", "ox"),
    choices=(
        Choice("none", "None, or I do not drink"),
        Choice(
            "1_3",
            "1 to 3 days",
            note(
                "You told us that you had 4 or more drinks on 1 to 3 days last month. Ketamine mixes badly with alcohol. Please plan no alcohol for a day before and a day after each session.",
                "D18",
            ),
        ),
        Choice(
            "4_15",
            "4 to 15 days",
            talk_first(
                "You told us that you had 4 or more drinks on 4 to 15 days last month. Ketamine mixes badly with alcohol and can be habit-forming. A clinician should talk with you first. Please note how much you drink in a week.",
                "D18",
            ),
        ),
        Choice(
            "most_days",
            "16 days or more",
            not_now(
                "You told us that you had 4 or more drinks on 16 days or more last month. Ketamine with alcohol can slow your breathing, so it is safer to wait. Do not stop all at once without medical help. That can be dangerous. Please talk with a doctor, or call 1-800-662-4357.",
                "D18",
            ),
        ),
        not_sure("drinking", COUNT_TWO_WEEKS),
        prefer_not("drinking"),
    ),
)

cannabis_days = Question(
    id="cannabis_days",
    topic="cannabis",
    text="In the last month, on how many days did you use cannabis?",
    hint="Smoked, vaped, or eaten. Count medical cannabis too.",
    why="Cannabis can change how a session feels and can stir up unusual experiences.",
    criterion="cannabis use, frequency (one clinic excludes who cannot go 24 hours without; the risk of psychosis is general clinical knowledge)",
    sources=("ox",),
    choices=(
        Choice("none", "None"),
        Choice(
            "some",
            "1 to 15 days",
            note(
                "You told us that you used cannabis on 1 to 15 days last month. Please plan none for a day before and a day after each session, and tell the team.",
                "D19",
            ),
        ),
        Choice(
            "most_days",
            "16 days or more",
            talk_first(
                "You told us that you used cannabis on 16 days or more last month. Stopping for a session can bring poor sleep or a low mood. A clinician should plan this with you first. Please tell us if it is prescribed for you.",
                "D19",
            ),
        ),
        not_sure("cannabis", COUNT_TWO_WEEKS),
        prefer_not("cannabis"),
    ),
)

street_drugs = Question(
    id="street_drugs",
    topic="street drugs",
    text="When did you last use a street drug?",
    hint="Such as cocaine, meth, ecstasy (MDMA), heroin, fentanyl, LSD, or mushrooms. Do not count cannabis or ketamine here.",
    why="Street drugs can strain the heart and make a session unsafe.",
    criterion="illegal drug use: past year is positive in the single question of the NIDA (100% sensitive, 73.5% specific for a drug use disorder); one clinic excludes illegal use within a month",
    sources=("nida-1", "crtce", "ox", "t1-2023"),
    choices=(
        Choice("never", "Never, or more than a year ago"),
        Choice(
            "within_year",
            "1 to 12 months ago",
            talk_first(
                "You told us that you used a street drug 1 to 12 months ago. Thank you for being open. A clinician should talk with you first about your heart and about timing. Please note what it was and when.",
                "D20",
            ),
        ),
        Choice(
            "within_month",
            "In the last month",
            not_now(
                "You told us that you used a street drug in the last month. It can strain the heart and slow breathing when mixed with ketamine. It is safer to wait. For support, call 1-800-662-4357. After a month without it, you can ask us again.",
                "D20",
            ),
        ),
        not_sure("street drugs", NOTE_WHAT_AND_WHEN),
        prefer_not("street drugs"),
    ),
)

medicine_misuse = Question(
    id="medicine_misuse",
    topic="how you use medicines",
    text="In the last year, did you take a prescription medicine in a way not meant for you?",
    hint="More than you were told, for the feeling it gives, or from someone else.",
    why="Some medicines are risky together with ketamine.",
    criterion="non-medical use of prescription medicine, past year (second half of the NIDA item, asked apart)",
    sources=("nida-1", "spravato-pi26"),
    choices=(
        Choice("no", "No"),
        Choice(
            "yes",
            "Yes",
            talk_first(
                "You told us that you took a prescription medicine in a way not meant for you. Thank you for being open. A clinician should talk with you first. Please note which medicine, and when.",
                "D21",
            ),
        ),
        not_sure("how you use medicines", NOTE_WHAT_AND_WHEN),
        prefer_not("how you use medicines"),
    ),
)

nonmedical_ketamine = Question(
    id="nonmedical_ketamine",
    topic="ketamine use outside care",
    text="Have you ever used ketamine, PCP, or DXM without a prescription?",
    hint=f"Do not count cough medicine used as its label says. {IF_MORE_THAN_ONE_FITS}",
    why="Use outside care can harm the bladder and can lead to a habit. These drugs work in a similar way.",
    criterion="non-medical dissociative use, recent versus past",
    sources=("jc", "t1-2023", "ketalar"),
    choices=(
        Choice("no", "No"),
        Choice(
            "recent",
            "Yes, in the last 3 months",
            not_now(
                "You told us that you used ketamine, PCP, or DXM without a prescription in the last 3 months. It can raise the risk of bladder harm and of a habit. It is safer to wait and to talk with a doctor you trust. After 3 months without it, you can ask us again."
            ),
        ),
        Choice(
            "past",
            "Yes, more than 3 months ago",
            talk_first(
                "You told us that you used ketamine, PCP, or DXM more than 3 months ago. Thank you for saying so. A clinician should hear more first. Please note how often it was and how it felt."
            ),
        ),
        not_sure("ketamine use outside care", NOTE_WHAT_AND_WHEN),
        prefer_not("ketamine use outside care"),
    ),
)

two_days_without = Question(
    id="two_days_without",
    topic="going without alcohol and drugs",
    text="Could you go two days without alcohol, cannabis, and street drugs?",
    hint="One day before and one day after each session.",
    why="Sessions are only safe without alcohol or other drugs in your body.",
    criterion="able to abstain 24 hours before and 24 hours after",
    sources=("ox", "ketalar24"),
    choices=(
        Choice("yes", "Yes, or I use none of them"),
        Choice(
            "no",
            "No",
            not_now(
                "You told us that you could not go two days without alcohol, cannabis, or street drugs. Sessions are only safe without them. Do not stop drinking all at once if you drink every day. Please talk with a doctor, or call 1-800-662-4357.",
                "D34",
            ),
        ),
        not_sure(
            "going without alcohol and drugs",
            "You could try it once this week. If you drink every day, ask a doctor first.",
        ),
        prefer_not("going without alcohol and drugs"),
    ),
)

SECTION = Section(
    id="substances",
    title="Alcohol and drugs",
    questions=(
        substance_problem,
        past_substance_problem,
        alcohol_days,
        cannabis_days,
        street_drugs,
        medicine_misuse,
        nonmedical_ketamine,
        two_days_without,
    ),
    screens=(
        ("substance_problem", "past_substance_problem"),
        ("alcohol_days", "cannabis_days", "street_drugs", "medicine_misuse"),
        ("nonmedical_ketamine", "two_days_without"),
    ),
)
