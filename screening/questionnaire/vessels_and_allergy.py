"""Blood vessels and allergy: the contraindications that the labels themselves name, each asked by itself."""

from screening.vocabulary.questions import Choice, Question, Section, not_now, not_sure, prefer_not, talk_first

LABELS = ("spravato-pi26", "s-eu25", "miller")
WEAK_VESSELS = "A rise in blood pressure could be dangerous for weak blood vessels."
WHAT_SCANS_SHOWED = "You can ask your doctor's office what your scans showed."

aneurysm = Question(
    id="aneurysm",
    topic="an aneurysm",
    text="Have you ever had an aneurysm anywhere in your body?",
    hint="A weak, bulging spot in a blood vessel: in the brain, chest, belly, arms, or legs. Count it also if it was repaired.",
    why=WEAK_VESSELS,
    criterion="aneurysmal vascular disease, any site (thoracic and abdominal aorta, intracranial, peripheral): label contraindication",
    sources=LABELS,
    choices=(
        Choice("no", "No"),
        Choice(
            "yes",
            "Yes, now or in the past",
            not_now(
                "You told us that you have had an aneurysm. A rise in blood pressure could be dangerous, so we do not suggest ketamine. If a specialist thinks it is safe, ask them to write to our medical team.",
                "D31",
            ),
        ),
        Choice(
            "being_checked",
            "A doctor is checking me for one",
            not_now(
                "You told us that a doctor is checking you for an aneurysm. A rise in blood pressure could be dangerous until you know. When the tests show that you have none, you can ask us again.",
                "D31",
            ),
        ),
        not_sure("an aneurysm", WHAT_SCANS_SHOWED),
        prefer_not("an aneurysm"),
    ),
)

avm = Question(
    id="avm",
    topic="a tangle of blood vessels (AVM)",
    text="Have you ever had a tangle of blood vessels, called an AVM?",
    hint="AVM is short for arteriovenous malformation. It can be in the brain or anywhere else.",
    why=WEAK_VESSELS,
    criterion="arteriovenous malformation: label contraindication",
    sources=LABELS,
    choices=(
        Choice("no", "No"),
        Choice(
            "yes",
            "Yes, now or in the past",
            not_now(
                "You told us that you have had a tangle of blood vessels (AVM). A rise in blood pressure could be dangerous, so we do not suggest ketamine. If a specialist thinks it is safe, ask them to write to our medical team.",
                "D31",
            ),
        ),
        not_sure("a tangle of blood vessels (AVM)", WHAT_SCANS_SHOWED),
        prefer_not("a tangle of blood vessels (AVM)"),
    ),
)

brain_bleed = Question(
    id="brain_bleed",
    topic="bleeding in the brain",
    text="Have you ever had bleeding in the brain?",
    hint="Such as a stroke from bleeding, or bleeding after a blow to the head.",
    why="A rise in blood pressure could cause bleeding again.",
    criterion="history of intracerebral hemorrhage: label contraindication; bleeding after injury counted too",
    sources=LABELS,
    choices=(
        Choice("no", "No"),
        Choice(
            "yes",
            "Yes",
            not_now(
                "You told us that you have had bleeding in the brain. A rise in blood pressure could be dangerous, so we do not suggest ketamine. If a brain specialist thinks it is safe, ask them to write to our medical team.",
                "D31",
            ),
        ),
        not_sure("bleeding in the brain", WHAT_SCANS_SHOWED),
        prefer_not("bleeding in the brain"),
    ),
)

ketamine_allergy = Question(
    id="ketamine_allergy",
    topic="a ketamine allergy",
    text="Are you allergic to ketamine or esketamine (Spravato)?",
    why="An allergy to ketamine could cause a dangerous reaction.",
    criterion="allergy",
    sources=("spravato-pi26", "jc", "mb", "iw"),
    choices=(
        Choice("no_or_never", "No, or I have never had it"),
        Choice(
            "yes",
            "Yes",
            not_now(
                "You told us that you are allergic to ketamine or esketamine. Another dose could cause a dangerous reaction, so we do not suggest it. If an allergy doctor finds that you are not allergic, you can ask us again."
            ),
        ),
        Choice(
            "bad_reaction",
            "I had a bad time with it, but not an allergy",
            talk_first(
                "You told us that you had a bad time with ketamine, but no allergy. It is good for us to know. A clinician should hear about it before you decide. Please note what happened and how much you had."
            ),
        ),
        not_sure("a ketamine allergy", "You can ask the hospital or clinic where you had it."),
        prefer_not("a ketamine allergy"),
    ),
)

SECTION = Section(
    id="vessels-and-allergy",
    title="Blood vessels and allergy",
    questions=(aneurysm, avm, brain_bleed, ketamine_allergy),
    screens=(("aneurysm", "avm", "brain_bleed", "ketamine_allergy"),),
)
