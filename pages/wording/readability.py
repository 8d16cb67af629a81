"""The reading grade of a text by Flesch and Kincaid, with one syllable for each group of vowels."""

import re

WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
# Each run of marks is read once, from its start.
SENTENCE_END = re.compile(r"(?<![.!?])[.!?]++[\"'”’)]*+(?:\s|$)|\n")
VOWELS = re.compile(r"[aeiouy]+")


def grade(text: str) -> float:
    """The US school grade that is needed to understand `text`; 0 for no text. A line break ends a sentence."""
    sentences = [words for part in SENTENCE_END.split(text) if (words := WORD.findall(part))]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return 0.0
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59


def _syllables(word: str) -> int:
    word = word.lower()
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and len(VOWELS.findall(word)) > 1
    return max(1, len(VOWELS.findall(word)) - silent)
