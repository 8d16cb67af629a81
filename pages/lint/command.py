"""What commands that look for findings have in common: three ways to tell them, and an exit code for machines."""

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

from pages.lint.findings import ERROR, Finding


class FindingsCommand(BaseCommand):
    """Tells what `find` gives; exits with 1 if an error is among it."""

    requires_system_checks = []  # it finds the same, and tells it better

    def find(self, folder: Path, today: date) -> Sequence[Finding]:
        raise NotImplementedError

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=("text", "json", "github"), default="text")

    def handle(self, *, format: str, **options: object) -> None:
        found = self.find(Path(settings.CONTENT_DIR), timezone.localdate())
        if format == "json":
            self.stdout.write(json.dumps([asdict(one) for one in found], indent=1, ensure_ascii=False))
        for finding in found if format != "json" else ():
            self.stdout.write(str(finding) if format == "text" else as_annotation(finding))
        errors = sum(finding.severity == ERROR for finding in found)
        if format == "text":
            self.stdout.write(f"{errors} errors, {len(found) - errors} warnings.")
        if errors:
            sys.exit(1)


def as_annotation(finding: Finding) -> str:
    """A line that GitHub shows beside the changed file."""
    said = f"“{finding.words}” " if finding.words else ""
    message = _escaped(f"{said}{finding.reason} {finding.suggestion}")
    place = f"file={_escaped(finding.file, ',:')},line={finding.line},col={finding.column},title={finding.rule}"
    return f"::{finding.severity} {place}::{message}"


def _escaped(text: str, more: str = "") -> str:
    for character in f"%\r\n{more}":
        text = text.replace(character, f"%{ord(character):02X}")
    return text
