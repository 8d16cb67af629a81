"""What a page says of itself to machines: its one address, its picture, and who reviewed it when (schema.org)."""

import json
import zlib
from dataclasses import astuple, dataclass
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString

from pages.catalogue import Catalogue
from pages.metadata.picture import Lettering
from pages.page import Page

IN_SCRIPT = str.maketrans({character: f"\\u{ord(character):04x}" for character in "<>&"})


@dataclass(frozen=True)
class Metadata:
    """`url` and `picture` in full; `json_ld` is safe inside a script element."""

    url: str
    picture: str
    json_ld: SafeString


def metadata(catalogue: Catalogue, page: Page) -> Metadata:
    """A changed picture has a changed address, because social networks keep a picture by its address."""
    version = zlib.crc32("\n".join(astuple(lettering(catalogue, page))).encode())
    return Metadata(
        url=f"{settings.SITE_URL}{page.url}",
        picture=f"{settings.SITE_URL}{picture_path(page)}?v={version:08x}",
        json_ld=in_script(medical_web_page(catalogue, page)),
    )


def picture_path(page: Page) -> str:
    return f"/pictures/{page.slug}.png"


def lettering(catalogue: Catalogue, page: Page) -> Lettering:
    """What the picture of a page says; of a sample it says that, for pictures travel without their page."""
    clinic = catalogue.clinic
    name = f"{clinic.name} (sample)" if clinic.sample else clinic.name
    return Lettering(name, "" if page.url == "/" else page.section_title, page.title)


def medical_web_page(catalogue: Catalogue, page: Page) -> dict[str, Any]:
    """The schema.org MedicalWebPage. It tells of a review or a change what the page shows, or nothing."""
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "url": f"{settings.SITE_URL}{page.url}",
        "name": page.title,
        "description": page.description,
        "inLanguage": "en",
        "isPartOf": {"@type": "WebSite", "name": catalogue.clinic.name, "url": f"{settings.SITE_URL}/"},
    }
    if page.changed_on:
        said["dateModified"] = page.changed_on.isoformat()
    if page.reviewed_on and page.reviewed_by:
        said["lastReviewed"] = page.reviewed_on.isoformat()
        said["reviewedBy"] = {"@type": "Person", "name": page.reviewed_by.name, "jobTitle": page.reviewed_by.role}
    return said


def in_script(value: object) -> SafeString:
    """JSON in which no tag can begin or end, so that no title can close the script element it stands in."""
    return SafeString(json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(IN_SCRIPT))
