"""From answers to a disposition: the worst level present wins, and every answer that is not clear is a reason.

Pure: the same answers and rules give the same assessment, on any machine, in any order of the answers. Nothing
lowers a level; silence, an unknown value and an unknown condition never clear anybody.
"""

from dataclasses import dataclass
from operator import attrgetter

from screening.conditions import Answers, is_silence
from screening.dispositions import DISPOSITION_OF_WORST, Disposition, Level
from screening.questionnaire import QUESTIONNAIRE
from screening.questions import Finding, Question, Questionnaire, talk_first


@dataclass(frozen=True, slots=True)
class AnswerFinding:
    """One answer that is not clear: the question, the value as given, and what it leads to."""

    question: Question
    answer: object
    finding: Finding

    @property
    def level(self) -> Level:
        return self.finding.level


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the answers lead to. `findings` in the order a person sees them: worst first, then as asked.

    `unanswered`: ids of questions that are asked and have no answer. While there is one the disposition is
    `incomplete`, unless an answer was urgent or ended the questionnaire.
    """

    disposition: Disposition
    findings: tuple[AnswerFinding, ...]
    unanswered: tuple[str, ...]

    @property
    def reasons(self) -> tuple[AnswerFinding, ...]:
        return tuple(found for found in self.findings if found.level > Level.NOTE)

    @property
    def notes(self) -> tuple[AnswerFinding, ...]:
        return tuple(found for found in self.findings if found.level is Level.NOTE)

    @property
    def shows_crisis_lines(self) -> bool:
        """Whether the crisis lines stand on top of the result, whatever the disposition."""
        return any(found.question.shows_crisis_lines for found in self.findings)


def assess(answers: Answers, questionnaire: Questionnaire = QUESTIONNAIRE) -> Assessment:
    """The assessment of `answers` (question id -> choice id, or a list of them for a tick-all question).

    An answer to a question that is not asked does not exist. Ids the questionnaire does not know are ignored.
    """
    findings: list[AnswerFinding] = []
    unanswered: list[str] = []
    ended = False
    for question in questionnaire.questions:
        asked = question.ask_when.holds(answers)
        if asked is False:
            continue
        answer = answers.get(question.id)
        if is_silence(answer):
            if asked and not question.asked_within:
                unanswered.append(question.id)
            continue
        for value, choice in question.read(answer):
            if choice is None:
                findings.append(AnswerFinding(question, value, _unreadable(question)))
                continue
            ended = ended or choice.is_last_asked
            if choice.finding:
                findings.append(AnswerFinding(question, value, choice.finding))
    findings.sort(key=attrgetter("level"), reverse=True)  # stable: within a level as asked
    worst = findings[0].level if findings else Level.CLEAR
    disposition = Disposition.INCOMPLETE if unanswered and not ended else DISPOSITION_OF_WORST[worst]
    return Assessment(disposition, tuple(findings), tuple(unanswered))


def _unreadable(question: Question) -> Finding:
    return talk_first(
        f"We could not read your answer about {question.topic}. A clinician will ask you before you book."
    )
