"""The ids of all rules for content. Forbidden claims have their own ids, in claims.yaml."""

from enum import StrEnum


class Rule(StrEnum):
    """The value is the id that an editor sees."""

    # Content that breaks one of these rules cannot be shown.
    SCHEMA = "schema"
    UNREADABLE_FILE = "unreadable-file"
    MISSING_FILE = "missing-file"
    TOO_MUCH = "too-much"
    FILE_NAME = "file-name"
    ADDRESS_TAKEN = "address-taken"
    UNKNOWN_SECTION = "unknown-section"
    UNKNOWN_PERSON = "unknown-person"
    UNKNOWN_SOURCE = "unknown-source"
    UNKNOWN_FACT = "unknown-fact"
    UNKNOWN_TERM = "unknown-term"
    UNKNOWN_RESULT = "unknown-result"
    SOURCE_NOT_CITED = "source-not-cited"
    SOURCE_NOT_LISTED = "source-not-listed"
    MISPLACED_CITATION = "misplaced-citation"
    BROKEN_LINK = "broken-link"
    BROKEN_ANCHOR = "broken-anchor"
    EMPTY_LINK = "empty-link"
    RAW_HTML = "raw-html"
    PICTURE = "picture"
    IMAGE_WITHOUT_TEXT = "image-without-text"
    FILE = "file"
    TO_BE_WRITTEN = "to-be-written"
    STRAY_MARKS = "stray-marks"
    SECOND_TITLE = "second-title"
    SKIPPED_HEADING = "skipped-heading"
    UNKNOWN_COMPONENT = "unknown-component"
    COMPONENT = "component"
    PULL_SENTENCE = "pull-sentence"
    TOO_MANY_CALLOUTS = "too-many-callouts"
    CLAIMS_FILE = "claims-file"
    REDIRECT = "redirect"

    # Rules for wording and dates.
    NUMBER_WITHOUT_SOURCE = "number-without-source"
    EFFECT_WITHOUT_SOURCE = "effect-without-source"
    RISK_AS_PERCENT = "risk-as-percent"
    BENEFIT_WITHOUT_RISK = "benefit-without-risk"
    HARD_TO_READ = "hard-to-read"
    PHRASE = "phrase"
    REVIEW_DUE = "review-due"
    STATEMENT_DUE = "statement-due"
    MOVED_LINK = "moved-link"
    SAME_REVIEW_DATE = "same-review-date"

    # Rules for pictures and PDFs.
    HEAVY_PAGE = "heavy-page"
    UNUSABLE_FILE = "unusable-file"
    TELLS_PLACE = "tells-place"

    # Rules for sources.
    UNUSED_SOURCE = "unused-source"
    UNCHECKED_SOURCE = "source-not-checked"
