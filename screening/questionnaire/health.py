"""Other health: the list that leads to the follow-up questions, and two lists of what changes how a session is planned."""

from screening.questionnaire.health_conditions import HEALTH_CONDITIONS
from screening.vocabulary.questions import Choice, Question, Section, not_sure, prefer_not, talk_first

OTHER_HEALTH = talk_first(
    "You told us about another serious health problem, or that you wait for test results. A clinician should hear about it first, so that nothing is missed. Please bring its name or your results."
)
LIST_OF_PROBLEMS = "You can ask your doctor's office for a list of your health problems."

health_history = Question(
    id="health_history",
    topic="your health history",
    text="Do you have, or have you ever had, any of these? Check all that apply.",
    why="Each of these can make ketamine riskier. We ask more only about the ones you check.",
    criterion="opens the questions about each; a checked problem alone is clear, its own question decides (porphyria: [E-SAFE]; adrenal tumor: general clinical knowledge)",
    sources=("jc", "bu", "e-safe"),
    select_all=True,
    choices=(
        Choice("head_pressure", "Raised pressure in the skull, a brain tumor, or a serious head injury"),
        Choice("liver_disease", "Liver disease"),
        Choice("glaucoma", "Glaucoma (high pressure in the eye)"),
        Choice("thyroid", "An overactive thyroid"),
        Choice("breathing", "A lung or breathing problem, or sleep apnea"),
        Choice("bladder", "Bladder pain, blood in your urine, or trouble holding urine"),
        Choice("seizures", "A seizure"),
        Choice("memory", "Dementia or a memory problem"),
        Choice(
            "other_health",
            "Any other serious health problem, such as an adrenal tumor or porphyria, or waiting for test results",
            OTHER_HEALTH,
        ),
        Choice("none", "None of these", excludes_others=True),
        not_sure("your health history", LIST_OF_PROBLEMS),
        prefer_not("your health history"),
    ),
)

other_health = Question(
    id="other_health",
    topic="another health problem",
    text="Do you have any other serious health problem, or are you waiting for test results?",
    why="So that nothing important is missed.",
    criterion="anything else",
    sources=("jc", "bu"),
    asked_within="health_history",
    choices=(
        Choice("no", "No"),
        Choice("yes", "Yes", OTHER_HEALTH),
        not_sure("another health problem", LIST_OF_PROBLEMS),
        prefer_not("another health problem"),
    ),
)

more_health = Question(
    id="more_health",
    topic="other health problems",
    text="Do you have, or have you ever had, any of these? Check all that apply.",
    why="Each of these can change how a session is planned. None of them alone is a no.",
    criterion="conditions named by clinics or textbooks that bear on safety",
    sources=("kwny-24", "iw", "mbc-23", "ft", "miller", "va22"),
    select_all=True,
    choices=(
        Choice(
            "kidney",
            "Kidney disease",
            talk_first(
                "You told us that you have or had kidney disease. Your kidneys help clear ketamine. A clinician may want recent kidney tests first. Please bring your last results.",
                "D25",
            ),
        ),
        Choice(
            "eye_other",
            "Eye surgery, an eye injury, or an eye disease other than glaucoma. Do not count glasses, LASIK, or dry eye.",
            talk_first(
                "You told us about eye surgery, an eye injury, or an eye disease. Ketamine can raise eye pressure for a short time. Please ask your eye doctor what they think.",
                "D25",
            ),
        ),
        Choice(
            "anesthesia",
            "Trouble with anesthesia or sedation",
            talk_first(
                "You told us that you had trouble with anesthesia or sedation. A clinician should hear what happened first. Please bring the name of the hospital, if you know it.",
                "D25",
            ),
        ),
        Choice(
            "low_weight",
            "A weight that a doctor called too low",
            talk_first(
                "You told us that a doctor called your weight too low. Low weight can affect your heart and the dose. A clinician may want blood tests first. Please bring your height and weight.",
                "D25",
            ),
        ),
        Choice(
            "high_weight",
            "A weight that a doctor called much too high",
            talk_first(
                "You told us that a doctor called your weight much too high. It can make breathing harder when you are sleepy. A clinician should plan with you first. Please tell us if you snore or stop breathing in sleep.",
                "D25",
            ),
        ),
        Choice(
            "delirium",
            "Sudden confusion during an illness, in the last year",
            talk_first(
                "You told us that you were suddenly confused during an illness in the last year. A clinician should know the cause first. Please bring a letter about it, if you have one.",
                "D25",
            ),
        ),
        Choice("none", "None of these", excludes_others=True),
        not_sure("other health problems", LIST_OF_PROBLEMS),
        prefer_not("other health problems"),
    ),
)

mind_history = Question(
    id="mind_history",
    topic="your mental health history",
    text="Has a doctor or therapist ever named any of these for you? Check all that apply.",
    hint="None of these is a flaw, and none alone is a no. They help us plan a session that feels safe.",
    why="Ketamine can bring strong feelings and a sense of being cut off. We want to plan for that with you.",
    criterion="personality disorder, dissociative disorder, eating disorder",
    sources=("psy", "bpd-23", "car", "ed-22"),
    select_all=True,
    choices=(
        Choice(
            "personality",
            "A personality disorder, such as borderline",
            talk_first(
                "You told us about a personality disorder. Many people with one look for help with depression. A clinician should plan with you first how to keep sessions steady. Please tell us what helps you when feelings run high.",
                "D25",
            ),
        ),
        Choice(
            "dissociative",
            "A dissociative disorder, such as losing time or feeling made of parts",
            talk_first(
                "You told us about a dissociative disorder. Ketamine can make you feel cut off from yourself, so a clinician should plan with you first. Please ask your therapist if we may talk with them.",
                "D25",
            ),
        ),
        Choice(
            "eating_disorder",
            "An eating disorder, such as anorexia or bulimia",
            talk_first(
                "You told us about an eating disorder. It can affect your heart and the salts in your blood. A clinician may want tests first. Please bring the name of whoever treats you for it.",
                "D25",
            ),
        ),
        Choice("none", "None of these", excludes_others=True),
        not_sure("your mental health history", "You can ask your therapist or doctor."),
        prefer_not("your mental health history"),
    ),
)

SECTION = Section(
    id="health",
    title="Other health",
    questions=(health_history, *HEALTH_CONDITIONS, other_health, more_health, mind_history),
    screens=(("health_history",), ("more_health", "mind_history")),
)
