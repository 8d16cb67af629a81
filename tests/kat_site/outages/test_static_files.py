"""Without collected static files, every page is shown without style, and the checks and the log say so."""

import shutil

import pytest
from django.conf import settings as site_settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string

from kat_site import checks
from kat_site.outages.static_files import CollectedFiles, StaticFiles, uncollected


@pytest.fixture
def storage(settings, tmp_path, monkeypatch):
    """The storage of production, with an empty folder."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = site_settings.STORAGES | {
        "staticfiles": {"BACKEND": "kat_site.outages.static_files.CollectedFiles"}
    }
    return tmp_path / "static"


def warnings():
    return [(warning.id, warning.hint) for warning in checks.check_that_static_files_are_collected(None)]


def test_a_page_names_its_files_without_a_hash_until_they_are_collected(storage):
    assert 'href="/static/site.css"' in render_to_string("500.html")
    assert "site.css" in uncollected()
    assert warnings() == [("kat_site.W001", "Run manage.py collectstatic, then restart the site.")]


def test_collected_files_have_hashed_names_and_nothing_is_reported(storage, static_files):
    shutil.copytree(static_files, storage)
    assert uncollected() == []
    assert warnings() == []
    assert 'href="/static/site.css"' not in render_to_string("500.html")
    hashed_name = staticfiles_storage.stored_name("site.css")
    (storage / hashed_name).unlink()
    assert uncollected() == ["site.css"]


@pytest.mark.parametrize("damage", ["", "{", '{"version": "9"}'])
def test_a_damaged_list_of_files_is_like_no_list(storage, damage):
    storage.mkdir()
    (storage / "staticfiles.json").write_text(damage)
    assert CollectedFiles().url("site.css") == "/static/site.css"


@pytest.mark.parametrize("folder", ["missing", "empty", "file"])
def test_a_server_without_static_files_passes_requests_on_and_logs_what_to_do(tmp_path, caplog, folder):
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").touch()
    application = StaticFiles(lambda environ, start_response: ["passed on"], root=str(tmp_path / folder))
    assert application({"PATH_INFO": "/static/site.css"}, None) == ["passed on"]
    [message] = caplog.messages
    assert message == "There are no static files to serve. Run manage.py collectstatic, then restart the site."
