"""The pages to move or cancel an appointment. As on the receipt page, the code is in the form and in no URL."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from consultations.appointments import booking
from consultations.appointments.forms import TimeForm, day_in
from consultations.appointments.free import free_days, page_of
from consultations.appointments.views import facts_of, file_response
from consultations.models import Appointment
from receipts.forms import CancelForm, CodeForm, HiddenCodeForm
from receipts.receipt import Receipt
from receipts.views import unknown
from screening.submissions.closures import Closed, Closure, Service, closure_of

View = Callable[[HttpRequest, str, Appointment], HttpResponse]


def _with_code(view: View) -> Callable[[HttpRequest], HttpResponse]:
    """Ask for the receipt code. Give the view the code and its newest appointment."""

    @wraps(view)
    def asked(request: HttpRequest) -> HttpResponse:
        form = CodeForm(request.POST if request.method == "POST" else None)
        if not form.is_valid():
            return render(request, "receipts/time_code.html", {"form": form}, status=422 if form.errors else 200)
        code = form.cleaned_data["code"]
        receipt = Receipt.under(code)
        if receipt is None:
            return unknown(request)
        if receipt.appointment is None:
            return render(request, "receipts/no_time.html", status=404)
        try:
            return view(request, code, receipt.appointment)
        except Appointment.DoesNotExist:
            return unknown(request)

    return require_http_methods(["GET", "HEAD", "POST"])(asked)


@_with_code
def show(request: HttpRequest, code: str, appointment: Appointment) -> HttpResponse:
    return _time_page(request, code, appointment)


@_with_code
def move(request: HttpRequest, code: str, appointment: Appointment) -> HttpResponse:
    """List the free times, or move to the one that was picked."""
    now = timezone.now()
    ways = booking.ways_of(appointment)
    if not booking.can_change(appointment, now) or not ways.pick_a_time:
        return _time_page(request, code, appointment, is_refused=True, status=409)
    if closure := closure_of(Service.TIMES):
        return _time_page(request, code, appointment, closure=closure, status=409)
    is_picked, is_taken = "pick" in request.POST, False
    form = TimeForm([], request.POST if is_picked else None)
    if is_picked and form.is_valid():
        try:
            return _time_page(request, code, booking.move(appointment.pk, form.cleaned_data["time"], now))
        except booking.TimeTaken:
            is_taken = True
        except Closed as closed:
            return _time_page(request, code, appointment, closure=closed.closure, status=409)
        except booking.CannotBook:
            return _time_page(request, code, appointment, is_refused=True, status=409)
    days, later = page_of(free_days(ways, now), day_in(request.POST.get("since", "")))
    context = {
        "form": form,
        "code_form": HiddenCodeForm(initial={"code": code}, auto_id=False),
        "days": days,
        "later": later,
        "is_taken": is_taken,
    }
    status = 409 if is_taken else 422 if form.errors else 200
    return render(request, "receipts/move_time.html", context | facts_of(appointment), status=status)


@_with_code
def cancel(request: HttpRequest, code: str, appointment: Appointment) -> HttpResponse:
    form = CancelForm(request.POST)
    if not form.is_valid():
        return _time_page(request, code, appointment, form, status=422)
    try:
        return _time_page(request, code, booking.cancel(appointment.pk, timezone.now()))
    except booking.TooLate:
        return _time_page(request, code, appointment, is_refused=True, status=409)


@_with_code
def calendar_file(request: HttpRequest, code: str, appointment: Appointment) -> HttpResponse:
    return file_response(appointment, is_named=request.POST.get("name") == "yes")


def _time_page(
    request: HttpRequest,
    code: str,
    appointment: Appointment,
    form: CancelForm | None = None,
    *,
    is_refused: bool = False,
    closure: Closure | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form or CancelForm(initial={"code": code}),
        "code_form": HiddenCodeForm(initial={"code": code}, auto_id=False),
        "is_refused": is_refused,
        "closure": closure or closure_of(Service.TIMES),
        "may_pick": booking.ways_of(appointment).pick_a_time,
    }
    return render(request, "receipts/time.html", context | facts_of(appointment), status=status)
