"""What these rules say more mildly than the rules before: such rules need the approval of two clinicians.

`manage.py rules_impact` finds every answer that became milder. Empty the list only with a version that loosens nothing
compared with rules that were approved.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Loosening:
    """One answer that became milder, in a sentence for the clinicians who sign."""

    id: str
    words: str


LOOSENINGS = (
    Loosening(
        "L1",
        "One sign of a high mood alone, or signs that did not come together: talk first. It was not now. One sign is no "
        "high mood, and a clinician still talks with the person before any booking.",
    ),
    Loosening(
        "L2",
        "A warning sign that is usual and not worse: not now. It was urgent. 911 does not help with breathlessness that "
        "lasts; the person still cannot book, and is asked to see a doctor. New or worse stays urgent.",
    ),
    Loosening(
        "L3",
        "Answers for somebody else: the questions end at once, so an answer that would have been not now or urgent is "
        "no longer given. Nothing can be sent or booked, and 988 and 911 are on the page.",
    ),
    Loosening(
        "L4",
        "Cough medicine with DXM, taken as its label says, does not count as use of ketamine, PCP or DXM. It was not "
        "now, or talk first.",
    ),
    Loosening(
        "O1",
        "High blood pressure only in the past, not checked in the last 3 months: note. It was talk first, because rules "
        "1.0.1 had no choice for it. The clinical text does not name this loosening.",
    ),
    Loosening(
        "O2",
        "A last reading of 180/120 or higher more than 4 weeks ago: talk first. It was not now, because rules 1.0.1 "
        "named no time. The clinical text does not name this loosening.",
    ),
)
CLINICIANS_NEEDED = 2 if LOOSENINGS else 1
