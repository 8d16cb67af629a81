"""The metadata of a page: its one address, and schema.org data with the last review and the last change."""

import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString

from pages.catalogue import Catalogue
from pages.page import Page

ESCAPED_IN_SCRIPT = str.maketrans({character: f"\\u{ord(character):04x}" for character in "<>&"})


@dataclass(frozen=True)
class Metadata:
    """`url` is absolute; `json_ld` is safe inside a script element."""

    url: str
    json_ld: SafeString


def metadata(catalogue: Catalogue, page: Page) -> Metadata:
    return Metadata(f"{settings.SITE_URL}{page.url}", json_in_script(medical_web_page(catalogue, page)))


def medical_web_page(catalogue: Catalogue, page: Page) -> dict[str, Any]:
    """The schema.org MedicalWebPage. It names a review or a change only where the page shows it."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "url": f"{settings.SITE_URL}{page.url}",
        "name": page.title,
        "description": page.description,
        "inLanguage": "en",
        "isPartOf": {"@type": "WebSite", "name": catalogue.clinic.name, "url": f"{settings.SITE_URL}/"},
    }
    if page.changed_on:
        data["dateModified"] = page.changed_on.isoformat()
    if page.reviewed_on and page.reviewed_by:
        data["lastReviewed"] = page.reviewed_on.isoformat()
        data["reviewedBy"] = {"@type": "Person", "name": page.reviewed_by.name, "jobTitle": page.reviewed_by.role}
    return data


def json_in_script(value: object) -> SafeString:
    """JSON without any character that could end the script element around it."""
    return SafeString(json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(ESCAPED_IN_SCRIPT))
