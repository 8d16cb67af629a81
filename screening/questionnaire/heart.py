"""Heart and blood pressure: ketamine raises the pulse and the blood pressure for a while."""

from screening.vocabulary.questions import Choice, Question, Section, not_now, not_sure, note, prefer_not, talk_first

blood_pressure = Question(
    id="blood_pressure",
    topic="blood pressure",
    text="Has a doctor or nurse ever told you that you have high blood pressure?",
    hint="A reading has two numbers, such as 140/90. The first is the higher one",
    why="Ketamine can raise blood pressure for a short time.",
    criterion="uncontrolled hypertension (usually 140/90 or more, or untreated); controlled only counts if checked within 3 months",
    sources=("pdr", "s-mpr", "ketalar", "jc", "mb", "iw", "ox", "t1-2023", "ft-160", "ch"),
    choices=(
        Choice("no", "No"),
        Choice(
            "controlled_checked",
            "Yes. It is under control. My readings in the last 3 months were mostly under 140/90.",
            note(
                "Ketamine can raise blood pressure for a short time. Yours sounds steady, which is good. Please bring your last readings. The team will check it again before any session.",
                "D1",
                "D2",
            ),
        ),
        Choice(
            "controlled_unchecked",
            "Yes. I think it is under control, but I have not checked in the last 3 months.",
            talk_first(
                "Ketamine can raise blood pressure for a short time. A few fresh readings will help. You can check at a drug store or clinic, then come back or call us.",
                "D1",
                "D2",
            ),
        ),
        Choice(
            "uncontrolled",
            "Yes. It is often 140/90 or higher, or it is not being treated.",
            not_now(
                "Ketamine can push blood pressure up, so it is safer to wait until yours is under control. Your own doctor can help with that. You are welcome to come back once your readings are steady.",
                "D2",
            ),
        ),
        not_sure("blood pressure"),
        prefer_not("blood pressure"),
    ),
)

heart_or_stroke_event = Question(
    id="heart_or_stroke_event",
    topic="heart attack or stroke",
    text="Have you ever had a heart attack, stroke, mini-stroke, or heart surgery?",
    why="Ketamine can make the heart work harder. After a heart attack or a stroke the body needs time to heal.",
    criterion="recent (6 weeks) versus older heart or brain event",
    sources=("s-eu25", "ketalar-uk19", "num"),
    choices=(
        Choice("no", "No"),
        Choice(
            "within_6_weeks",
            "Yes, in the last 6 weeks",
            not_now(
                "Your heart and brain need time to heal, and ketamine can put extra strain on them. It is safer to wait. Once your heart doctor says you are steady, you can ask us again.",
                "D11",
            ),
        ),
        Choice(
            "older",
            "Yes, more than 6 weeks ago",
            talk_first(
                "Because of your heart or stroke history, a clinician should look at this first. A letter from your heart doctor can help. Many people just need a closer look.",
                "D11",
            ),
        ),
        not_sure("heart attack or stroke"),
        prefer_not("heart attack or stroke"),
    ),
)

heart_problem = Question(
    id="heart_problem",
    topic="heart problems",
    text="Do you have a heart problem? This could be heart failure, chest pain from your heart (angina), a bad valve, or an uneven heartbeat.",
    why="Ketamine can make the heart beat faster and work harder.",
    criterion="unstable versus stable heart disease",
    sources=("s-eu25", "ketalar-uk19", "miller", "nu", "car"),
    choices=(
        Choice("no", "No"),
        Choice(
            "steady",
            "Yes. It is steady and a doctor follows it.",
            talk_first(
                "A steady heart problem does not always rule this out, but ketamine can make the heart work harder. A clinician will want to talk with you and your heart doctor first."
            ),
        ),
        Choice(
            "unsteady",
            "Yes. I have symptoms now, it is getting worse, or I am waiting for tests.",
            not_now(
                "Ketamine can make the heart work harder, so it is safer to wait until your heart is steady. Please see your heart doctor. You can come back when tests are done and things have settled."
            ),
        ),
        not_sure("heart problems"),
        prefer_not("heart problems"),
    ),
)

SECTION = Section(
    id="heart",
    title="Heart and blood pressure",
    questions=(blood_pressure, heart_or_stroke_event, heart_problem),
)
