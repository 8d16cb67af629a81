"""Tests of the well-known addresses, and of the page for a form whose token does not match."""

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from pages import catalogue


@time_machine.travel("2026-11-28 10:00:00+00:00", tick=False)
def test_security_txt_has_the_contact_and_an_expiry_date(client):
    response = client.get("/.well-known/security.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines() == [
        f"Contact: mailto:{catalogue.current().clinic.email}",
        "Expires: 2027-05-27T00:00:00Z",
        "Preferred-Languages: en",
        "Canonical: http://127.0.0.1:8000/.well-known/security.txt",
    ]


@pytest.mark.django_db
def test_a_password_manager_finds_the_page_to_change_a_password(client):
    response = client.get("/.well-known/change-password")
    assert (response.status_code, response["Location"]) == (302, reverse("admin:password_change"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "referer", "page"),
    [
        ("/screening/x/answering-for/", "http://testserver/screening/x/answering-for/", "/screening/x/answering-for/"),
        ("/screening/x/answering-for/", "", "/screening/x/answering-for/"),
        ("/screening/x/answering-for/", "https://evil.example/", "/screening/x/answering-for/"),
        ("/staff/account/sign-out/", "http://testserver/staff/auth/user/?q=a", "/staff/auth/user/?q=a"),
    ],
)
def test_the_page_for_a_wrong_token_leads_back_to_the_form(path, referer, page):
    response = Client(enforce_csrf_checks=True).post(path, {"answer": "self"}, headers={"referer": referer})
    soup = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 403
    assert [link["href"] for link in soup.select("main a.button")] == [page]
