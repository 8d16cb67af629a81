"""From answers to an assessment: the worst level decides, and every answer that is not clear is a reason.

Pure: the same answers and rules give the same assessment, on any machine, in any order of the answers. Nothing
lowers a level; a missing answer, an unknown value and an unknown condition never clear anybody.
"""

from dataclasses import dataclass
from operator import attrgetter

from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.conditions import Answers, is_missing
from screening.vocabulary.dispositions import DISPOSITION_OF_WORST, Disposition, Level
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.questions import Finding, Question, talk_first


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
    """What the answers lead to. `findings` are in the order a person sees them: worst first, then as asked.

    `unanswered`: ids of questions that are asked and have no answer. While there is one, the disposition is
    `incomplete`, unless an answer was urgent or ended the questionnaire.
    """

    disposition: Disposition
    findings: tuple[AnswerFinding, ...]
    unanswered: tuple[str, ...]

    @property
    def reasons(self) -> tuple[AnswerFinding, ...]:
        return tuple(finding for finding in self.findings if finding.level > Level.NOTE)

    @property
    def notes(self) -> tuple[AnswerFinding, ...]:
        return tuple(finding for finding in self.findings if finding.level is Level.NOTE)

    @property
    def shows_crisis_lines(self) -> bool:
        """Whether the crisis lines are on top of the result, whatever the disposition."""
        return any(finding.question.shows_crisis_lines for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Judgment:
    """What one question adds to the assessment, from its own answer alone."""

    findings: tuple[AnswerFinding, ...] = ()
    is_unanswered: bool = False
    is_last_asked: bool = False


NOTHING = Judgment()
UNANSWERED = Judgment(is_unanswered=True)


def assess(answers: Answers, questionnaire: Questionnaire = QUESTIONNAIRE) -> Assessment:
    """Assess `answers`: question id -> choice id, or a list of them for a select-all question.

    Answers to questions that are not asked, and ids the questionnaire does not know, are ignored.
    """
    findings: list[AnswerFinding] = []
    unanswered: list[str] = []
    has_ended = False
    for question in questionnaire.questions:
        judgment = judge(question, answers.get(question.id), question.ask_when.holds(answers))
        if judgment is NOTHING:
            continue
        findings += judgment.findings
        if judgment.is_unanswered:
            unanswered.append(question.id)
        has_ended = has_ended or judgment.is_last_asked
    # The sort is stable: within a level, findings stay in the order asked.
    findings.sort(key=attrgetter("level"), reverse=True)
    worst = findings[0].level if findings else Level.CLEAR
    disposition = disposition_of(worst, is_unfinished=bool(unanswered), has_ended=has_ended)
    return Assessment(disposition, tuple(findings), tuple(unanswered))


def judge(question: Question, answer: object, asked: bool | None) -> Judgment:
    """What `answer` to `question` means. `asked` is whether its condition is true; None when that is not known yet.

    The result depends on these three arguments only. The proof over all answer sets relies on that (screening.proof).
    """
    if asked is False:
        return NOTHING
    # by far the most common answer
    if isinstance(answer, str) and (given := question.by_id.get(answer)) and given.is_clear:
        return NOTHING
    if is_missing(answer):
        return UNANSWERED if asked and not question.asked_within else NOTHING
    findings: list[AnswerFinding] = []
    is_last_asked = False
    for value, choice in question.read(answer):
        finding = choice.finding if choice else _unreadable(question)
        if finding:
            findings.append(AnswerFinding(question, value, finding))
        is_last_asked = is_last_asked or (choice is not None and choice.is_last_asked)
    return Judgment(tuple(findings), is_last_asked=is_last_asked) if findings or is_last_asked else NOTHING


def disposition_of(worst: Level, *, is_unfinished: bool, has_ended: bool) -> Disposition:
    return Disposition.INCOMPLETE if is_unfinished and not has_ended else DISPOSITION_OF_WORST[worst]


def _unreadable(question: Question) -> Finding:
    return talk_first(
        f"You gave an answer about {question.topic} that we could not read. "
        "Please answer it again, or tell a clinician before you book."
    )
