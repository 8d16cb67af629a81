"""Pregnancy and nursing."""

from screening.vocabulary.questions import Choice, Question, Section, not_now, prefer_not, talk_first

pregnancy = Question(
    id="pregnancy",
    topic="pregnancy",
    text="Are you pregnant, or could you be?",
    why="Ketamine may harm a growing baby.",
    criterion="pregnancy: yes, possible, planned",
    sources=("spravato-pi26", "ox", "mb", "jc", "iw"),
    choices=(
        Choice("no_or_na", "No, or this does not apply to me"),
        Choice(
            "yes",
            "Yes",
            not_now(
                "You told us that you are pregnant. Ketamine may harm a growing baby, so we do not suggest it now. You still deserve care, and you can ask us again later. For support, call or text 1-833-852-6262, or ask your maternity team.",
                "D30",
            ),
        ),
        Choice(
            "maybe",
            "I could be. I have not checked.",
            talk_first(
                "You told us that you could be pregnant. Ketamine may harm a growing baby. Please take a pregnancy test first, and share the result with the clinician."
            ),
        ),
        Choice(
            "trying",
            "I am trying to get pregnant or having IVF",
            talk_first(
                "You told us that you are trying to get pregnant or having IVF. Ketamine may harm a growing baby, so timing matters. Please talk with a clinician about timing before you book."
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
    sources=("spravato-pi26", "ox", "bu", "lact-23", "num"),
    choices=(
        Choice("no_or_na", "No, or this does not apply to me"),
        Choice(
            "yes",
            "Yes",
            not_now(
                "You told us that you are nursing or pumping milk. Some ketamine passes into milk, and too little is known about what it does to babies. So we do not suggest it now. If your baby's doctor and our clinician agree on a plan, we can look again. For support, call or text 1-833-852-6262.",
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
    screens=(("pregnancy", "nursing"),),
)
