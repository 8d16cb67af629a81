"""The title of every list in the admin says what is in it."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("consultations/consultationrequest", "Call requests"),
        ("consultations/appointment", "Appointments"),
        ("consultations/schedule", "Times"),
        ("receipts/erasure", "Erasures"),
        ("screening/signoff", "Sign-offs"),
        ("screening/submission", "Submissions"),
        ("staff/accessentry", "Access log"),
        ("pages/contentpage", "Pages"),
    ],
)
def test_every_list_has_a_plain_title(client, path, title):
    client.force_login(User.objects.create_superuser("ann"))
    page = BeautifulSoup(client.get(f"/staff/{path}/").content, "html.parser")
    assert ([heading.text for heading in page.select("h1")], page.title.text.strip()) == (
        [title],
        f"{title} | Review desk",
    )
