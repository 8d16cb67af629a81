"""The pages to see and withdraw what was sent. They need the receipt code and no account, session or code in a URL."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from receipts import withdrawal
from receipts.forms import CodeForm, WithdrawForm
from receipts.receipt import Receipt


@require_http_methods(["GET", "HEAD", "POST"])
def open_receipt(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return code_page(request, CodeForm())
    form = CodeForm(request.POST)
    if not form.is_valid():
        return code_page(request, form)
    code = form.cleaned_data["code"]
    receipt = Receipt.under(code)
    if receipt is None:
        return unknown(request)
    return _receipt_page(request, receipt, WithdrawForm(initial={"code": code}))


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return code_page(request, CodeForm())
    form = WithdrawForm(request.POST)
    if "code" in form.errors:
        return code_page(request, CodeForm(request.POST))
    code = form.cleaned_data["code"]
    receipt = Receipt.under(code)
    if receipt is None:
        return unknown(request)
    if not form.is_valid():
        return _receipt_page(request, receipt, form)
    erasure = withdrawal.withdraw(request, code)
    if erasure is None:
        return unknown(request)
    last_backup_until = timezone.localdate() + timedelta(days=receipt.backup_days)
    return render(request, "receipts/erased.html", {"erasure": erasure, "last_backup_until": last_backup_until})


def code_page(request: HttpRequest, form: CodeForm) -> HttpResponse:
    return render(request, "receipts/open.html", {"form": form}, status=422 if form.errors else 200)


def _receipt_page(request: HttpRequest, receipt: Receipt, form: WithdrawForm) -> HttpResponse:
    context = {"receipt": receipt, "form": form, "code": form["code"].value()}
    return render(request, "receipts/receipt.html", context, status=422 if form.errors else 200)


def unknown(request: HttpRequest) -> HttpResponse:
    # Nobody may learn whether a code never existed, has expired, or was withdrawn.
    return render(request, "receipts/unknown.html", status=404)
