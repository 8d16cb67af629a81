"""A small content folder without errors, in which a test changes one thing."""

from pathlib import Path

import pytest
from pytest_django import Settings

from pages.catalogue import Catalogue, load
from pages.schema.errors import BrokenContent

CLINIC = """\
sample: true
name: Quay Clinic
short_name: Quay
phone: (555) 555-0100
email: hello@clinic.example
address: 1 Quay Street
hours: Monday to Friday
answers_within: 2
time_zone: America/New_York
medicine_form: lozenges
made_by: a pharmacy
doses_are_taken: here
people:
  prescriber: a provider
  therapist: a therapist
prices:
  consultation: {low: 0, high: 0}
  medical_evaluation: {low: 250, high: 250}
  preparation_session: {low: 150, high: 200}
  medicine_session: {low: 400, high: 1200}
  integration_session: {low: 150, high: 200}
course:
  preparation_sessions: {low: 1, high: 2}
  medicine_sessions: {low: 4, high: 8}
  integration_sessions: {low: 6, high: 6}
kept:
  screening_days: 30
  consultation_request_days: 90
  error_log_days: 30
  backup_days: 35
  access_log_years: 6
crisis:
  lifeline: {name: 988 Lifeline, call: "988", text: "988", chat: https://988lifeline.org/chat/}
  emergency: {name: Emergency, call: "911"}
  veterans: {name: Veterans, press: "1", text: "838255"}
  spanish: {name: Spanish, press: "2", text: "988", keyword: AYUDA}
  sign_language: {name: ASL, link: https://988lifeline.org/, call: 1-800-273-8255}
  crisis_text: {name: Crisis Text Line, text: "741741", keyword: HOME}
  maternal: {name: Maternal Hotline, call: 1-833-852-6262, text: 1-833-852-6262}
  substances: {name: SAMHSA, call: 1-800-662-4357}
  poison: {name: Poison Control, call: 1-800-222-1222}
"""
SOURCES = """\
fda23:
  title: A warning
  publisher: FDA
  year: 2023
  kind: guideline
  link: https://fda.example/warning
  checked_on: null
ketalar:
  title: A label
  publisher: Maker
  year: null
  kind: label
  link: https://label.example/
  checked_on: 2026-01-31
"""
PEOPLE = """\
dr-reed:
  name: Dr. Reed
  role: Medical director
"""
GLOSSARY = """\
Placebo: A dummy treatment.
Off-label: A use that is not on the label.
"""
CHANGES = """\
first-pages:
  changed_on: 2026-09-01
  page: home
  message: The first pages are up.
how-it-works:
  changed_on: 2026-10-05
  page: what-it-is
  message: We tell what is known of how it works.
"""
SECTIONS = """\
understand: Understand it
about: About us
"""
HOME = """\
---
title: Home
description: Where it starts.
section: understand
order: 0
reviewed_on:
review_by: 2027-05-22
reviewed_by:
sources: []
---

Read [what it is](what-it-is.md).
"""
WHAT_IT_IS = """\
---
title: What is it?
description: What it is.
section: understand
order: 10
reviewed_on: 2026-10-01
review_by: 2027-05-22
reviewed_by: dr-reed
sources: [fda23]
---

It is a medicine.[@fda23]

## How does it work?

Nobody knows for sure.
"""
WORDS = """\
---
title: Words
description: What words mean.
section: about
order: 10
reviewed_on:
review_by: 2027-11-22
reviewed_by:
sources: []
---

{{ glossary }}
"""
OUTCOME = """\
---
title: A result
description: What it means.
---

First this.

## What now?

Then that.
"""
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


class ContentFolder:
    """A temporary content folder. `errors()` returns the errors of loading it, as text."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, name: str, text: str) -> None:
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        text = (self.path / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new))

    def load(self) -> Catalogue:
        return load(self.path, belongs_to_another_app=lambda path: path == "/screening/")

    def errors(self) -> list[str]:
        try:
            self.load()
        except BrokenContent as broken:
            return [str(error) for error in broken.errors]
        return []


@pytest.fixture
def content(tmp_path: Path) -> ContentFolder:
    folder = ContentFolder(tmp_path / "content")
    folder.write("clinic.yaml", CLINIC)
    folder.write("sources.yaml", SOURCES)
    folder.write("people.yaml", PEOPLE)
    folder.write("glossary.yaml", GLOSSARY)
    folder.write("changes.yaml", CHANGES)
    folder.write("en/sections.yaml", SECTIONS)
    folder.write("en/home.md", HOME)
    folder.write("en/what-it-is.md", WHAT_IT_IS)
    folder.write("en/words.md", WORDS)
    for outcome in OUTCOMES:
        folder.write(f"en/outcomes/{outcome}.md", OUTCOME)
    return folder


@pytest.fixture
def site(content: ContentFolder, settings: Settings) -> ContentFolder:
    """The small content folder as the site's content, with short templates that show their context."""
    frame = "{{ clinic.name }}|{{ site_url }}|{% for section in sections %}{{ section.title }} {% endfor %}"
    templates = {
        "pages/home.html": frame + "|home|{{ page.body }}",
        "pages/page.html": frame + "|{{ page.title }}|{{ previous.title }}|{{ next.title }}|{{ page.body }}",
    }
    backend = "django.template.backends.django.DjangoTemplates"
    loader = ("django.template.loaders.locmem.Loader", templates)
    settings.TEMPLATES = [{"BACKEND": backend, "OPTIONS": {"loaders": [loader]}}]
    settings.CONTENT_DIR = content.path
    settings.SITE_URL = "https://clinic.example"
    settings.ROOT_URLCONF = "tests.pages.site_urls"
    return content
