"""Counts the pages of a PDF, in a process of its own, because a file can be made to keep its reader busy for hours."""

import subprocess
import sys
from pathlib import Path

from pages.media.values import Unusable

# run and not imported, because pypdf is a large part of what a start of the site would import
COUNT_PAGES = Path(__file__).with_name("count_pages.py")
LOCKED = b"locked"
BEGINNING = b"%PDF-"
LONGEST_SECONDS = 20


def pages_of(data: bytes) -> int:
    """Raises Unusable."""
    # -I: with no other module than those that are installed
    command = [sys.executable, "-I", str(COUNT_PAGES)]
    try:
        result = subprocess.run(  # noqa: S603 (fixed arguments)
            command, input=data, capture_output=True, timeout=LONGEST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        result = None
    if result and result.stdout == LOCKED:
        raise Unusable("is locked with a password.", "Save it without one.")
    if result is None or result.returncode or not result.stdout.strip().isdigit() or not int(result.stdout):
        raise Unusable("is a damaged PDF, or has no page.", "Open it on your computer and save it again as a PDF.")
    return int(result.stdout)
