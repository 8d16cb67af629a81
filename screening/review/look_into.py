"""A privacy officer has looked at a submission that was changed past the site."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from screening.review.page import draw_gone, redirect_within_list
from screening.review.views import REVIEW_PAGE, require
from screening.submissions import faults
from screening.submissions.reviewing import locked
from staff.access_log import Action, record
from vault.seal import CannotUnseal

# The privacy officer answers for what is stored, and deletes it when its person asks.
OFFICER = "screening.delete_submission"


@require_POST
def look_into(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Puts back what the sealed record says."""
    person = require(request, OFFICER)
    with transaction.atomic():
        submission = locked(pk)
        if submission is None:
            return draw_gone(request)
        # What an officer has not seen is not put back.
        if request.POST.get("faults") != faults.digest_of(submission, faults.faults_of(submission)):
            messages.warning(request, "Nothing was changed: this page shows something else by now. Read it again.")
            return redirect_within_list(request, REVIEW_PAGE, pk)
        try:
            left = faults.look_into(submission)
        except CannotUnseal as error:
            messages.error(request, f"Nothing was changed: the record cannot be read. {error}.")
            return redirect_within_list(request, REVIEW_PAGE, pk)
        record(person, Action.REVIEWED, submission.reference, "looked into a change past the site")
    text = f"{submission} shows what its sealed record says. Clinicians can decide on it."
    messages.success(request, f"{text} What could not be put back stays on this page." if left else text)
    return redirect_within_list(request, REVIEW_PAGE, pk)
