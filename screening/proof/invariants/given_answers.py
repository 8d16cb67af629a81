"""Invariants about everybody who gives certain answers, whatever else they answer or leave open."""

from dataclasses import dataclass

from screening.proof.answer_space.answers import answers_to
from screening.proof.answer_space.exploration import ONLY_THE_DISPOSITION, explore_with
from screening.proof.answer_space.groups import TrackAnswers
from screening.proof.invariants.verdicts import DECOMPOSITION, Verdict, Violation, verdict_on
from screening.vocabulary.dispositions import SEVERITY, Disposition
from screening.vocabulary.questionnaires import Questionnaire

TALK_FIRST, NOT_NOW, URGENT, INCOMPLETE = (
    Disposition.TALK_TO_CLINICIAN_FIRST,
    Disposition.NOT_SUITABLE_NOW,
    Disposition.URGENT_HELP_NOW,
    Disposition.INCOMPLETE,
)


@dataclass(frozen=True)
class Given:
    """One of `choices` to `question`; with `all_but`, any choice except these.

    To a question with several selected choices, one of them is enough.
    """

    question: str
    choices: tuple[str, ...]
    all_but: bool = False

    def answers(self, questionnaire: Questionnaire) -> list[TrackAnswers]:
        """These answers in this questionnaire. Raises LookupError when it does not have them."""
        question = questionnaire.by_id.get(self.question)
        if question is None:
            raise LookupError(f"the rules have no question {self.question}")
        if missing := [choice for choice in self.choices if choice not in question.by_id]:
            raise LookupError(f"{self.question} has no choice {missing[0]}")
        choices = set(question.by_id).difference(self.choices) if self.all_but else set(self.choices)
        if not question.select_all:
            return [(choice,) for choice in question.by_id if choice in choices]
        return [
            (answer,) for answer in answers_to(question) if isinstance(answer, list) and choices.intersection(answer)
        ]

    def __str__(self) -> str:
        return f"{self.question} {'anything but ' if self.all_but else ''}{' or '.join(self.choices)}"


@dataclass(frozen=True)
class GivenAnswers:
    """Everybody who gives these answers gets a disposition that is at least `minimum`, whatever else they answer.

    `at_once`: also while other questions have no answer.
    """

    number: str
    given: tuple[Given, ...]
    minimum: Disposition
    at_once: bool = False
    remark: str = ""

    @property
    def statement(self) -> str:
        if self.minimum is URGENT:
            what = "urgent-help-now, also while questions are open"
        elif self.minimum is TALK_FIRST and not self.at_once:
            what = "never suggest-consultation"
        else:
            what = f"at least {self.minimum}{', also while questions are open' if self.at_once else ''}"
        return f"{' and '.join(map(str, self.given))}: {what}{self.remark}"

    def check(self, questionnaire: Questionnaire) -> Verdict:
        try:
            given = {given.question: given.answers(questionnaire) for given in self.given}
        except LookupError as error:
            return Verdict(self.number, self.statement, DECOMPOSITION, 0, Violation(str(error.args[0])))
        outcomes = explore_with(ONLY_THE_DISPOSITION, [questionnaire], given=given)
        return verdict_on(self.number, self.statement, outcomes, self._allows)

    def _allows(self, value: None, disposition: Disposition) -> bool:
        if disposition is INCOMPLETE:
            return not self.at_once
        return SEVERITY[disposition] >= SEVERITY[self.minimum]


def never_suggest(number: str, question: str, *choices: str, all_but: bool = False) -> GivenAnswers:
    return GivenAnswers(number, (Given(question, choices, all_but),), TALK_FIRST)


def at_least_not_now(number: str, question: str, *choices: str, remark: str = "") -> GivenAnswers:
    return GivenAnswers(number, (Given(question, choices),), NOT_NOW, remark=remark)


def always_urgent(number: str, question: str, *choices: str, all_but: bool = False) -> GivenAnswers:
    return GivenAnswers(number, (Given(question, choices, all_but),), URGENT, at_once=True)


IN_RECOVERY = ", also when another answer tells of years in recovery"
ON_THE_LABEL = " (a contraindication on the label)"
NEVER_TOLD = ", also when pressure_told is no"

INVARIANTS = (
    at_least_not_now("1", "high_mood_signs", "some", "strong"),
    never_suggest("1", "high_mood_signs", "one_sign"),
    at_least_not_now("2", "unusual_experiences", "yes"),
    always_urgent("2", "unusual_experiences", "yes_after_birth", "yes_command_self", "yes_command_others"),
    at_least_not_now("3", "pregnancy", "yes", remark=", whatever age was given"),
    at_least_not_now("3", "nursing", "yes", remark=", whatever age was given"),
    at_least_not_now("4", "substance_problem", "yes", remark=IN_RECOVERY),
    at_least_not_now("4", "nonmedical_ketamine", "recent", remark=IN_RECOVERY),
    at_least_not_now("4", "street_drugs", "within_month", remark=IN_RECOVERY),
    at_least_not_now("4", "alcohol_days", "most_days", remark=IN_RECOVERY),
    at_least_not_now("4", "past_substance_problem", "recovery_under_3m", "ongoing"),
    at_least_not_now("4", "two_days_without", "no", remark=IN_RECOVERY),
    at_least_not_now("5", "pressure_told", "untreated"),
    at_least_not_now("5", "pressure_readings", "often_140", "any_180", remark=NEVER_TOLD),
    never_suggest("5", "pressure_told", "treated_unchecked"),
    never_suggest("5", "pressure_readings", "some_140", "past_180"),
    at_least_not_now("5", "medicines", "opioid_and_sedative"),
    always_urgent("7", "suicide_intention", "no", all_but=True),
    always_urgent("7", "suicide_plan", "no", all_but=True),
    always_urgent("7", "suicide_right_now", "no", all_but=True),
    always_urgent("7", "suicide_try", "within_3_months"),
    always_urgent("7", "suicide_steps", "within_3_months"),
    GivenAnswers("8", (Given("age", ("under_18",)),), NOT_NOW, at_once=True),
    at_least_not_now("A1", "aneurysm", "yes", remark=ON_THE_LABEL),
    at_least_not_now("A1", "aneurysm", "being_checked", remark=ON_THE_LABEL),
    at_least_not_now("A1", "avm", "yes", remark=ON_THE_LABEL),
    at_least_not_now("A1", "brain_bleed", "yes", remark=ON_THE_LABEL),
    at_least_not_now("A1", "ketamine_allergy", "yes", remark=ON_THE_LABEL),
    GivenAnswers(
        "A2",
        (
            Given("suicide_intention", ("yes",)),
            Given("wish_to_be_dead", ("no",)),
            Given("thoughts_of_suicide", ("no",)),
            Given("suicide_plan", ("no",)),
            Given("suicide_right_now", ("no",)),
        ),
        URGENT,
        at_once=True,
    ),
    never_suggest("A3", "more_health", "none", all_but=True),
    never_suggest("A3", "mind_history", "none", all_but=True),
    never_suggest("A3", "more_medicines", "none", "thyroid_pill", all_but=True),
    never_suggest("A3", "decision_help", "yes"),
    never_suggest("A3", "alcohol_days", "4_15"),
    never_suggest("A3", "cannabis_days", "most_days"),
    never_suggest("A3", "street_drugs", "within_year", "within_month"),
    never_suggest("A3", "medicine_misuse", "yes"),
    GivenAnswers("A4", (Given("answering_for", ("other",)),), TALK_FIRST, at_once=True),
)
