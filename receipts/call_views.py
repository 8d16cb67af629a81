"""The page to change a request for a call, with the receipt code. It never shows what was entered before."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from consultations.forms import ChangeCallForm, offered
from consultations.models import ConsultationRequest
from receipts.forms import CodeForm
from receipts.receipt import Receipt
from receipts.views import code_page, unknown


@require_http_methods(["GET", "HEAD", "POST"])
def change_call(request: HttpRequest) -> HttpResponse:
    """A POST with only the code shows the form, and one with the form changes the request."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return code_page(request, form)
    code = form.cleaned_data["code"]
    receipt = Receipt.under(code)
    call_request = receipt.request if receipt else None
    if call_request is None:
        return unknown(request)
    if not call_request.may_be_changed:
        return _over(request)
    fields = ChangeCallForm(request.POST if "change" in request.POST else None, **offered())
    if not fields.is_valid():
        context = {"form": fields, "code": code}
        return render(request, "receipts/change_call.html", context, status=422 if fields.errors else 200)
    try:
        is_changed = ConsultationRequest.change(call_request.pk, fields.contact)
    except ConsultationRequest.DoesNotExist:
        return unknown(request)
    return render(request, "receipts/call_changed.html") if is_changed else _over(request)


def _over(request: HttpRequest) -> HttpResponse:
    # The clinic closed it a moment ago, or the page was open for long.
    return render(request, "receipts/call_over.html", status=409)
