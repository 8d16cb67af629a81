"""When a question is asked: a closed vocabulary of frozen values that can be printed, compared, hashed and exported.

The logic has three values. `holds` returns True, False, or None for "cannot be known yet". An unknown condition never
hides a question for good and never clears anybody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# Question id -> answer: a choice id, or a list of them. Input from outside may be anything, so `object`.
Answers = Mapping[str, object]


def is_missing(answer: object) -> bool:
    """Whether there is no answer at all. `prefer_not` is an answer."""
    return not answer and (answer is None or isinstance(answer, str | list | tuple))


@dataclass(frozen=True, slots=True)
class Always:
    """Asked of everybody."""

    @property
    def parts(self) -> tuple["Answered", ...]:
        return ()

    def holds(self, answers: Answers) -> bool | None:
        return True

    def __str__(self) -> str:
        return "always"

    def as_json(self) -> dict[str, Any]:
        return {"always": True}


@dataclass(frozen=True, slots=True)
class Answered:
    """True when the answer to `question` contains one of `choices`; unknown while that question has no answer."""

    question: str
    choices: tuple[str, ...]

    @property
    def parts(self) -> tuple["Answered", ...]:
        return (self,)

    def holds(self, answers: Answers) -> bool | None:
        answer = answers.get(self.question)
        if is_missing(answer):
            return None
        if not isinstance(answer, list | tuple):
            return answer in self.choices
        return any(choice in answer for choice in self.choices)

    def __str__(self) -> str:
        return f"{self.question} is {' or '.join(self.choices)}"

    def as_json(self) -> dict[str, Any]:
        return {"question": self.question, "choices": list(self.choices)}


@dataclass(frozen=True, slots=True)
class AllOf:
    """True when every condition is true; false as soon as one is false, whatever else is unknown."""

    conditions: tuple["Condition", ...]

    @property
    def parts(self) -> tuple[Answered, ...]:
        return tuple(part for condition in self.conditions for part in condition.parts)

    def holds(self, answers: Answers) -> bool | None:
        truths = [condition.holds(answers) for condition in self.conditions]
        if False in truths:
            return False
        return None if None in truths else True

    def __str__(self) -> str:
        return " and ".join(f"({condition})" for condition in self.conditions)

    def as_json(self) -> dict[str, Any]:
        return {"all_of": [condition.as_json() for condition in self.conditions]}


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True as soon as one condition is true; false only when all are known to be false."""

    conditions: tuple["Condition", ...]

    @property
    def parts(self) -> tuple[Answered, ...]:
        return tuple(part for condition in self.conditions for part in condition.parts)

    def holds(self, answers: Answers) -> bool | None:
        truths = [condition.holds(answers) for condition in self.conditions]
        if True in truths:
            return True
        return None if None in truths else False

    def __str__(self) -> str:
        return " or ".join(f"({condition})" for condition in self.conditions)

    def as_json(self) -> dict[str, Any]:
        return {"any_of": [condition.as_json() for condition in self.conditions]}


# `parts` of each lists the answers it depends on.
Condition = Always | Answered | AllOf | AnyOf
ALWAYS = Always()
