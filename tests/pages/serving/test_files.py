"""Pictures and PDFs as the site serves and exports them: copies only, at addresses that never change."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from kat_site.web.headers import CONTENT_SECURITY_POLICY
from pages.media import shelf_of
from pages.serving.documents import documents
from pages.serving.export import export
from tests.pages.conftest import ContentFolder
from tests.pages.media import made
from tests.pages.serving.wsgi import cached, response_of

SCRIPT = "launchURL"
FOREVER = "public, max-age=31536000, immutable"


@pytest.fixture
def files(site: ContentFolder, settings, tmp_path: Path) -> ContentFolder:
    """A picture that tells its place and has a script behind it, and a PDF with a script, both on a page."""
    settings.VAR_DIR = tmp_path / "var"
    folder = site.path / "en" / "files"
    folder.mkdir()
    (folder / "room.jpg").write_bytes(made.photograph(600, 400) + made.SCRIPT)
    (folder / "fees.pdf").write_bytes(made.pdf(script=SCRIPT))
    (folder / "spare.png").write_bytes(made.png())
    site.replace("en/words.md", "{{ glossary }}", "![A room](files/room.jpg)\n\n[Fees](files/fees.pdf)")
    return site


def addresses(folder: ContentFolder) -> list[str]:
    return sorted(path for path in documents(folder.load()) if path.startswith("/files/"))


def test_a_page_has_the_copies_of_its_pictures_and_its_pdfs_and_nothing_else(files):
    shelf = shelf_of(files.path)
    picture, pdf = shelf.find("room.jpg"), shelf.find("fees.pdf")
    assert addresses(files) == sorted([*map(picture.address, picture.copies), pdf.address])


def test_a_copy_is_served_for_good_and_without_anything_that_was_hidden_in_the_original(files, client):
    for path in [path for path in addresses(files) if path.endswith(".webp")]:
        response = client.get(path)
        assert {name: response[name] for name in ("Content-Type", "Cache-Control", "X-Content-Type-Options")} == {
            "Content-Type": "image/webp",
            "Cache-Control": FOREVER,
            "X-Content-Type-Options": "nosniff",
        }
        hidden = (made.SCRIPT, made.CAMERA.encode(), b"Exif")
        assert [words for words in hidden if words in response.content] == []
        again = client.get(path, headers={"If-None-Match": response["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert "Cookie" not in response.get("Vary", "")


def test_a_pdf_is_saved_by_the_browser_and_its_scripts_have_nothing(files, client):
    [path] = [path for path in addresses(files) if path.endswith(".pdf")]
    response = client.get(path)
    assert SCRIPT.encode() in response.content
    assert {name: response[name] for name in ("Content-Type", "Content-Disposition", "X-Content-Type-Options")} == {
        "Content-Type": "application/pdf",
        "Content-Disposition": "attachment",
        "X-Content-Type-Options": "nosniff",
    }
    # Browsers apply both.
    policies = response["Content-Security-Policy"]
    assert policies == f"{CONTENT_SECURITY_POLICY}, default-src 'none'; sandbox"


@pytest.mark.django_db
def test_no_other_address_leads_to_a_file(files, client):
    digest = shelf_of(files.path).find("room.jpg").digest
    inside = ["room.jpg", "480/room.jpg", "480/other.webp", "481/room.webp", "about.json", "../about.json", "480.webp"]
    outside = [
        "/files/0000000000000000/480/room.webp",
        "/files/x/../../clinic.yaml",
        "/files/x/%2e%2e/%2e%2e/clinic.yaml",
        "/files/",
        "/files/room.jpg",
        "/files/x//etc/passwd",
    ]
    paths = [*(f"/files/{digest}/{name}" for name in inside), *outside]
    statuses = {path: client.get(path).status_code for path in paths}
    assert set(statuses.values()) == {404}


def test_the_page_cache_leaves_files_to_the_view_so_that_they_fill_no_memory(files):
    bodies = {path: response_of(cached(), path).body for path in addresses(files)}
    assert set(bodies.values()) == {b"wrapped"}


def test_the_export_has_the_files_of_pages_and_their_headers(files, settings, tmp_path):
    settings.STATIC_ROOT, settings.SITE_URL = tmp_path / "static", "https://clinic.example"
    settings.TEMPLATES = [
        {"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"loaders": [LOADER]}}
    ]
    call_command("collectstatic", interactive=False, verbosity=0)
    names = export(files.load(), tmp_path / "site", static_files=tmp_path / "static", headers={"X-Always": "yes"})
    assert sorted(f"/{name}" for name in names if name.startswith("files/")) == addresses(files)
    picture = next(path for path in addresses(files) if path.endswith(".webp"))
    assert (tmp_path / "site" / picture[1:]).read_bytes()[8:12] == b"WEBP"
    rules = (tmp_path / "site" / "_headers").read_text()
    assert f"/files/*\n  Cache-Control: {FOREVER}\n" in rules
    assert (
        "/files/*.pdf\n  Content-Disposition: attachment\n"
        "  Content-Security-Policy: default-src 'none'; sandbox\n" in rules
    )
    page = (tmp_path / "site" / "words" / "index.html").read_text()
    assert f'src="{picture}"' in page


LOADER = (
    "django.template.loaders.locmem.Loader",
    dict.fromkeys(("pages/home.html", "pages/page.html", "pages/all_pages.html", "404.html"), "{{ page.body }}"),
)


@pytest.mark.django_db
def test_a_file_that_no_page_shows_is_for_staff_who_see_drafts_only(files, client, django_user_model):
    spare = shelf_of(files.path).find("spare.png")
    [address] = map(spare.address, spare.copies)
    assert client.get(address).status_code == 404
    editor = Client()
    editor.force_login(django_user_model.objects.create_superuser("ann"))
    response = editor.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "image/webp")
    assert response["Cache-Control"] == "no-store, private"


def test_a_copy_that_somebody_deleted_is_not_found(files, client):
    path = next(path for path in addresses(files) if path.endswith(".webp"))
    for copy in shelf_of(files.path).place.rglob("*.webp"):
        copy.unlink()
    assert client.get(path).status_code == 404
