"""Medicines that raise the risk or blunt the effect."""

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

EXAMPLES_IN_BRACKETS = "The names in brackets are examples."
BRING_ALL_BOXES = "Please bring all boxes, or ask your pharmacy for a list."

medicines = Question(
    id="medicines",
    topic="medicines",
    text="Do you take any of these? Check all that apply.",
    hint=f"{EXAMPLES_IN_BRACKETS} If you take an opioid and also a benzodiazepine or a sleeping pill, check the line that names both.",
    why="Some medicines raise the risk, and some make ketamine work less well.",
    criterion="medicines that raise risk or blunt effect",
    sources=("spravato-pi26", "s-mn", "ketalar24", "bzd-20", "andr-17", "nal-18", "lamo-23"),
    select_all=True,
    choices=(
        Choice(
            "antidepressant",
            "Common antidepressants (SSRI, SNRI, bupropion, trazodone, mirtazapine)",
            note(
                "You told us that you take a common antidepressant. Most can be used along with ketamine. Do not stop or change it on your own. Please bring its name and dose."
            ),
        ),
        Choice(
            "lamotrigine",
            "Lamotrigine",
            note(
                "You told us that you take lamotrigine. It is not clear if it changes how ketamine works. Do not stop it on your own. Please bring your dose.",
                "D14",
            ),
        ),
        Choice(
            "lithium",
            "Lithium",
            note(
                "You told us that you take lithium. The team may want a recent lithium level, because the dose has to fit. Please keep taking it as planned, and bring your last blood test."
            ),
        ),
        Choice(
            "other_mood",
            "Another mood medicine, such as valproate or carbamazepine",
            note(
                "You told us that you take a mood medicine such as valproate or carbamazepine. The team may want a recent blood test. Please keep taking it as planned, and bring its name and dose."
            ),
        ),
        Choice(
            "benzo_or_sleep",
            "Benzodiazepines or sleeping pills (such as Xanax, Ativan, Ambien)",
            talk_first(
                "You told us that you take a benzodiazepine or a sleeping pill. With ketamine, it can make you very sleepy and slow breathing. It may also weaken the effect. Do not stop it suddenly. That can be dangerous. Please bring its name and dose, so that a clinician can plan with you.",
                "D14",
            ),
        ),
        Choice(
            "opioid",
            "Opioid pain medicine, methadone, or buprenorphine",
            talk_first(
                "You told us that you take an opioid, methadone, or buprenorphine. With ketamine, it can slow or stop breathing. Do not stop it on your own. Please ask your prescriber if we may talk with them.",
                "D14",
            ),
        ),
        Choice(
            "opioid_and_sedative",
            "An opioid, and also a benzodiazepine or a sleeping pill",
            not_now(
                "You told us that you take an opioid together with a benzodiazepine or a sleeping pill. With ketamine, that can stop your breathing, so it is safer to wait. Do not stop either on your own. Please ask your prescriber about it.",
                "D35",
            ),
        ),
        Choice(
            "naltrexone",
            "Naltrexone",
            talk_first(
                "You told us that you take naltrexone. It may block some of the effect of ketamine. Do not stop it on your own. Please tell a clinician what you take it for.",
                "D14",
            ),
        ),
        Choice(
            "stimulant",
            "Stimulants (such as Adderall, Ritalin, modafinil)",
            talk_first(
                "You told us that you take a stimulant. It can raise blood pressure, and so can ketamine. A clinician should plan the timing with you. Please bring your dose and the time you take it.",
                "D14",
            ),
        ),
        Choice(
            "maoi",
            "MAOI antidepressants (such as Nardil, Parnate, Emsam)",
            talk_first(
                "You told us that you take an MAOI antidepressant. It can raise blood pressure, and so can ketamine. A clinician must check before you book. Do not stop it on your own. Please bring its name and dose.",
                "D14",
            ),
        ),
        Choice(
            "theophylline",
            "Theophylline or aminophylline",
            talk_first(
                "You told us that you take theophylline or aminophylline. With ketamine, it may make a seizure more likely. A clinician must check before you book. Do not stop it on your own. Please ask your lung doctor about other choices.",
                "D14",
            ),
        ),
        Choice("none", "None of these", excludes_others=True),
        not_sure("medicines", BRING_ALL_BOXES),
        prefer_not("medicines"),
    ),
)

