"""Pregnancy and nursing."""

from screening.vocabulary.questions import Choice, Question, Section, not_now, prefer_not, talk_first

pregnancy = Question(
    id="pregnancy",
    topic="pregnancy",
    text="Are you pregnant, or could you be?",
    why="Ketamine may harm a growing baby.",
    criterion="pregnancy: yes, possible, planned",
    sources=("s-pi19", "s-mg24", "ox", "mb", "jc", "iw"),
    choices=(
        Choice("no_or_na", "No, or this does not apply to me"),
        Choice(
            "yes",
            "Yes",
            not_now(
                "Ketamine may harm a growing baby, so we do not suggest it during pregnancy. You still deserve care now. Your maternity team can help, and the Maternal Mental Health Hotline is 1-833-852-6262. You can ask us again later."
            ),
        ),
        Choice(
            "maybe",
            "I could be. I have not checked.",
            talk_first(
                "Please take a pregnancy test first, and share the result with the clinician. It keeps everyone safe."
            ),
        ),
        Choice(
            "trying",
            "I am trying to get pregnant or having IVF",
            talk_first(
                "Ketamine may harm a growing baby, so timing matters. A clinician can talk through birth control, timing, and other choices with you."
            ),
        ),
        prefer_not("pregnancy"),
    ),
)

nursing = Question(
    id="nursing",
    topic="nursing",
    text="Are you breastfeeding, chestfeeding, or pumping milk for a baby?",
    why="Some ketamine passes into milk, and not enough is known about what it does to babies.",
    criterion="nursing now",
    sources=("s-pi19", "s-mg24", "ox", "bu", "lact-23", "num"),
    choices=(
        Choice("no_or_na", "No, or this does not apply to me"),
        Choice(
            "yes",
            "Yes",
            not_now(
                "Some ketamine passes into milk, and not enough is known about how it affects babies. So we do not suggest it while nursing. If your plans change, or your baby's doctor and our clinician agree on a plan, we can look again. Help now: 1-833-852-6262.",
                "D8",
            ),
        ),
        prefer_not("nursing"),
    ),
)

SECTION = Section(
    id="pregnancy",
    title="Pregnancy and nursing",
    questions=(pregnancy, nursing),
)
