"""Texts of the page that the tests of the Content area edit, and the claims file of its content folder."""

from tests.pages.conftest import WHAT_IT_IS

PAGE = "en/what-it-is.md"
# Of the small content folder.
DATA = ("changes.yaml", "clinic.yaml", "en/sections.yaml", "glossary.yaml", "people.yaml", "sources.yaml")
# NEW and CLASH change the same line, OTHER changes another one.
NEW = WHAT_IT_IS.replace("It is a medicine", "It is an old medicine")
CLASH = WHAT_IT_IS.replace("It is a medicine", "It is some medicine")
OTHER = WHAT_IT_IS.replace("Nobody knows for sure", "It is not known")
BROKEN = WHAT_IT_IS.replace("[@fda23]", "[@nobody]")
CLAIMS = """\
claims:
  cure:
    number: 1
    patterns: ['\\bcures?\\b']
    never_exempt: []
    reason: Nothing here cures.
    suggestion: Say what it does.
allowed: {}
"""
