"""A server that starts while something is down serves pages at once, and takes answers as soon as it can."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import connection

from tests.kat_site.conftest import Served, free_port
from tests.site_states import READING

HELP = ["/crisis-help/", "/screening/get-help-now/", "/screening/"]
pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="the server uses SQLite, so one run is enough")


def statuses(site: Served, paths: list[str]) -> set[int]:
    return {site.get(path)[0] for path in paths}


def health(site: Served) -> tuple[int, dict[str, str]]:
    status, _, body = site.get("/health/ready")
    return status, json.loads(body)


def answer_a_question(site: Served) -> int:
    """The status of a browser's request that stores an answer, or of its page when the site cannot even show that."""
    url = f"{site.url}/screening/x/answering-for/"
    cookies = CookieJar()
    browser = build_opener(HTTPCookieProcessor(cookies))
    try:
        page = BeautifulSoup(browser.open(url).read(), "html.parser")
        token = page.select_one("[name=csrfmiddlewaretoken]")["value"]
        return browser.open(url, urlencode({"answering_for": "self", "csrfmiddlewaretoken": token}).encode()).status
    except HTTPError as error:
        return error.code


@pytest.fixture
def site(tmp_path, installation) -> Served:
    """An installation with content of its own, that had run before."""
    content = shutil.copytree(settings.CONTENT_DIR, tmp_path / "content")
    shutil.copytree(installation, tmp_path / "var")
    site = Served(free_port(), tmp_path / "var", CONTENT_DIR=str(content))
    # it also keeps the content as the last good one
    assert site.manage("prepare").returncode == 0
    lock = site.folder / "restore" / "site.lock"
    lock.parent.mkdir(mode=0o700)
    lock.touch()
    return site


@pytest.mark.promise("P4")
def test_pages_are_served_without_database_static_files_and_correct_content_and_the_rest_follows(site):
    database = site.folder / "data" / "site.sqlite3"
    for file in database.parent.iterdir():
        file.unlink()
    # SQLite can neither open nor make it
    database.mkdir()
    page = Path(site.environment["CONTENT_DIR"], "en", "what-is-ketamine.md")
    text = page.read_text()
    page.write_text(text.replace("title:", "titel:"))
    with site.running():
        assert statuses(site, [*READING, *HELP]) == {200}
        assert b"<h1" in site.get("/crisis-help/")[2]
        missing = {"database": "down", "static files": "missing", "migrations": "down", "content": "has errors"}
        assert health(site) == (503, missing)
        assert answer_a_question(site) == 503
        printed = site.log.read_text()
        for sentence in ("titel", "static files are not collected", "The database does not answer (unable to open"):
            assert sentence in printed
        assert "Traceback" not in printed

        database.rmdir()
        page.write_text(text)
        missing |= dict.fromkeys(["database", "migrations", "content"], "ok")
        site.wait_until(lambda: health(site) == (503, missing), "the database was not prepared")
        assert answer_a_question(site) == 200


@pytest.fixture
def full_disk(site) -> Iterator[Path]:
    """The folder of `site`, which was in use, on a file system of 4 MB that a file fills to the last byte."""
    copy = shutil.copytree(site.folder, site.folder.with_name("copy"))
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(site.folder)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("only root can mount a small file system")
    try:
        shutil.copytree(copy, site.folder, dirs_exist_ok=True)
        filler = site.folder / "filler"
        with filler.open("wb", buffering=0) as file, suppress(OSError):
            while file.write(b"x" * 4096):
                pass
        yield filler
    finally:
        # a process that waits for its parent to end may still use it for a moment
        subprocess.run(["umount", "--lazy", str(site.folder)], check=True)


def test_on_a_full_disk_commands_end_with_a_sentence_and_a_starting_server_serves_pages(site, full_disk):
    commands = ("purge", "rotate_data_key", "migrate")
    results = [site.manage(command) for command in commands]
    assert [result.returncode for result in results] == [1, 1, 1]
    for result in results:
        assert "The disk is full. Free some space" in result.stderr
        assert "Traceback" not in result.stderr
    with site.running():
        assert statuses(site, [*READING, *HELP]) == {200}
        assert answer_a_question(site) == 503
        printed = site.log.read_text()
        assert "The disk is full. Free some space" in printed
        assert "Traceback" not in printed
        full_disk.write_bytes(b"")
        site.wait_until(lambda: answer_a_question(site) == 200, "the database was not prepared")
    assert [site.manage(command).returncode for command in commands] == [0, 0, 0]
