"""The base of the commands that print findings: as text, JSON or GitHub annotations."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from pages.wording.findings import ERROR, Finding


class FindingsCommand(BaseCommand):
    """Prints the result of `find`. Exits with 1 if it contains an error."""

    # The system checks would stop the command at the first of the same errors.
    requires_system_checks = []

    def find(self, folder: Path, today: date) -> Sequence[Finding]:
        raise NotImplementedError

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=("text", "json", "github"), default="text")

    def handle(self, *, format: str, **options: object) -> None:
        findings = self.find(Path(settings.CONTENT_DIR), timezone.localdate())
        if format == "json":
            self.stdout.write(json.dumps([asdict(finding) for finding in findings], indent=1, ensure_ascii=False))
        for finding in findings if format != "json" else ():
            self.stdout.write(str(finding) if format == "text" else as_annotation(finding))
        errors = sum(finding.severity == ERROR for finding in findings)
        if format == "text":
            self.stdout.write(f"{errors} errors, {len(findings) - errors} warnings.")
        if errors:
            sys.exit(1)


def as_annotation(finding: Finding) -> str:
    """As a line that GitHub shows beside the changed file."""
    words = f"“{finding.words}” " if finding.words else ""
    message = _escaped(f"{words}{finding.reason} {finding.suggestion}")
    place = f"file={_escaped(finding.file, ',:')},line={finding.line},col={finding.column},title={finding.rule}"
    return f"::{finding.severity} {place}::{message}"


def _escaped(text: str, more_characters: str = "") -> str:
    for character in f"%\r\n{more_characters}":
        text = text.replace(character, f"%{ord(character):02X}")
    return text
