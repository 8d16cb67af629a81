"""The other health problems: each question is asked only of a person who selected the problem in `health_history`."""

from screening.questionnaire.words import IF_MORE_THAN_ONE_FITS
from screening.vocabulary.conditions import Answered
from screening.vocabulary.questions import Choice, Question, not_now, not_sure, note, prefer_not, talk_first

head_pressure = Question(
    id="head_pressure",
    topic="head and brain problems",
    text="Have you had raised pressure in the skull, a brain tumor, or a serious head injury?",
    hint=IF_MORE_THAN_ONE_FITS,
    why="Ketamine may raise the pressure inside the head.",
    criterion="raised intracranial pressure or recent brain injury",
    sources=("s-eu25", "ox", "miller", "tor"),
    ask_when=Answered("health_history", ("head_pressure",)),
    choices=(
        Choice("no", "No"),
        Choice(
            "current",
            "Yes, now or in the last 3 months",
            not_now(
                "You told us about raised pressure in the skull, a brain tumor, or a head injury, now or in the last 3 months. Ketamine may raise the pressure. It is safer to wait. Please ask your brain doctor when you are clear."
            ),
        ),
        Choice(
            "past",
            "Yes, more than 3 months ago",
            talk_first(
                "You told us about raised pressure in the skull, a brain tumor, or a head injury in the past. A clinician should hear about it first. Please bring a note from your brain doctor."
            ),
        ),
        not_sure("head and brain problems", "You can ask your doctor what your head scan showed."),
        prefer_not("head and brain problems"),
    ),
)

liver_disease = Question(
    id="liver_disease",
    topic="liver disease",
    text="Do you have liver disease?",
    hint=IF_MORE_THAN_ONE_FITS,
    why="Your liver clears ketamine from the body.",
    criterion="liver disease by severity",
    sources=("spravato-pi26", "ketalar", "num", "jc"),
    ask_when=Answered("health_history", ("liver_disease",)),
    choices=(
        Choice("no", "No"),
        Choice(
            "severe",
            "Yes, severe (such as cirrhosis, a lot of scarring, fluid drained from the belly, or liver failure)",
            not_now(
                "You told us that you have severe liver disease. Your liver clears ketamine from the body, and it may build up. So we do not suggest it. If your liver doctor says things have changed, you can ask us again."
            ),
        ),
        Choice(
            "other",
            "Yes, mild or in the past",
            talk_first(
                "You told us that you have or had mild liver disease. Your liver clears ketamine from the body. A clinician may want recent liver tests first. Please bring your last results."
            ),
        ),
        not_sure("liver disease", "You can ask your doctor for your last liver test."),
        prefer_not("liver disease"),
    ),
)

glaucoma = Question(
    id="glaucoma",
    topic="glaucoma",
    text="Do you have glaucoma (high pressure in the eye)?",
    hint=IF_MORE_THAN_ONE_FITS,
    why="Ketamine can raise the pressure in the eye for a short time.",
    criterion="glaucoma control",
    sources=("jc", "ox", "mb", "ketalar"),
    ask_when=Answered("health_history", ("glaucoma",)),
    choices=(
        Choice("no", "No"),
        Choice(
            "controlled",
            "Yes, and it is under control",
            talk_first(
                "You told us that your glaucoma is under control. Ketamine can raise eye pressure for a short time. Please ask your eye doctor what they think."
            ),
        ),
        Choice(
            "uncontrolled",
            "Yes, and it is not under control",
            not_now(
                "You told us that your glaucoma is not under control. Ketamine can raise eye pressure, which could harm your sight. Once your eye doctor has it under control, you can ask us again."
            ),
        ),
        not_sure("glaucoma", "You can ask an eye doctor to measure your eye pressure."),
        prefer_not("glaucoma"),
    ),
)

thyroid = Question(
    id="thyroid",
    topic="your thyroid",
    text="Do you have an overactive thyroid?",
    hint=IF_MORE_THAN_ONE_FITS,
    why="An overactive thyroid and ketamine can both speed up the heart.",
    criterion="thyroid control",
    sources=("ch", "mb", "nu", "jc", "car"),
    ask_when=Answered("health_history", ("thyroid",)),
    choices=(
        Choice("no", "No"),
        Choice(
            "treated",
            "Yes, and it is treated and steady",
            note(
                "You told us that your overactive thyroid is treated and steady. The team will keep an eye on your heart rate and blood pressure. Please bring your last thyroid test.",
                "D32",
            ),
        ),
        Choice(
            "untreated",
            "Yes, and it is not treated or not steady",
            not_now(
                "You told us that your overactive thyroid is not treated or not steady. It and ketamine can both speed up the heart. Once it is treated and steady, you can ask us again."
            ),
        ),
        not_sure("your thyroid", "You can ask your doctor for your last thyroid test."),
        prefer_not("your thyroid"),
    ),
)

