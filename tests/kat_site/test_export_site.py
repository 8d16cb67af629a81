"""Tests of `manage.py export_site`: what it prints, and the headers it writes."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from kat_site.web.headers import security_headers


@pytest.fixture
def folder(tmp_path: Path, settings) -> Path:
    settings.STATIC_ROOT = tmp_path / "static"
    settings.SITE_URL = "https://clinic.example"
    return tmp_path / "site"


def test_it_prints_how_much_it_wrote_and_what_stays_on_the_live_site(folder):
    out = StringIO()
    call_command("export_site", str(folder), stdout=out)
    pages = len(list(folder.rglob("index.html")))
    first, second = out.getvalue().splitlines()
    assert first.startswith(f"{pages} pages in ")
    assert first.endswith(f" files are in {folder}.")
    assert second == "The questionnaire, search and receipts stay at https://clinic.example."


def test_its_headers_are_ours_and_allow_forms_to_the_live_site(folder):
    call_command("export_site", str(folder), stdout=StringIO())
    rules = (folder / "_headers").read_text()
    for name, value in security_headers().items():
        value = value.replace("form-action 'self'", "form-action 'self' https://clinic.example")
        assert f"  {name}: {value}\n" in rules


def test_nothing_is_written_in_debug_mode(folder, settings):
    settings.DEBUG = True
    with pytest.raises(CommandError, match="DEBUG=0"):
        call_command("export_site", str(folder))
    assert not folder.exists()


def test_a_failed_export_is_explained_in_one_line(folder):
    folder.mkdir()
    (folder / "mine.txt").write_text("Mine")
    with pytest.raises(CommandError, match=r"no export wrote: mine\.txt"):
        call_command("export_site", str(folder), stdout=StringIO())


def test_the_page_talk_to_us_says_the_hours_and_leads_to_the_live_site(folder):
    call_command("export_site", str(folder), stdout=StringIO())
    text = (folder / "talk-to-us" / "index.html").read_text()
    assert "Our hours: Monday to Friday, 9 am to 5 pm." in text
    assert "open now" not in text
    assert 'href="https://clinic.example/call-me/"' in text
    assert 'href="/talk-to-us/"' in (folder / "index.html").read_text()
