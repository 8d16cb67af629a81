"""`manage.py check_content`: lists what an editor should look at, by file and line."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pages.lint import findings_of_site
from pages.lint.command import FindingsCommand
from pages.wording import Finding


class Command(FindingsCommand):
    help = "Check every page: errors, claims, statements without a source, hard sentences, overdue reviews."

    def find(self, folder: Path, today: date) -> Sequence[Finding]:
        return findings_of_site(folder, today)
