"""`manage.py check_content`: everything an editor should look at, by file and line."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from pages.lint import Finding, findings_of_site
from pages.lint.findings import ERROR


class Command(BaseCommand):
    help = "Check every page: what cannot be shown, claims, what has no source, hard words, overdue reviews."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=("text", "json", "github"), default="text")

    def handle(self, *, format: str, **options: object) -> None:
        found = findings_of_site(Path(settings.CONTENT_DIR), timezone.localdate())
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
