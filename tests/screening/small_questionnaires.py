"""Random questionnaires that are small enough to assess every answer set one by one."""

from hypothesis import strategies as st

from screening.vocabulary.conditions import ALWAYS, AllOf, Answered, AnyOf
from screening.vocabulary.dispositions import Level
from screening.vocabulary.questions import Choice, Finding, Question, Questionnaire, Section

IDS = ("a", "b", "c", "d")


@st.composite
def choices(draw):
    levels = draw(st.lists(st.sampled_from(Level), min_size=1, max_size=3))
    return tuple(
        Choice(
            f"{number}",
            f"Choice {number}",
            Finding(level, "Words.") if level else None,
            excludes_others=draw(st.booleans()),
            ends_questionnaire=draw(st.integers(0, 9)) == 0,
        )
        for number, level in enumerate(levels)
    )


@st.composite
def conditions(draw, earlier):
    if not earlier or draw(st.booleans()):
        return ALWAYS
    parts = draw(
        st.lists(
            st.sampled_from(earlier).flatmap(
                lambda q: st.lists(st.sampled_from(sorted(q.by_id)), min_size=1, unique=True).map(
                    lambda ids: Answered(q.id, tuple(ids))
                )
            ),
            min_size=1,
            max_size=2,
        )
    )
    return draw(st.sampled_from([parts[0], AllOf(tuple(parts)), AnyOf(tuple(parts))]))


@st.composite
def questionnaires(draw):
    questions: list[Question] = []
    for id_ in IDS[: draw(st.integers(1, len(IDS)))]:
        questions.append(
            Question(
                id=id_,
                topic=id_,
                text=f"{id_}?",
                criterion=id_,
                choices=draw(choices()),
                ask_when=draw(conditions(questions)),
                select_all=draw(st.booleans()),
            )
        )
    return Questionnaire("1", (Section("s", "S", tuple(questions)),))
