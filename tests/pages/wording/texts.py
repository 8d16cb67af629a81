"""The front matter of a page without findings, and the findings of pages that begin with it."""

from datetime import date
from pathlib import Path

from django.conf import settings

from pages.lint import findings_of
from pages.schema.references import Source
from pages.wording import read_claims

TODAY = date(2026, 11, 22)
HEAD = """\
---
title: A page
description: What it is about.
section: understand
order: 10
reviewed_on:
review_by: 2027-05-22
reviewed_by:
sources: [fda23]
---
"""
FIRST_LINE = HEAD.count("\n") + 1
NO_SOURCES: dict[str, Source] = {}
CLAIMS = read_claims(Path(settings.CONTENT_DIR))
CLAIMS_YAML = (Path(settings.CONTENT_DIR) / "claims.yaml").read_text(encoding="utf-8")


def findings(body, file="content/en/page.md", head=HEAD, today=TODAY, sources=NO_SOURCES):
    return findings_of(file, head + body, CLAIMS, sources, today)


def rules(body, **more):
    return [finding.rule for finding in findings(body, **more)]
