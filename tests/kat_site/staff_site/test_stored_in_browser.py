"""No page for staff stores anything in the browser, such as the setting "theme" of Django's admin."""

from bs4 import BeautifulSoup
from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import reverse

from tests.storing_scripts import storing_scripts


def scripts_on(client, path):
    response = client.get(path)
    return (
        set(storing_scripts(BeautifulSoup(response.content, "html.parser"))) if response.status_code == 200 else set()
    )


def test_no_page_for_staff_has_a_script_that_stores_something(client, db):
    found = {path: scripts_on(client, path) for path in ("/staff/account/sign-in/", "/staff/login/")}
    client.force_login(User.objects.create_superuser("super", password="a long password of its own"))
    lists = [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") for model in admin.site._registry
    ]
    for path in ("/staff/", "/staff/password_change/", *lists, *(f"{path}add/" for path in lists)):
        found[path] = scripts_on(client, path)
    assert {path: scripts for path, scripts in found.items() if scripts} == {}
