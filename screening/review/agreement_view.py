"""The agreement report at the review desk, for whoever signs off the rules."""

from datetime import timedelta

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from screening.models import Submission
from screening.review.agreement import FEWEST_TO_JUDGE, Agreement
from screening.review.views import require
from screening.submissions.daily_totals import FEWEST_SHOWN, SMALL
from screening.submissions.states import Kind
from screening.vocabulary.dispositions import SEVERITY

SIGN_OFF = "screening.add_signoff"
EVER = "ever"
PERIODS = {"30": "Last 30 days", "90": "Last 90 days", "365": "Last year", EVER: "Ever"}
FIRST_SHOWN = "90"


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """What the screening said against what clinicians decided, over the period in the address."""
    require(request, SIGN_OFF)
    asked = request.GET.get("period", FIRST_SHOWN)
    period = asked if asked in PERIODS else FIRST_SHOWN
    since = None if period == EVER else timezone.localdate() - timedelta(days=int(period))
    context = {
        **admin.site.each_context(request),
        "title": "Screening and clinicians",
        "opts": Submission._meta,
        "period": period,
        "periods": PERIODS.items(),
        "agreement": Agreement.since(since),
        "dispositions": list(SEVERITY),
        "kinds": list(Kind),
        "fewest_shown": FEWEST_SHOWN,
        "small": SMALL,
        "fewest_to_judge": FEWEST_TO_JUDGE,
    }
    return TemplateResponse(request, "admin/screening/submission/agreement.html", context)
