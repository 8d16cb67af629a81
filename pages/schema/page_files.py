"""What page files are called, and which address each of them gets."""

import re
from pathlib import Path

# Folders below the content folder.
PAGES, RESULTS, MEDIA = "en", "en/outcomes", "en/files"
# In the name of each file of a result.
OUTCOMES_FOLDER = "/outcomes/"

HOME = "home"
OUTCOMES = (
    "suggest-consultation",
    "talk-to-clinician-first",
    "not-suitable-now",
    "urgent-help-now",
    "urgent-medical",
    "urgent-suicide",
    "urgent-danger",
    "urgent-after-birth",
    "under-18",
    "for-someone-else",
)

SOURCES, PEOPLE, REDIRECTS = "sources.yaml", "people.yaml", "redirects.yaml"
# The data files that the Content area can change, with their titles in its list. Who edits pages does not decide what
# no page may claim, so claims.yaml is not one of them.
DATA_FILES = {
    "clinic.yaml": "Facts about the clinic",
    "glossary.yaml": "Glossary",
    SOURCES: "Sources",
    PEOPLE: "People who review pages",
    "en/sections.yaml": "Parts of the menu",
    "risks.yaml": "Panel with the main risks",
    "changes.yaml": "Entries of the feed of changes",
    REDIRECTS: "Old addresses",
}

LONGEST_NAME = 60
FILE = re.compile(rf"{PAGES}/(?:outcomes/)?(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)\.md")
PAGE_LINK = re.compile(r"(?P<slug>[^/#:]+)\.md(?:#(?P<anchor>.*))?")


def url_of(slug: str) -> str:
    return "/" if slug == HOME else f"/{slug}/"


def named(folder: Path, file: str) -> str:
    """The file as errors and findings name it: with the name of the content folder in front."""
    return f"{folder.name}/{file}"
