"""The list of pictures and PDFs in the Content area: an editor uploads, inserts, publishes and deletes."""

import os
import re
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from pages.catalogue import live
from pages.editing import versions
from pages.editing.uploads import storing
from pages.media import shelf_of
from pages.models import FileVersion
from tests.pages.editing.content_area import LIST, form_of, frame, soup, url, words
from tests.pages.media import made

FILES = f"{LIST}files/"
MEGA = 1024 * 1024


@pytest.fixture
def area(folder, settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"
    return folder


def upload(client: Client, name: str, data: bytes, on_site: str = ""):
    return client.post(FILES, {"file": SimpleUploadedFile(name, data), "name": on_site})


def records() -> list[tuple[str, str, str]]:
    return [(record.name, record.how, record.author_name) for record in FileVersion.objects.order_by("pk")]


def stored(area) -> set[str]:
    folder = area.path / "en" / "files"
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def test_an_editor_uploads_inserts_and_publishes_a_picture_and_a_pdf(area, editor, page, client):
    # 1. The form says what it takes before anything is sent.
    before = words(editor.get(FILES))[0]
    assert "At most 10 MB. A picture is a JPEG, PNG or WebP file." in before
    assert "There are none yet." in before
    # 2. Upload.
    assert upload(editor, "IMG_0012 (Room).JPG", made.photograph(2000, 1500, orientation=1))["Location"] == FILES
    assert upload(editor, "scan.PDF", made.pdf(2), on_site="fees")["Location"] == FILES
    assert stored(area) == {"img-0012-room.jpg", "fees.pdf"}
    shown = editor.get(FILES)
    assert "Uploaded as fees.pdf. Copy the line beside it" in words(shown, ".messagelist")[0]
    lines = [line.text for line in soup(shown).select("code.line")]
    assert lines == [
        "[[[Name of the document]]](files/fees.pdf)",
        "![[[What the picture shows]]](files/img-0012-room.jpg)",
    ]
    picture = soup(shown).select_one("img.thumbnail")
    assert editor.get(picture["src"])["Content-Type"] == "image/webp"
    # 3. Insert: what is still to be written stops publishing.
    form = form_of(editor.get(url(page)))
    text = form["text"] + "\n" + "\n\n".join(lines) + "\n"
    blocked = editor.post(url(page), form | {"text": text, "do": "publish"})
    assert blocked.status_code == 422
    assert words(blocked, ".finding").count("Error") == 0
    assert len(soup(blocked).select(".finding--error")) == 2
    # 4. The preview shows the picture.
    text = text.replace("[[What the picture shows]]", "The room, with a sofa").replace(
        "[[Name of the document]]", "Fees"
    )
    checked = editor.post(url(page), form_of(blocked) | {"text": text, "do": "check"})
    assert soup(checked).select(".finding--error") == []
    preview = frame(checked).select_one("main img")
    assert editor.get(preview["src"]).status_code == 200
    assert client.get(preview["src"]).status_code == 404
    # 5. Publish: the page shows it to everybody.
    assert editor.post(url(page), form_of(blocked) | {"text": text, "do": "publish"}).status_code == 302
    live.errors_now(area.path)
    body = BeautifulSoup(client.get("/what-it-is/").content, "html.parser").select_one("main")
    picture, link = body.select_one("img"), body.select_one('a[href$=".pdf"]')
    assert (picture["alt"], picture["width"], picture["height"]) == ("The room, with a sofa", "1440", "1080")
    assert re.findall(r" (\d+)w", picture["srcset"]) == ["480", "960", "1440"]
    assert link.text == "Fees (PDF, 2 pages, 1 KB)"
    assert client.get(picture["src"])["Cache-Control"] == "public, max-age=31536000, immutable"
    # 6. Both are used now, and everything that happened is on record.
    assert [cell.text for cell in soup(editor.get(FILES)).select("td[data-label=Delete]")] == ["Used, so it stays"] * 2
    assert records() == [("img-0012-room.jpg", "uploaded", "Mira Okafor"), ("fees.pdf", "uploaded", "Mira Okafor")]


def test_what_is_stored_has_neither_the_place_nor_the_camera(area, editor):
    upload(editor, "room.jpg", made.photograph() + made.SCRIPT)
    data = (area.path / "en/files/room.jpg").read_bytes()
    assert [words for words in (made.CAMERA.encode(), b"Exif", made.SCRIPT) if words in data] == []
    picture = Image.open(BytesIO(data))
    assert (picture.format, dict(picture.getexif())) == ("JPEG", {})
    assert not shelf_of(area.path).find("room.jpg").tells_place


@pytest.mark.parametrize(
    ("name", "data", "on_site", "message"),
    [
        ("room.jpg", b"<html>" + made.SCRIPT, "", "This file is damaged, or is not what its name says."),
        ("room.svg", b"<svg/>", "", "This file is damaged, or is not what its name says."),
        ("room.jpg", made.jpeg(200, 200)[:900], "", "This file is damaged"),
        ("room.png", made.bomb(30_000, 30_000), "", "This file has too many pixels"),
        ("fees.pdf", made.pdf(1, password="x"), "", "This file is locked with a password."),
        ("fees.pdf", b"%PDF-1.4", "", "This file is a damaged PDF"),
        ("room.jpg", b"", "", "This file is empty. Choose another"),
        ("room.jpg", b"\xff\xd8" + bytes(10 * MEGA), "", "This file has more than 10 MB."),
        ("room.jpg", bytes(11 * MEGA), "", "This file has more than 10 MB."),
        ("房间.jpg", made.jpeg(), "", "The name of your file has no digits and no letters from a to z."),
        ("room.jpg", made.jpeg(), "../room", "Use small letters, digits and single hyphens, like waiting-room"),
        ("room.jpg", made.jpeg(), "Room", "Use small letters, digits and single hyphens, like waiting-room"),
        ("room.jpg", made.jpeg(), "a" * 60, "Ensure this value has at most 55 characters"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_and_nothing_is_stored(area, editor, name, data, on_site, message):
    response = upload(editor, name, data, on_site)
    assert response.status_code == (413 if len(data) > 10 * MEGA + 64 * 1024 else 422)
    assert message in words(response, ".error-summary")[0]
    assert (stored(area), records()) == (set(), [])


def test_a_form_without_a_file_says_so(area, editor):
    response = editor.post(FILES, {"name": "room"})
    assert (response.status_code, words(response, ".error-summary li")) == (422, ["Choose a file"])


def test_a_file_never_replaces_another_one(area, editor):
    upload(editor, "room.jpg", made.jpeg())
    first = (area.path / "en/files/room.jpg").read_bytes()
    response = upload(editor, "Room.JPEG", made.jpeg(60, 60))
    assert (response.status_code, words(response, ".error-summary li")) == (
        422,
        ["There is a file room.jpg already. Choose another name, or delete that file first."],
    )
    assert ((area.path / "en/files/room.jpg").read_bytes(), len(records())) == (first, 1)
    # The ending is that of the content, whatever the name says.
    upload(editor, "room.jpg", made.png())
    assert stored(area) == {"room.jpg", "room.png"}


@pytest.mark.parametrize("name", ["../../x.jpg", "C:\\fakepath\\x.jpg", "/etc/x.jpg", "x.jpg", "X.JPG", "x__.jpg"])
def test_the_name_of_the_file_of_a_person_leads_nowhere(area, editor, name):
    response = editor.post(
        FILES,
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="%s"\r\n\r\n%s\r\n--b--\r\n'
        % (name.encode(), made.jpeg()),
        content_type="multipart/form-data; boundary=b",
    )
    assert (response.status_code, stored(area)) == (302, {"x.jpg"})


def test_a_file_is_deleted_with_its_copies_and_a_record_but_not_while_a_text_uses_it(area, editor, mira, page):
    upload(editor, "room.jpg", made.jpeg())
    [copies] = shelf_of(area.path).place.glob("[0-9a-f]*")
    ask = f"{FILES}room.jpg/delete/"
    old_button = {"drawn_from": soup(editor.get(ask)).select_one("[name=drawn_from]")["value"]}
    draft = page.live.text + "\n![A room](files/room.jpg)\n"
    versions.save(area.path, page.pk, draft, versions.Seen.of(page), mira)
    refused = editor.post(ask, old_button)
    assert (refused.status_code, stored(area)) == (409, {"room.jpg"})
    assert "Delete it from these texts first: What is it? (draft)" in words(refused, "#content-main")[0]
    assert soup(editor.get(ask)).select_one("#content-main form") is None
    versions.discard_draft(area.path, page.pk)
    button = {"drawn_from": soup(editor.get(ask)).select_one("[name=drawn_from]")["value"]}
    assert editor.post(ask, button)["Location"] == FILES
    assert (stored(area), copies.exists(), editor.get(ask).status_code) == (set(), False, 404)
    assert records() == [("room.jpg", "uploaded", "Mira Okafor"), ("room.jpg", "deleted", "Mira Okafor")]


def test_a_button_that_is_older_than_the_file_deletes_nothing(area, editor):
    upload(editor, "room.jpg", made.jpeg())
    ask = f"{FILES}room.jpg/delete/"
    button = {"drawn_from": soup(editor.get(ask)).select_one("[name=drawn_from]")["value"]}
    (area.path / "en/files/room.jpg").write_bytes(made.jpeg(50, 50))
    assert (editor.post(ask, button).status_code, stored(area)) == (409, {"room.jpg"})
    # With the page as it is now, it works.
    button = {"drawn_from": soup(editor.get(ask)).select_one("[name=drawn_from]")["value"]}
    assert (editor.post(ask, button).status_code, stored(area)) == (302, set())


@pytest.mark.parametrize("name", ["..", "clinic.yaml", ".room.jpg", "Room.jpg"])
def test_nothing_else_can_be_deleted(area, editor, name):
    (area.path / "en/files").mkdir()
    response = editor.post(reverse("admin:pages_contentpage_delete_file", args=["x.jpg"]).replace("x.jpg", name))
    assert (response.status_code, (area.path / "clinic.yaml").exists()) == (404, True)
    with pytest.raises(FileNotFoundError):
        storing.path_of(area.path, f"../{name}")


def test_what_happened_outside_is_on_record_once(area, editor):
    files = area.path / "en/files"
    files.mkdir()
    (files / "room.jpg").write_bytes(made.photograph())
    (files / "note.txt").write_text("x")
    for _ in range(2):
        shown = words(editor.get(FILES))[0]
    assert "The file says where it was taken." in shown
    assert "note.txt Cannot be used: `note.txt` cannot be the name of a picture or PDF." in shown
    (files / "room.jpg").unlink()
    assert "Changed outside the Content area (deleted) room.jpg" in words(editor.get(FILES))[0]
    assert records() == [("room.jpg", "found", "")] * 2


def test_a_folder_that_is_read_only_is_said_before_anybody_tries(area, editor, monkeypatch):
    upload(editor, "room.jpg", made.jpeg())
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    shown = soup(editor.get(FILES))
    assert shown.select_one("[type=file]") is None
    notice = " ".join(shown.select_one(".notice--bad").text.split())
    assert notice == (
        "The pages on this server are read-only You cannot upload or delete a file here. "
        "Give it to the person who runs the site: it belongs into content/en/files."
    )


def test_a_disk_that_refuses_the_file_leaves_no_record(area, editor, monkeypatch):
    def refuse(*_, **__):
        raise OSError(30, "Read-only file system")

    (area.path / "en/files").mkdir()
    monkeypatch.setattr(storing, "replacing", refuse)
    response = upload(editor, "room.jpg", made.jpeg())
    reason = "The file was not written: Read-only file system."
    assert (response.status_code, words(response, ".error-summary li")) == (422, [reason])
    assert (stored(area), records()) == (set(), [])


def test_a_record_is_never_changed_or_deleted(area, editor):
    upload(editor, "room.jpg", made.jpeg())
    record = FileVersion.objects.get()
    with pytest.raises(TypeError):
        record.save()
    with pytest.raises(TypeError):
        record.delete()


def test_only_who_may_upload_gets_a_large_body_read(area, person, monkeypatch):
    """The check of the CSRF token would read it, so access comes first."""
    assert reverse("admin:pages_contentpage_files") == django_settings.UPLOAD_PATH
    read = []
    monkeypatch.setattr("django.http.request.HttpRequest.parse_file_upload", lambda *_: read.append(1))
    visitor, reader = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    reader.force_login(person("reader", "view_contentpage"))
    assert [upload(client, "room.jpg", made.jpeg()).status_code for client in (visitor, reader)] == [302, 403]
    assert (read, stored(area)) == ([], set())


def test_an_upload_needs_the_token_of_the_page(area, mira):
    client = Client(enforce_csrf_checks=True)
    client.force_login(mira)
    assert (upload(client, "room.jpg", made.jpeg()).status_code, stored(area)) == (403, set())
    token = soup(client.get(FILES)).select_one("[name=csrfmiddlewaretoken]")["value"]
    form = {"file": SimpleUploadedFile("room.jpg", made.jpeg()), "name": "", "csrfmiddlewaretoken": token}
    assert (client.post(FILES, form).status_code, stored(area)) == (302, {"room.jpg"})


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/staff/login/", "/search/", "/screening/x/age/", f"{LIST}files"])
def test_no_other_form_takes_a_file(client, path):
    assert client.post(path, {"file": SimpleUploadedFile("room.txt", b"text")}).status_code == 400


def test_who_only_sees_pages_sees_files_and_no_form(area, editor, person):
    upload(editor, "room.jpg", made.jpeg())
    client = Client()
    client.force_login(person("reader", "view_contentpage"))
    shown = soup(client.get(FILES))
    assert (len(shown.select("img.thumbnail")), shown.select("[type=file], [data-label=Delete]")) == (1, [])
    assert client.get(f"{FILES}room.jpg/delete/").status_code == 403
