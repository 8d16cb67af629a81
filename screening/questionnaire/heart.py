"""Heart and blood pressure: ketamine raises the pulse and the blood pressure for a while."""

from screening.questionnaire.words import IF_MORE_THAN_ONE_FITS, IN_THE_CHART
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

pressure_told = Question(
    id="pressure_told",
    topic="high blood pressure",
    text="Has a doctor or nurse ever told you that you have high blood pressure?",
    hint=IF_MORE_THAN_ONE_FITS,
    why="Ketamine can raise blood pressure for a short time.",
    criterion="diagnosed hypertension: treated and checked within 3 months, or not",
    sources=("spravato-pi26", "ketalar", "jc", "mb", "iw", "ox", "t1-2023"),
    choices=(
        Choice("no", "No"),
        Choice(
            "treated_checked",
            "Yes. It is treated. It was checked in the last 3 months.",
            note(
                "You told us that your high blood pressure is treated and was checked not long ago. That is good. Ketamine can raise it for a short time, so the team will check it before any session. Please bring your last readings.",
                "D1",
            ),
        ),
        Choice(
            "treated_unchecked",
            "Yes. It is treated, but it was not checked in the last 3 months.",
            talk_first(
                "You told us that your high blood pressure was not checked in the last 3 months. Ketamine can raise it for a short time. Please check it at a drug store or clinic on three days, and bring the numbers.",
                "D1",
            ),
        ),
        Choice(
            "past_only",
            "Yes, but only in the past, such as when I was pregnant",
            note(
                "You told us that you had high blood pressure in the past. It can come back without signs. Please check it at a drug store or clinic on three days, and bring the numbers.",
                "D22",
            ),
        ),
        Choice(
            "untreated",
            "Yes, and it is not treated",
            not_now(
                "You told us that your high blood pressure is not treated. Ketamine can push it up, so it is safer to wait. Please ask your doctor about treatment. You can come back once your readings are steady."
            ),
        ),
        not_sure("high blood pressure", "You can ask your doctor's office, or check it at a drug store."),
        prefer_not("high blood pressure"),
    ),
)

# Its choices are no kinds of yes, but somebody whose readings are often high may also have had one of 180 last year.
pressure_readings = Question(
    id="pressure_readings",
    topic="your blood pressure readings",
    text="In the last 12 months, what were your blood pressure readings?",
    hint=f"At home, at a drug store, or at a clinic. A reading has two numbers, such as 140/90. It counts as high if the first number is 140 or more, or the second is 90 or more. {IF_MORE_THAN_ONE_FITS}",
    why="Many people have high blood pressure and were never told.",
    criterion="own readings, 140/90 (label: weigh delay above it), 180/120; not checked in a year",
    sources=("spravato-pi26", "bp-aha", "nchs-278", "sakhuja-21", "ft-160", "ch"),
    choices=(
        Choice("under_140", "All or nearly all under 140/90"),
        Choice(
            "some_140",
            "Some were 140/90 or higher",
            talk_first(
                "You told us that some of your readings were 140/90 or higher. Ketamine can raise blood pressure for a short time. Please take a reading on three calm days, and bring the numbers.",
                "D2",
                "D22",
            ),
        ),
        Choice(
            "often_140",
            "Often 140/90 or higher",
            not_now(
                "You told us that your readings are often 140/90 or higher. Ketamine can push blood pressure up, so it is safer to wait. Please show the numbers to your doctor. You can come back once they are steady.",
                "D2",
                "D22",
            ),
        ),
        Choice(
            "any_180",
            "One or more was 180/120 or higher in the last 4 weeks",
            not_now(
                "You told us that you had a reading of 180/120 or higher. A reading that high needs care soon. If you get chest pain, weakness, or trouble speaking, call 911. Please rest, check again, and call your doctor today.",
                "D22",
            ),
        ),
        Choice(
            "past_180",
            "One or more was 180/120 or higher, more than 4 weeks ago",
            talk_first(
                "You told us that you had a reading of 180/120 or higher more than 4 weeks ago. A clinician should hear how it has been since. Please take a reading on three calm days, and bring the numbers.",
                "D22",
            ),
        ),
        Choice(
            "unchecked_year",
            "I have not had it checked in a year",
            note(
                "You told us that your blood pressure was not checked in a year. High blood pressure often has no signs. Please check it at a drug store or clinic, and bring the numbers.",
                "D22",
            ),
        ),
        not_sure(
            "your blood pressure readings",
            "Under 140/90 is what we look for. Please check it at a drug store or clinic on three days.",
        ),
        prefer_not("your blood pressure readings"),
    ),
)

