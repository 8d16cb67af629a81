"""The pages of the desk in a browser: axe finds nothing, in light and dark mode, on a small and a wide screen."""

import pytest
from django.test import Client

from pages.models import ContentPage
from tests.browser.axe import violations
from tests.kat_site.staff_site.desk_pages import address, fill

pytestmark = pytest.mark.browser

PAGES = (
    "",
    "closures/",
    "screening/submission/",
    "screening/submission/<path:object_id>/change/",
    "screening/submission/export/",
    "screening/submission/agreement/",
    "screening/signoff/",
    "consultations/consultationrequest/",
    "consultations/consultationrequest/<path:object_id>/change/",
    "consultations/appointment/",
    "consultations/appointment/today/",
    "consultations/schedule/<path:object_id>/change/",
    "receipts/erasure/",
    "staff/accessentry/",
    "auth/user/",
    "auth/user/<path:object_id>/change/",
    "pages/contentpage/",
    "pages/contentpage/due/",
    "pages/contentpage/files/",
)
# The editor of a page, and of a data file as a list of entries.
EDITED = ("en/integration.md", "changes.yaml")
SCREENS = {"small": {"width": 320, "height": 640}, "wide": {"width": 1280, "height": 900}}
# What colors and widths change; the other rules look at the same HTML in every state.
OF_A_STATE = {"runOnly": ["color-contrast", "target-size"]}
ALL = {"rules": {"target-size": {"enabled": True}}}


def test_axe_finds_nothing_on_a_page_of_the_desk(tmp_path, settings, show, page):
    client = Client()
    client.force_login(fill(tmp_path, settings))
    page.emulate_media(reduced_motion="reduce")
    faults = {}
    for path in [*(address(f"staff/{pattern}") for pattern in PAGES), *map(editor, EDITED)]:
        response = client.get(path)
        assert response.status_code == 200, path
        show(response.content.decode())
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            for name, size in SCREENS.items():
                page.set_viewport_size(size)
                for violation in violations(page, ALL if (scheme, name) == ("light", "small") else OF_A_STATE):
                    nodes = [f"{node['html'][:160]} {node['failureSummary']}" for node in violation["nodes"]]
                    faults[f"{path}, {scheme}, {name}: {violation['id']}"] = nodes
    assert faults == {}


def editor(file: str) -> str:
    return f"/staff/pages/contentpage/{ContentPage.objects.get(file=file).pk}/change/"
