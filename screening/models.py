"""The models of this app, gathered for Django and for every room above `screening.submissions`."""

from screening.submissions.closures import Closure
from screening.submissions.daily_totals import DailyTotal
from screening.submissions.decisions.lapses import ComparedRules, Lapse
from screening.submissions.decisions.notes import Note
from screening.submissions.decisions.urgent import UrgentAction
from screening.submissions.review import Review
from screening.submissions.sign_off import SignOff
from screening.submissions.submission import FindingDomain, Submission

__all__ = [
    "Closure",
    "ComparedRules",
    "DailyTotal",
    "FindingDomain",
    "Lapse",
    "Note",
    "Review",
    "SignOff",
    "Submission",
    "UrgentAction",
]
