"""What no page may say: the claims, the rules for wording, and the findings of both in one text."""

from pages.wording.claims import Claims, read_claims
from pages.wording.findings import Finding

__all__ = ["Claims", "Finding", "read_claims"]
