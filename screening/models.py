"""The models of this app, gathered for Django and for every room above `screening.submissions`."""

from screening.submissions.closures import Closure
from screening.submissions.daily_totals import DailyTotal
from screening.submissions.review import Review
from screening.submissions.sign_off import SignOff
from screening.submissions.submission import FindingDomain, Submission

__all__ = ["Closure", "DailyTotal", "FindingDomain", "Review", "SignOff", "Submission"]
