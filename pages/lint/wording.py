"""The rules for one text, each a function from what was read of it to findings."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from pages.lint.claims import Claims, is_allowed
from pages.lint.findings import ERROR, WARNING, Finding
from pages.lint.readability import grade
from pages.lint.sentences import Passage, Sentence, head_passages, passages
from pages.schema.front_matter import Body, OutcomeHead, PageHead
from pages.schema.rule_ids import Rule
from pages.schema.strict_yaml import Record

HARDEST_GRADE, SENTENCES_SHOWN = 8, 5
WARN_BEFORE, ERROR_AFTER = timedelta(days=30), timedelta(days=90)

TREATMENT = r"\b(?:ketamine|esketamine|spravato|kat|this treatment|the treatment|the medicine|sessions?)\b"
WORKS = (
    r"\b(?:(?:helps?|helped) (?:with|people|some|many|most|adults|against|your|ease|relieve)"
    r"|(?:can|may|might|could|will) (?:reduce|relieve|improve|lift|treat|ease)"
    r"|reduc(?:es|ed)|reliev(?:es|ed)|improv(?:es|ed)|lift(?:s|ed)|felt (?:clearly )?better|brings? relief"
    r"|eas(?:es|ed) (?:your |the |their )?(?:symptoms|mood|pain|depression|anxiety|ptsd)"
    r"|works? (?:in|within|for|fast|quickly|well|best|when)|(?:is|are|was|were) (?:very |highly )?effective"
    r"|treats? (?:your )?(?:depression|anxiety|ptsd|pain))\b"
)
FEEL_BETTER = (
    r"\b(?:most|many|some|few) (?:people|patients|adults) (?:feel|felt|get|got|do|did) (?:clearly |much )?better\b"
)
EFFECT = re.compile(rf"{TREATMENT}[^.?]{{0,70}}?{WORKS}|{FEEL_BETTER}", re.IGNORECASE)
NOT_AN_EFFECT = re.compile(r"\?$|\b(?:if|whether|not|never|no|unless|before|how|what|why|believe)\b", re.IGNORECASE)
NUMBER = re.compile(
    r"\b\d[\d,.]* ?(?:%|percent\b)"
    r"|\b(?:about |around |nearly |only )?(?:\d+|one|two|three|four|five|six|seven|eight|nine|half)"
    r" (?:in|out of|of) (?:every )?(?:\d+|ten|five|four|three)\b"
    r"|\b(?:half|(?:a|one|two)[ -]thirds?|(?:a|one|three)[ -]quarters?)"
    r" (?:of (?:all |the |those |these )?(?:people|patients|adults|them|those)"
    r"|(?:feel|felt|get|got|respond(?:ed)?|improved?|recover(?:ed)?|relapsed?)\b)"
    r"|\b\d[\d,]* (?:people|patients|adults|veterans|studies|trials|women|men|participants)\b",
    re.IGNORECASE,
)
PERCENT = re.compile(r"\b\d[\d,.]* ?(?:%|percent\b)", re.IGNORECASE)
RISK = re.compile(
    r"\b(?:risks?|side effects?|harm\w*|nausea|vomit\w*|unpleasant|bladder|dizz\w+|died|deaths?|addict\w+|habit-forming"
    r"|danger\w*|unsafe|worse|slow(?:ed|s)? breathing|raises? blood pressure|seizures?)\b",
    re.IGNORECASE,
)
NO_ALT = re.compile(r"!\[\s*\]\(")


@dataclass(frozen=True)
class Text:
    """One file as the rules see it. `head` is None under a broken head; its title and description come first among the
    passages."""

    file: str
    head: Record[PageHead] | Record[OutcomeHead] | None
    body: Body
    passages: tuple[Passage, ...]

    @classmethod
    def of(cls, file: str, text: str, head: Record[PageHead] | Record[OutcomeHead] | None, body: Body) -> "Text":
        told = head_passages(text, head.lines, head.value.title, head.value.description) if head else ()
        return cls(file, head, body, (*told, *passages(body)))

    @property
    def prose(self) -> list[Sentence]:
        return [one for passage in self.passages if passage.kind in ("paragraph", "item") for one in passage.sentences]

    def finding(
        self, rule: Rule | str, severity: str, place: tuple[int, int], words: str, reason: str, suggestion: str
    ) -> Finding:
        return Finding(self.file, *place, rule, severity, words, reason, suggestion)


def claims(text: Text, known: Claims) -> Iterator[Finding]:
    for passage in text.passages:
        for sentence in passage.sentences:
            if is_allowed(known, sentence.words):
                continue
            for claim in known.claims:
                if found := claim.find(sentence.text.replace("\0", " ").replace("\n", " "), passage.lead_in):
                    place = sentence.place(found.start())
                    yield text.finding(claim.id, ERROR, place, found[0].strip(), claim.reason, claim.suggestion)


def without_source(text: Text, known: Claims) -> Iterator[Finding]:
    suggestion = "Cite the source behind it: [@id], an id of sources.yaml."
    for passage in text.passages:
        if passage.is_sourced or passage.kind in ("head", "heading"):
            continue
        for sentence in passage.sentences:
            if is_allowed(known, sentence.words):
                continue
            if found := NUMBER.search(sentence.text):
                reason = "A number needs the source it is from."
                place = sentence.place(found.start())
                yield text.finding(Rule.NUMBER_WITHOUT_SOURCE, ERROR, place, found[0], reason, suggestion)
            elif found := _effect(sentence):
                reason = "A statement of what the treatment does needs the source it is from."
                place = sentence.place(found.start())
                yield text.finding(Rule.EFFECT_WITHOUT_SOURCE, ERROR, place, found[0], reason, suggestion)


def risk_as_percent(text: Text) -> Iterator[Finding]:
    for passage in text.passages:
        for sentence in passage.sentences:
            found = PERCENT.search(sentence.text)
            if found and RISK.search(sentence.text):
                reason = "People picture a risk better as a count of people."
                suggestion = "Write it as “1 in 10”."
                yield text.finding(
                    Rule.RISK_AS_PERCENT, ERROR, sentence.place(found.start()), found[0], reason, suggestion
                )


def benefit_without_risk(text: Text) -> Iterator[Finding]:
    benefit = next(((sentence, found) for sentence in text.prose if (found := _effect(sentence))), None)
    said = " ".join(sentence.text for passage in text.passages for sentence in passage.sentences)
    if benefit and not RISK.search(said):
        sentence, found = benefit
        reason = "The page tells of a benefit and of no risk."
        suggestion = "Name the main risks on this page too, or link to them in a sentence that names one."
        yield text.finding(
            Rule.BENEFIT_WITHOUT_RISK, ERROR, sentence.place(found.start()), found[0], reason, suggestion
        )


def hard_to_read(text: Text) -> Iterator[Finding]:
    sentences = [sentence for sentence in text.prose if len(sentence.words.split()) > 3]
    whole = grade(" ".join(sentence.words for sentence in sentences))
    if whole <= HARDEST_GRADE:
        return
    hardest = sorted(sentences, key=lambda sentence: grade(sentence.words), reverse=True)[:SENTENCES_SHOWN]
    for sentence in hardest:
        reason = (
            f"The page is at grade {whole:.1f}, this sentence at {grade(sentence.words):.1f}; the limit is grade 8."
        )
        suggestion = "Split it, and put the common word for the long one."
        place = sentence.line, sentence.column
        yield text.finding(Rule.HARD_TO_READ, ERROR, place, sentence.words, reason, suggestion)


def image_without_text(text: Text) -> Iterator[Finding]:
    for number, line in enumerate(text.body.text.split("\n"), text.body.first_line):
        if found := NO_ALT.search(line):
            reason = "Who cannot see the picture learns nothing from it."
            suggestion = "Say between the brackets what it shows: ![...](...)"
            yield text.finding(
                Rule.IMAGE_WITHOUT_TEXT, ERROR, (number, found.start() + 1), found[0], reason, suggestion
            )


def review_due(text: Text, today: date) -> Iterator[Finding]:
    if text.head is None or not isinstance(text.head.value, PageHead):
        return
    due = text.head.value.review_by
    if today < due - WARN_BEFORE:
        return
    severity = ERROR if today > due + ERROR_AFTER else WARNING
    reason = f"A clinician should read this page again by {due:%B} {due.day}, {due.year}."
    suggestion = "After the review, set `reviewed_on`, `reviewed_by` and a new `review_by`."
    yield text.finding(Rule.REVIEW_DUE, severity, (text.head.lines["review_by"], 1), str(due), reason, suggestion)


RULES: tuple[Callable[[Text], Iterator[Finding]], ...] = (
    risk_as_percent,
    benefit_without_risk,
    hard_to_read,
    image_without_text,
)


def _effect(sentence: Sentence) -> re.Match[str] | None:
    found = EFFECT.search(sentence.text)
    if found is None or NOT_AN_EFFECT.search(sentence.text[: found.end()]) or sentence.words.endswith("?"):
        return None
    return found
