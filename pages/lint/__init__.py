"""Checks a content folder as a whole: import `findings_of` for one text and `findings_of_site` for the folder."""

from pages.lint.data_files import findings_of_data
from pages.lint.folder import findings_of, findings_of_site, text_of_claims, wording_findings

__all__ = ["findings_of", "findings_of_data", "findings_of_site", "text_of_claims", "wording_findings"]
