import re
from dataclasses import replace
from pathlib import Path

import brotli
import pytest
from django.core.management import call_command
from django.test import Client

from pages.catalogue import current
from pages.serving import export as exporting
from pages.serving.documents import documents
from pages.serving.export import MARKER, CannotExport, export

HEADERS = {"Content-Security-Policy": "default-src 'none'"}


@pytest.fixture
def static_files(tmp_path: Path, settings) -> Path:
    """The folder that collectstatic filled."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.SITE_URL = "https://clinic.example"
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path / "static"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "site"


@pytest.fixture
def write(static_files: Path, folder: Path):
    return lambda: export(current(), folder, static_files=static_files, headers=HEADERS)


def files_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_every_document_is_written_where_a_static_host_looks_for_it(write, folder: Path) -> None:
    names = write()
    assert {*names, MARKER} == files_in(folder)
    for path in documents(current()):
        assert (path[1:] + "index.html" if path.endswith("/") else path[1:]) in names
    assert {"index.html", "what-is-ketamine/index.html", "404.html", "robots.txt", "feed.xml", "_headers"} <= {*names}
    assert "static/link-picture.png" in names
    assert not any(name.startswith("screening") or name.startswith("staff") for name in names)


def test_text_files_have_compressed_copies_of_the_same_content(write, folder: Path) -> None:
    names = write()
    for name in names:
        if name.endswith((".html", ".xml", ".txt")):
            assert brotli.decompress((folder / f"{name}.br").read_bytes()) == (folder / name).read_bytes()
            assert f"{name}.gz" in names
    assert not any(name.endswith((".png.br", ".png.gz")) for name in names)


def test_every_link_leads_to_an_exported_file_or_to_the_live_site(write, folder: Path) -> None:
    names = set(write())
    for page in folder.rglob("*.html"):
        for link in re.findall(r' (?:href|action|src)="(/[^"#?]*)', page.read_text()):
            assert (link[1:] + "index.html" if link.endswith("/") else link[1:]) in names, (page, link)
    home = (folder / "index.html").read_text()
    assert 'href="https://clinic.example/screening/"' in home
    assert 'href="/what-is-ketamine/"' in home


def test_an_exported_page_differs_from_the_live_one_only_in_its_links(write, folder: Path, client: Client) -> None:
    write()
    live = client.get("/what-is-ketamine/").content.decode()
    exported = (folder / "what-is-ketamine/index.html").read_text()
    assert exported.replace('="https://clinic.example/', '="/') == live.replace('="https://clinic.example/', '="/')


def test_the_headers_file_has_our_headers(write, folder: Path) -> None:
    write()
    rules = (folder / "_headers").read_text()
    assert rules.startswith("/*\n  Content-Security-Policy: default-src 'none'\n")
    assert "/static/*\n  Cache-Control: public, max-age=31536000, immutable\n" in rules


def test_the_same_content_gives_the_same_files(write, folder: Path) -> None:
    write()
    first = {name: (folder / name).read_bytes() for name in files_in(folder)}
    write()
    assert {name: (folder / name).read_bytes() for name in files_in(folder)} == first


def test_an_export_deletes_the_files_of_the_one_before(write, folder: Path) -> None:
    write()
    (folder / MARKER).write_text((folder / MARKER).read_text() + "gone/index.html\n")
    (folder / "gone").mkdir()
    (folder / "gone/index.html").write_text("A deleted page")
    write()
    assert not (folder / "gone").exists()


@pytest.mark.parametrize("name", ["notes.txt", "what-is-ketamine/notes.txt"])
def test_a_folder_with_other_files_is_rejected_and_left_unchanged(write, folder: Path, name: str) -> None:
    write()
    (folder / name).write_text("Mine")
    before = files_in(folder)
    with pytest.raises(CannotExport, match=f"no export wrote: {name}"):
        write()
    assert files_in(folder) == before
    assert files_in(folder.parent) == {f"site/{name}" for name in before} | {
        f"static/{name}" for name in files_in(folder.parent / "static")
    }


def test_a_file_in_place_of_the_folder_is_rejected(write, folder: Path) -> None:
    folder.write_text("Mine")
    with pytest.raises(CannotExport, match="is not a folder"):
        write()
    assert folder.read_text() == "Mine"


def test_a_missing_static_file_stops_the_export_and_nothing_is_written(write, folder: Path, static_files: Path) -> None:
    (static_files / "site.css").unlink()
    with pytest.raises(CannotExport, match=r"site\.css is missing\. Run manage\.py collectstatic first"):
        write()
    assert [path.name for path in folder.parent.iterdir()] == ["static"]


def test_if_replacing_fails_the_old_export_is_kept(write, folder: Path, monkeypatch) -> None:
    write()
    before = files_in(folder)
    rename = Path.rename

    def fail_for_the_new_folder(self: Path, target: Path) -> Path:
        if target == folder and not self.name.endswith(".old"):
            raise OSError("disk on fire")
        return rename(self, target)

    monkeypatch.setattr(exporting.Path, "rename", fail_for_the_new_folder)
    with pytest.raises(OSError, match="disk on fire"):
        write()
    assert files_in(folder) == before
    assert sorted(path.name for path in folder.parent.iterdir()) == ["site", "static"]


def test_old_addresses_are_in_the_file_of_redirects(static_files: Path, folder: Path) -> None:
    redirects = {"/about.html": "/about-us/#who", "/café": "/screening/"}
    catalogue = replace(current(), redirects=redirects)
    assert "_redirects" in export(catalogue, folder, static_files=static_files, headers=HEADERS)
    assert (folder / "_redirects").read_text() == (
        "/about.html /about-us/#who 301\n"
        "/about.html/ /about-us/#who 301\n"
        "/caf%C3%A9 https://clinic.example/screening/ 301\n"
        "/caf%C3%A9/ https://clinic.example/screening/ 301\n"
    )