more_medicines = Question(
    id="more_medicines",
    topic="other medicines",
    text="Do you take any of these? Check all that apply.",
    hint=EXAMPLES_IN_BRACKETS,
    why="Some make you sleepier or slow your breathing. Some keep ketamine in your body longer.",
    criterion="other sedating medicines; strong CYP3A4 inhibitors; medicines at the same receptor",
    sources=("ketalar24", "ketamax-ph", "fda-gaba19", "hagel-10", "pelt-11", "andr-17", "car"),
    select_all=True,
    choices=(
        Choice(
            "gabapentinoid",
            "Gabapentin or pregabalin (Neurontin, Lyrica)",
            talk_first(
                "You told us that you take gabapentin or pregabalin. With ketamine, it can slow breathing. A clinician should plan with you first. Do not stop it on your own. Please bring your dose.",
                "D27",
            ),
        ),
        Choice(
            "muscle_relaxant",
            "Muscle relaxants (Flexeril, baclofen, Soma)",
            talk_first(
                "You told us that you take a muscle relaxant. With ketamine, it can make you very sleepy. A clinician should plan with you first. Do not stop it on your own. Please bring its name and dose.",
                "D27",
            ),
        ),
        Choice(
            "antihistamine",
            "Allergy or sleep aids that make you sleepy (Benadryl, hydroxyzine, Unisom) and that you take on most days or nights",
            talk_first(
                "You told us that you take an allergy or sleep aid that makes you sleepy. With ketamine, it can make you very sleepy. A clinician should plan with you first. Please note when you take it.",
                "D27",
            ),
        ),
        Choice(
            "antipsychotic",
            "Antipsychotics (Seroquel, Zyprexa, Abilify, Haldol)",
            talk_first(
                "You told us that you take an antipsychotic. It may add to sleepiness or change the effect of ketamine. A clinician should know what it is for. Do not stop it on your own. Please bring its name and dose.",
                "D27",
            ),
        ),
        Choice(
            "cyp3a4",
            "Some infection medicines (clarithromycin, ritonavir, Paxlovid, ketoconazole)",
            talk_first(
                "You told us that you take an infection medicine that can keep ketamine in your body longer. In one study of ketamine by mouth, blood levels were more than twice as high. A clinician must check first. Please tell us when your course ends.",
                "D27",
            ),
        ),
        Choice(
            "same_receptor",
            "Memantine, or dextromethorphan with bupropion (Namenda, Auvelity)",
            talk_first(
                "You told us that you take memantine or dextromethorphan with bupropion. They act on the same spot in the brain as ketamine. A clinician should plan with you first. Do not stop them on your own. Please bring the name and dose.",
                "D27",
            ),
        ),
        Choice(
            "thyroid_pill",
            "Thyroid pills (levothyroxine)",
            note(
                "You told us that you take thyroid pills. With ketamine, they may raise blood pressure and speed up the heart. The team will check both. Please bring your last thyroid test.",
                "D27",
            ),
        ),
        Choice(
            "other_sleepy",
            "Another medicine that makes you sleepy",
            talk_first(
                "You told us that you take another medicine that makes you sleepy. With ketamine, it can slow breathing. A clinician should plan with you first. Please bring its name and dose.",
                "D27",
            ),
        ),
        Choice("none", "None of these", excludes_others=True),
        not_sure("other medicines", BRING_ALL_BOXES),
        prefer_not("other medicines"),
    ),
)

SECTION = Section(
    id="medicines",
    title="Medicines",
    questions=(medicines, more_medicines),
    screens=(("medicines", "more_medicines"),),
)
