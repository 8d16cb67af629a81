"""What the strict loader cannot refuse, and an editor should still be told: hard words, claims without a source,
promises that no honest clinic makes. `findings_of` reads one text, on disk or not; `findings_in_words` a folder, and
`findings_of_site` a folder with what the loader refuses."""

from pages.lint.claims import Claims, read_claims
from pages.lint.findings import Finding
from pages.lint.folder import findings_in_words, findings_of, findings_of_site

__all__ = ["Claims", "Finding", "findings_in_words", "findings_of", "findings_of_site", "read_claims"]
