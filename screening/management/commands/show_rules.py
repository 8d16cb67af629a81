"""`manage.py show_rules`: prints the rule set for a clinician, or as a file for another program."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.template.loader import render_to_string

from screening.proof import certificate
from screening.questionnaire import QUESTIONNAIRE
from screening.review.rulebook import Rulebook


class Command(BaseCommand):
    help = "Print the rule set: every question, choice, level, words shown, sources, and the decisions it rests on."
    # Rules that fail the checks must be readable too.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        formats = ("text", "json")
        parser.add_argument("--format", choices=formats, default="text", help="json is what rules_impact reads")

    def handle(self, *, format: str, **options: object) -> None:
        if format == "json":
            self.stdout.write(certificate.as_text(QUESTIONNAIRE.as_json()), ending="")
            return
        self.stdout.write(render_to_string("screening/rules.txt", {"rules": Rulebook.current()}), ending="")
