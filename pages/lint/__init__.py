"""Checks the wording of the content: import `findings_of` for one text and `findings_of_site` for a content folder."""

from pages.lint.claims import Claims, read_claims
from pages.lint.findings import Finding
from pages.lint.folder import findings_of, findings_of_site, wording_findings

__all__ = ["Claims", "Finding", "findings_of", "findings_of_site", "read_claims", "wording_findings"]
