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

LONGEST_NAME = 60
FILE = re.compile(rf"{PAGES}/(?:outcomes/)?(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)\.md")
PAGE_LINK = re.compile(r"(?P<slug>[^/#:]+)\.md(?:#(?P<anchor>.*))?")


def url_of(slug: str) -> str:
    return "/" if slug == HOME else f"/{slug}/"


def named(folder: Path, file: str) -> str:
    """The file as errors and findings name it: with the name of the content folder in front."""
    return f"{folder.name}/{file}"
