"""`manage.py check_sources`: lists sources that are unknown, not cited, or not checked for a year."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pages.lint.command import FindingsCommand
from pages.lint.sources import findings_of_sources
from pages.wording import Finding
from screening.citations import uses_by_source
from screening.questionnaire import QUESTIONNAIRE


class Command(FindingsCommand):
    help = "Check the sources of pages and questionnaire: unknown, unused, not checked for 12 months."

    def find(self, folder: Path, today: date) -> Sequence[Finding]:
        return findings_of_sources(folder, uses_by_source(QUESTIONNAIRE), today)
