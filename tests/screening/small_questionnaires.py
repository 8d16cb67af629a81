"""Random questionnaires that are small enough to assess every answer set one by one."""

from hypothesis import strategies as st

from screening.vocabulary.conditions import ALWAYS, AllOf, Answered, AnyOf
from screening.vocabulary.dispositions import Level, UrgentCause
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.questions import Choice, Finding, Question, Section

IDS = ("a", "b", "c", "d")


@st.composite
def choices(draw):
    levels = draw(st.lists(st.sampled_from(Level), min_size=1, max_size=3))
    causes = st.sampled_from(UrgentCause)
    return tuple(
        Choice(
            f"{number}",
            f"Choice {number}",
            Finding(level, "Words.", urgent_cause=draw(causes) if level is Level.URGENT else None) if level else None,
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
                listed=draw(st.sampled_from([(), ("A sign", "Another sign")])),
            )
        )
    return Questionnaire("1", (Section("s", "S", tuple(questions), draw(screens(questions))),))


@st.composite
def screens(draw, questions):
    """Groups of neighbors that are asked of everybody; a group of one is not named."""
    groups: list[tuple[str, ...]] = []
    for question in questions:
        if question.is_follow_up:
            groups.append(())
        elif groups and groups[-1] and draw(st.booleans()):
            groups[-1] += (question.id,)
        else:
            groups.append((question.id,))
    return tuple(group for group in groups if len(group) > 1)
