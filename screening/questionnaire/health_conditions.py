"""The other health problems: each question is asked only of a person who selected the problem in `health_history`."""

from screening.vocabulary.conditions import Answered
from screening.vocabulary.questions import Choice, Question, not_now, not_sure, note, prefer_not, talk_first

head_pressure = Question(
    id="head_pressure",
    topic="head and brain problems",
    text="Have you had raised pressure in the skull, a brain tumor, or a serious head injury?",
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
                "Ketamine may raise pressure inside the head. It is safer to wait until your brain doctor says you are clear."
            ),
        ),
        Choice(
            "past",
            "Yes, more than 3 months ago",
            talk_first("A clinician should hear about this first. A note from your brain doctor can help."),
        ),
        not_sure("head and brain problems"),
        prefer_not("head and brain problems"),
    ),
)

liver_disease = Question(
    id="liver_disease",
    topic="liver disease",
    text="Do you have liver disease?",
    why="Your liver clears ketamine from the body.",
    criterion="liver disease by severity",
    sources=("s-mpr", "ketalar", "num", "jc"),
    ask_when=Answered("health_history", ("liver_disease",)),
    choices=(
        Choice("no", "No"),
        Choice(
            "severe",
            "Yes, severe (such as cirrhosis or liver failure)",
            not_now(
                "Your liver clears ketamine from the body. With severe liver disease it may build up, so we do not suggest it. If your liver doctor says things have changed, you can ask us again."
            ),
        ),
        Choice(
            "other",
            "Yes, mild or in the past",
            talk_first("Your liver clears ketamine from the body. A clinician may want recent liver tests first."),
        ),
        not_sure("liver disease"),
        prefer_not("liver disease"),
    ),
)

glaucoma = Question(
    id="glaucoma",
    topic="glaucoma",
    text="Do you have glaucoma (high pressure in the eye)?",
    why="Ketamine can raise the pressure in the eye for a short time.",
    criterion="glaucoma control",
    sources=("jc", "ox", "mb", "ketalar"),
    ask_when=Answered("health_history", ("glaucoma",)),
    choices=(
        Choice("no", "No"),
        Choice(
            "controlled",
            "Yes, and it is under control",
            talk_first("Ketamine can raise eye pressure for a short time. A clinician may ask your eye doctor first."),
        ),
        Choice(
            "uncontrolled",
            "Yes, and it is not under control",
            not_now(
                "Ketamine can raise eye pressure, which could harm your sight. Once your eye doctor has it under control, you can ask us again."
            ),
        ),
        not_sure("glaucoma"),
        prefer_not("glaucoma"),
    ),
)

thyroid = Question(
    id="thyroid",
    topic="thyroid",
    text="Do you have an overactive thyroid?",
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
                "Please bring your last thyroid test. The team will keep an eye on your heart rate and blood pressure."
            ),
        ),
        Choice(
            "untreated",
            "Yes, and it is not treated or not steady",
            not_now(
                "An overactive thyroid and ketamine can both speed up the heart. Once your thyroid is treated and steady, you can ask us again."
            ),
        ),
        not_sure("thyroid"),
        prefer_not("thyroid"),
    ),
)

breathing = Question(
    id="breathing",
    topic="breathing problems",
    text="Do you have a lung or breathing problem, or sleep apnea?",
    why="Ketamine can make you sleepy and slow your breathing.",
    criterion="breathing risk",
    sources=("jc", "mb", "s-mpr", "fda23", "s-euuk"),
    ask_when=Answered("health_history", ("breathing",)),
    choices=(
        Choice("no", "No"),
        Choice(
            "controlled",
            "Yes, mild or under control",
            note("Please bring your inhaler or breathing device. The team will watch your breathing closely."),
        ),
        Choice(
            "untreated_apnea",
            "Yes, sleep apnea that is not treated",
            talk_first(
                "Ketamine can make you sleepy and slow breathing. A clinician should look at this first. Treating sleep apnea can help a lot."
            ),
        ),
        Choice(
            "severe",
            "Yes, severe (I use oxygen or get breathless at rest)",
            not_now(
                "Ketamine can slow breathing, so it is safer not to use it with severe lung disease. If your lung doctor says things have improved, you can ask us again."
            ),
        ),
        not_sure("breathing problems"),
        prefer_not("breathing problems"),
    ),
)

bladder = Question(
    id="bladder",
    topic="bladder problems",
    text="Do you have bladder pain, blood in your urine, or trouble holding urine?",
    why="Ketamine can irritate the bladder, above all when it is used often.",
    criterion="bladder harm",
    sources=("s-mpr", "jc", "car", "ketalar"),
    ask_when=Answered("health_history", ("bladder",)),
    choices=(
        Choice("no", "No"),
        Choice(
            "past",
            "Not now, but in the past",
            note("Please tell the team what happened. They will ask about your bladder at each visit."),
        ),
        Choice(
            "current",
            "Yes, now",
            talk_first(
                "Ketamine can irritate the bladder. Please have this checked first. A treated infection may be all it is."
            ),
        ),
        Choice(
            "ketamine_related",
            "Yes, and a doctor linked it to ketamine",
            not_now(
                "More ketamine could harm your bladder further, so we do not suggest it. A bladder doctor can help."
            ),
        ),
        not_sure("bladder problems"),
        prefer_not("bladder problems"),
    ),
)

seizures = Question(
    id="seizures",
    topic="seizures",
    text="Have you ever had a seizure?",
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
                "Seizures need to be settled first, as ketamine can affect the brain in ways that may matter here. Once you have been seizure-free for longer, and your doctor agrees, you can ask us again."
            ),
        ),
        Choice(
            "older",
            "Yes, more than 6 months ago",
            talk_first("A clinician should hear about this first. Please list any seizure medicines you take."),
        ),
        not_sure("seizures"),
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
            talk_first("A clinician should talk with you first. It can help to bring someone you trust."),
        ),
        Choice(
            "yes",
            "Yes",
            not_now(
                "This treatment asks a lot of memory and thinking, and it has not been well tested with dementia. Please talk with your doctor about care that fits you better."
            ),
        ),
        not_sure("memory problems"),
        prefer_not("memory problems"),
    ),
)

HEALTH_CONDITIONS = (head_pressure, liver_disease, glaucoma, thyroid, breathing, bladder, seizures, memory)