heart_or_stroke_event = Question(
    id="heart_or_stroke_event",
    topic="a heart attack or stroke",
    text="Have you ever had a heart attack, stroke, mini-stroke, or heart surgery?",
    hint=f"Heart surgery includes a stent or a bypass. {IF_MORE_THAN_ONE_FITS}",
    why="Ketamine can make the heart work harder. After a heart attack or a stroke the body needs time to heal.",
    criterion="recent (6 weeks) versus older heart or brain event",
    sources=("s-eu25", "ketalar-uk19", "num"),
    choices=(
        Choice("no", "No"),
        Choice(
            "within_6_weeks",
            "Yes, in the last 6 weeks",
            not_now(
                "You told us about a heart attack, stroke, or heart surgery in the last 6 weeks. Your heart and brain need time to heal, and ketamine can put extra strain on them. Once your heart doctor says you are steady, you can ask us again.",
                "D11",
            ),
        ),
        Choice(
            "older",
            "Yes, more than 6 weeks ago",
            talk_first(
                "You told us about a heart attack, stroke, or heart surgery more than 6 weeks ago. Many people just need a closer look by a clinician first. Please bring a letter from your heart doctor.",
                "D11",
            ),
        ),
        not_sure("a heart attack or stroke", IN_THE_CHART),
        prefer_not("a heart attack or stroke"),
    ),
)

heart_problem = Question(
    id="heart_problem",
    topic="heart problems",
    text="Do you have a heart problem? This could be heart failure, chest pain from your heart (angina), a bad valve, or an uneven heartbeat.",
    hint=IF_MORE_THAN_ONE_FITS,
    why="Ketamine can make the heart beat faster and work harder.",
    criterion="unstable versus stable heart disease",
    sources=("s-eu25", "ketalar-uk19", "miller", "nu", "car"),
    choices=(
        Choice("no", "No"),
        Choice(
            "steady",
            "Yes. It is steady and a doctor follows it.",
            talk_first(
                "You told us that you have a steady heart problem that a doctor follows. It does not always rule this out, but ketamine can make the heart work harder. Please ask your heart doctor what they think."
            ),
        ),
        Choice(
            "steady_not_followed",
            "Yes. It is steady, but no doctor follows it now.",
            talk_first(
                "You told us that you have a steady heart problem that no doctor follows now. Ketamine can make the heart work harder. Please see a doctor about your heart, and bring what they say."
            ),
        ),
        Choice(
            "unsteady",
            "Yes. I have symptoms now, or it is getting worse. Or I am waiting for tests.",
            not_now(
                "You told us that your heart problem is not steady, or that you wait for tests. Ketamine can make the heart work harder, so it is safer to wait. Please see your heart doctor. You can come back when things have settled."
            ),
        ),
        not_sure("heart problems", "You can ask your doctor what your last heart test showed."),
        prefer_not("heart problems"),
    ),
)

SECTION = Section(
    id="heart",
    title="Heart and blood pressure",
    questions=(pressure_told, pressure_readings, heart_or_stroke_event, heart_problem),
    screens=(("pressure_told", "pressure_readings"), ("heart_or_stroke_event", "heart_problem")),
)
