"""The rules for the wording of one text, each of them a function that yields findings."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from pages.schema.front_matter import Body, OutcomeHead, PageHead
from pages.schema.rule_ids import Rule
from pages.schema.strict_yaml import Record
from pages.wording.claims import Claims
from pages.wording.findings import ERROR, WARNING, Finding
from pages.wording.readability import grade
from pages.wording.sentences import Passage, Sentence, column_of, head_passages, passages

HARDEST_GRADE, SENTENCES_SHOWN = 8, 5

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
    r"\b\d[\d,.]{0,15} ?(?:%|percent\b)"
    r"|\b(?:about |around |nearly |only )?(?:\d{1,15}|one|two|three|four|five|six|seven|eight|nine|half)"
    r" (?:in|out of|of) (?:every )?(?:\d{1,15}|ten|five|four|three)\b"
    r"|\b(?:half|(?:a|one|two)[ -]thirds?|(?:a|one|three)[ -]quarters?)"
    r" (?:of (?:all |the |those |these )?(?:people|patients|adults|them|those)"
    r"|(?:feel|felt|get|got|respond(?:ed)?|improved?|recover(?:ed)?|relapsed?)\b)"
    r"|\b\d[\d,]{0,15} (?:people|patients|adults|veterans|studies|trials|women|men|participants)\b",
    re.IGNORECASE,
)
PERCENT = re.compile(r"\b\d[\d,.]{0,15} ?(?:%|percent\b)", re.IGNORECASE)
RISK = re.compile(
    r"\b(?:risks?|side effects?|harm\w*|nausea|vomit\w*|unpleasant|bladder|dizz\w+|died|deaths?|addict\w+|habit-forming"
    r"|danger\w*|unsafe|worse|slow(?:ed|s)? breathing|raises? blood pressure|seizures?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Text:
    """`head` is None if the front matter has errors. Its title and description are the first passages."""

    file: str
    lines: tuple[str, ...]
    head: Record[PageHead] | Record[OutcomeHead] | None
    body: Body
    passages: tuple[Passage, ...]

    @classmethod
    def of(cls, file: str, text: str, head: Record[PageHead] | Record[OutcomeHead] | None, body: Body) -> "Text":
        in_head = head_passages(head.lines, head.value.title, head.value.description) if head else ()
        return cls(file, tuple(text.split("\n")), head, body, (*in_head, *passages(body)))

    @property
    def prose(self) -> list[Sentence]:
        return [
            sentence
            for passage in self.passages
            if passage.kind in ("paragraph", "item")
            for sentence in passage.sentences
        ]

    def finding(
        self, rule: Rule | str, severity: str, place: tuple[int, int], words: str, reason: str, suggestion: str
    ) -> Finding:
        return Finding(self.file, *place, rule, severity, words, reason, suggestion)

    def error(
        self, rule: Rule | str, sentence: Sentence, match: re.Match[str], reason: str, suggestion: str
    ) -> Finding:
        """`match` is in the text of the sentence."""
        words = match[0].strip()
        line = sentence.line_at(match.start())
        place = line, column_of(words, self.lines[line - 1])
        return self.finding(rule, ERROR, place, words, reason, suggestion)


def claims(text: Text, known: Claims) -> Iterator[Finding]:
    for passage in text.passages:
        for sentence in passage.sentences:
            if known.is_allowed(sentence.words):
                continue
            for claim_id, claim, match in known.find_claims(sentence.text, passage.lead_in):
                yield text.error(claim_id, sentence, match, claim.reason, claim.suggestion)


def phrases(text: Text, known: Claims) -> Iterator[Finding]:
    for passage in text.passages:
        for sentence in passage.sentences:
            if known.is_allowed(sentence.words):
                continue
            for match, instead in known.find_phrases(sentence.text):
                reason = "An American reader would stumble over this."
                finding = text.error(Rule.PHRASE, sentence, match, reason, f"Write: {instead}.")
                yield replace(finding, severity=WARNING)


def without_source(text: Text, known: Claims) -> Iterator[Finding]:
    suggestion = "Cite the source: [@id], an id of sources.yaml."
    for passage in text.passages:
        if passage.is_sourced or passage.kind in ("head", "heading"):
            continue
        for sentence in passage.sentences:
            if known.is_allowed(sentence.words):
                continue
            if match := NUMBER.search(sentence.text):
                reason = "A number needs its source."
                yield text.error(Rule.NUMBER_WITHOUT_SOURCE, sentence, match, reason, suggestion)
            elif match := _effect(sentence):
                reason = "A statement about the effect of the treatment needs its source."
                yield text.error(Rule.EFFECT_WITHOUT_SOURCE, sentence, match, reason, suggestion)


def risk_as_percent(text: Text) -> Iterator[Finding]:
    for passage in text.passages:
        for sentence in passage.sentences:
            match = PERCENT.search(sentence.text)
            if match and RISK.search(sentence.text):
                reason = "People understand a risk better as a count of people."
                suggestion = "Write it as “1 in 10”."
                yield text.error(Rule.RISK_AS_PERCENT, sentence, match, reason, suggestion)


def benefit_without_risk(text: Text) -> Iterator[Finding]:
    benefit = next(((sentence, match) for sentence in text.prose if (match := _effect(sentence))), None)
    all_text = " ".join(sentence.text for passage in text.passages for sentence in passage.sentences)
    if benefit and not RISK.search(all_text):
        sentence, match = benefit
        reason = "The page names a benefit and no risk."
        suggestion = "Name the main risks on this page too, or link to them in a sentence that names one."
        yield text.error(Rule.BENEFIT_WITHOUT_RISK, sentence, match, reason, suggestion)


def hard_to_read(text: Text) -> Iterator[Finding]:
    sentences = [sentence for sentence in text.prose if len(sentence.words.split()) > 3]
    page_grade = grade(" ".join(sentence.words for sentence in sentences))
    if page_grade <= HARDEST_GRADE:
        return
    hardest = sorted(sentences, key=lambda sentence: grade(sentence.words), reverse=True)[:SENTENCES_SHOWN]
    for sentence in hardest:
        sentence_grade = grade(sentence.words)
        reason = f"The page is at grade {page_grade:.1f}, this sentence at {sentence_grade:.1f}; the limit is grade 8."
        suggestion = "Split it, and replace long words by common ones."
        line = sentence.line_at(0)
        place = line, column_of(sentence.words, text.lines[line - 1])
        yield text.finding(Rule.HARD_TO_READ, ERROR, place, sentence.words, reason, suggestion)


RULES: tuple[Callable[[Text], Iterator[Finding]], ...] = (
    risk_as_percent,
    benefit_without_risk,
    hard_to_read,
)


def _effect(sentence: Sentence) -> re.Match[str] | None:
    match = EFFECT.search(sentence.text)
    if match is None or NOT_AN_EFFECT.search(sentence.text[: match.end()]) or sentence.words.endswith("?"):
        return None
    return match