# The worst comes first, because several can be true of one person.
breathing = Question(
    id="breathing",
    topic="breathing problems",
    text="Do you have a lung or breathing problem, or sleep apnea?",
    hint=IF_MORE_THAN_ONE_FITS,
    why="Ketamine can make you sleepy and slow your breathing.",
    criterion="breathing risk",
    sources=("jc", "mb", "spravato-pi26", "fda23", "s-euuk", "reset-20"),
    ask_when=Answered("health_history", ("breathing",)),
    choices=(
        Choice(
            "severe",
            "Yes, severe (I use oxygen or get breathless at rest)",
            not_now(
                "You told us that you have severe lung disease. Ketamine can slow breathing, so it is safer not to use it. If your lung doctor says things have improved, you can ask us again."
            ),
        ),
        Choice(
            "untreated_apnea",
            "Yes, sleep apnea that is not treated",
            talk_first(
                "You told us that you have sleep apnea that is not treated. Ketamine can make you sleepy and slow breathing. A clinician should look at it first. Treatment can help a lot. Please ask your doctor about it."
            ),
        ),
        Choice(
            "copd",
            "Yes, COPD or emphysema, not severe",
            talk_first(
                "You told us that you have COPD or emphysema. Ketamine can slow breathing. A clinician should look at this first. Please bring your last lung test.",
                "D26",
            ),
        ),
        Choice(
            "other_lung",
            "Yes, another lung problem",
            talk_first(
                "You told us that you have another lung problem. Ketamine can slow breathing. A clinician should look at it first. Please bring its name, or a letter from your lung doctor.",
                "D26",
            ),
        ),
        Choice(
            "controlled",
            "Yes, asthma or treated sleep apnea, mild or under control",
            note(
                "You told us that you have a mild or controlled breathing problem. The team will watch your breathing closely. Please bring your inhaler or breathing device."
            ),
        ),
        Choice("no", "No"),
        not_sure("breathing problems", "Please tell your doctor if you snore or get short of breath."),
        prefer_not("breathing problems"),
    ),
)

bladder = Question(
    id="bladder",
    topic="bladder problems",
    text="Do you have bladder pain, blood in your urine, or trouble holding urine?",
    hint=IF_MORE_THAN_ONE_FITS,
    why="Ketamine can irritate the bladder, above all when it is used often.",
    criterion="bladder harm",
    sources=("spravato-pi26", "jc", "car", "ketalar"),
    ask_when=Answered("health_history", ("bladder",)),
    choices=(
        Choice("no", "No"),
        Choice(
            "past",
            "Not now, but in the past",
            note(
                "You told us that you had bladder trouble in the past. The team will ask about your bladder at each visit. Please tell them what it was."
            ),
        ),
        Choice(
            "interstitial",
            "I was told I have interstitial cystitis, now or in the past",
            talk_first(
                "You told us that you have or had interstitial cystitis, a painful bladder. Ketamine can irritate the bladder. A clinician should look at it first. Please ask your bladder doctor what they think.",
                "D26",
            ),
        ),
        Choice(
            "current",
            "Yes, now",
            talk_first(
                "You told us that you have bladder trouble now. Ketamine can irritate the bladder. It may only be an infection that can be treated. Please have a doctor check it first."
            ),
        ),
        Choice(
            "ketamine_related",
            "Yes, and a doctor linked it to ketamine",
            not_now(
                "You told us that a doctor linked your bladder trouble to ketamine. More ketamine could harm your bladder further, so we do not suggest it. Please see a bladder doctor."
            ),
        ),
        not_sure("bladder problems", "Please tell your doctor about any pain or blood."),
        prefer_not("bladder problems"),
    ),
)

seizures = Question(
    id="seizures",
    topic="seizures",
    text="Have you ever had a seizure?",
    hint=IF_MORE_THAN_ONE_FITS,
    why="Ketamine can affect the brain in ways that may matter after a seizure.",
    criterion="seizure recency",
    sources=("ox", "imp", "s-eu-hist24"),
    ask_when=Answered("health_history", ("seizures",)),
    choices=(
        Choice("no", "No"),
        Choice(
            "recent",
            "Yes, in the last 6 months",
            not_now(
                "You told us that you had a seizure in the last 6 months. Ketamine can affect the brain, so seizures need to be settled first. Once you have had none for longer, and your doctor agrees, you can ask us again."
            ),
        ),
        Choice(
            "older",
            "Yes, more than 6 months ago",
            talk_first(
                "You told us that you had a seizure more than 6 months ago. A clinician should hear about it first. Please list any seizure medicines you take."
            ),
        ),
        not_sure("seizures", "Please ask someone who saw what happened."),
        prefer_not("seizures"),
    ),
)

memory = Question(
    id="memory",
    topic="memory problems",
    text="Has a doctor told you that you have dementia or a serious memory problem?",
    why="This treatment asks a lot of memory and thinking.",
    criterion="memory and consent capacity",
    sources=("crtce", "tor", "elekt-x"),
    ask_when=Answered("health_history", ("memory",)),
    choices=(
        Choice("no", "No"),
        Choice(
            "mild",
            "I have mild memory problems",
            talk_first(
                "You told us that you have mild memory problems. A clinician should talk with you first. You can bring someone you trust."
            ),
        ),
        Choice(
            "yes",
            "Yes",
            not_now(
                "You told us that you have dementia or a serious memory problem. Treatment here asks a lot of memory and thinking, and it is not well tested with dementia. Please ask your doctor about care that fits you better."
            ),
        ),
        not_sure("memory problems", "It can help to bring someone who knows you well."),
        prefer_not("memory problems"),
    ),
)

HEALTH_CONDITIONS = (head_pressure, liver_disease, glaucoma, thyroid, breathing, bladder, seizures, memory)
