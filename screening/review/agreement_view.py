"""The page of the agreement report, for those who sign off the rules."""

from datetime import timedelta

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from screening.models import Submission
from screening.review.agreement import FEWEST_TO_COMPARE, Agreement
from screening.review.views import require
from screening.submissions.daily_totals import BLURRED, FEWEST_SHOWN, rules_changed
from screening.submissions.states import Kind
from screening.vocabulary.dispositions import MILDEST_FIRST

SIGN_OFF = "screening.add_signoff"
EVER = "ever"
PERIODS = {"30": "Last 30 days", "90": "Last 90 days", "365": "Last year", EVER: "Ever"}
DEFAULT_PERIOD = "90"


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    require(request, SIGN_OFF)
    requested = request.GET.get("period", DEFAULT_PERIOD)
    period = requested if requested in PERIODS else DEFAULT_PERIOD
    since = None if period == EVER else timezone.localdate() - timedelta(days=int(period))
    context = {
        **admin.site.each_context(request),
        "title": "Screening and clinicians",
        "opts": Submission._meta,
        "period": period,
        "periods": PERIODS.items(),
        "agreement": Agreement.since(since),
        "rules_changed": rules_changed(since),
        "dispositions": MILDEST_FIRST,
        "kinds": list(Kind),
        "fewest_shown": FEWEST_SHOWN,
        "blurred": BLURRED,
        "fewest_to_compare": FEWEST_TO_COMPARE,
    }
    return TemplateResponse(request, "admin/screening/submission/agreement.html", context)
