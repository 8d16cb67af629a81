"""No list of the admin can be filtered by a parameter that it does not offer itself."""

from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import reverse

from bases.admin import OfferedParameters
from bases.forms import StrictValues

LOOKUPS = ("__regex", "__startswith", "__contains", "__gt", "__range", "__foo")
PAGES = sorted(admin.site._registry.values(), key=lambda page: page.model._meta.label)
NAMES = [page.model._meta.label_lower for page in PAGES]


@pytest.fixture
def superuser(client, db):
    client.force_login(User.objects.create_superuser("super", password="a long password of its own"))
    return client


def list_url(page):
    return reverse(f"admin:{page.opts.app_label}_{page.opts.model_name}_changelist")


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_admin_page_has_the_base_class_and_a_strict_form(page, rf):
    assert isinstance(page, OfferedParameters)
    request = rf.get("/")
    request.user = User(is_superuser=True, is_active=True, is_staff=True)
    assert issubclass(page.get_form(request), StrictValues)


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_look_up_on_every_column_is_dropped_with_a_notice(page, superuser):
    columns = [field.name for field in page.model._meta.get_fields()]
    query = {f"{column}{lookup}": "^(([a-z]+)+)+!$" for column in columns for lookup in LOOKUPS}
    response = superuser.get(f"{list_url(page)}?{urlencode(query)}", follow=True)
    assert response.redirect_chain == [(list_url(page), 302)]
    assert "cannot be filtered like that" in response.text


def test_the_other_parameters_stay(superuser):
    url = reverse("admin:screening_submission_changelist")
    response = superuser.get(f"{url}?state__exact=new&sealed_record__regex=a&p=1")
    assert response.url == f"{url}?state__exact=new&p=1"


def test_the_lists_own_links_work(superuser):
    for page in PAGES:
        response = superuser.get(list_url(page))
        for link in response.context["cl"].filter_specs:
            for choice in link.choices(response.context["cl"]):
                assert superuser.get(list_url(page) + choice["query_string"]).status_code == 200, choice


@pytest.mark.parametrize("query", ["disposition=not-suitable-now", "domain=pregnancy", "o=2", "state__exact=reviewed"])
def test_who_reviews_blind_learns_no_disposition_from_the_address(query, superuser):
    superuser.post(reverse("admin:screening_submission_blind"), {"blind": "on"})
    url = reverse("admin:screening_submission_changelist")
    assert superuser.get(f"{url}?{query}").url == url
