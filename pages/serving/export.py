"""The reading site as a folder of files, for any static host or content network.

Links to what needs the live site (questionnaire, search, receipts, staff) become absolute. The export is written to a
temporary folder, which then replaces the old one. A folder with files that no export wrote is rejected.
"""

import contextlib
import os
import re
import secrets
import shutil
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote

from django.conf import settings
from django.template.loader import render_to_string

from pages.catalogue import Catalogue
from pages.serving.documents import FOREVER, HTML, OF_PDF, Document, documents
from pages.serving.http import compressed

# A file in the export that lists the files the export wrote, one per line.
MARKER = ".export-site"
SUFFIXES = {"br": ".br", "gzip": ".gz"}
LINK = re.compile(rb' (?P<name>href|action|src)="(?P<target>/(?!/)[^"]*)"')


class CannotExport(Exception):
    """The folder must not be replaced, or a file that a page needs is missing. The message says what to do."""


def export(
    catalogue: Catalogue,
    folder: Path,
    *,
    static_files: Path,
    headers: Mapping[str, str],
    more: Mapping[str, Document] = MappingProxyType({}),
) -> list[str]:
    """Writes the site to `folder` and returns the names of the files. `more` has documents of other apps by path.

    `static_files` is the folder that collectstatic filled. `headers` are the HTTP headers of every response, for hosts
    that read a `_headers` file. Raises CannotExport, and OSError if the disk fails; `folder` is then unchanged.
    """
    folder = folder.resolve()
    reject_other_files(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    temporary = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
    try:
        names = sorted(
            write(temporary, name, body)
            for name, body in files({**documents(catalogue), **more}, static_files, headers, catalogue.redirects)
        )
        write(temporary, MARKER, "".join(f"{name}\n" for name in names).encode())
        swap(temporary, folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return names


def reject_other_files(folder: Path) -> None:
    """Raises CannotExport if `folder` has files that no export wrote: they would be lost."""
    if folder.exists() and not folder.is_dir():
        raise CannotExport(f"{folder} is not a folder. Name another one.")
    marker = folder / MARKER
    exported = {MARKER, *marker.read_text(encoding="utf-8").splitlines()} if marker.exists() else set()
    for place, _, names in os.walk(folder):
        for name in names:
            if (file := Path(place, name).relative_to(folder).as_posix()) not in exported:
                raise CannotExport(
                    f"{folder} has a file that no export wrote: {file}. Move it away or name another folder."
                )


def files(
    by_path: Mapping[str, Document],
    static_files: Path,
    headers: Mapping[str, str],
    redirects: Mapping[str, str],
) -> Iterator[tuple[str, bytes]]:
    """The name, below the folder, and the content of each file."""
    static: set[str] = set()
    not_found = Document(HTML, lambda: render_to_string("404.html").encode())
    for path, document in (*by_path.items(), ("/404.html", not_found)):
        # One at a time, because pictures and PDFs are large.
        name, body = name_of(path), document.draw()
        if not document.is_text:
            yield name, body
            continue
        static |= static_names(body)
        if name.endswith(".html"):
            body = with_live_links(body, by_path)
        yield name, body
        for coding, compressed_body in compressed(body).items():
            yield name + SUFFIXES[coding], compressed_body
    for name in static:
        yield from static_copies(name, static_files)
    if redirects:
        yield "_redirects", redirect_rules(redirects, by_path).encode()
    yield "_headers", header_rules(headers).encode()


def name_of(path: str) -> str:
    """The file that a static host serves at `path`."""
    return path.removeprefix("/") + ("index.html" if path.endswith("/") else "")


def with_live_links(html: bytes, exported: Collection[str]) -> bytes:
    """`html` with absolute links to the live site for every path that is not exported."""

    def live_link(link: re.Match[bytes]) -> bytes:
        path = re.split("[?#]", link["target"].decode())[0]
        if path in exported or path.startswith(settings.STATIC_URL):
            return link[0]
        return b' %s="%s%s"' % (link["name"], settings.SITE_URL.encode(), link["target"])

    return LINK.sub(live_link, html)


def static_names(text: bytes) -> set[str]:
    """The names, below the static folder, of the files that a document refers to."""
    # The address of the link picture is absolute.
    site, prefix = (re.escape(url.encode()) for url in (settings.SITE_URL, settings.STATIC_URL))
    return {name.decode() for name in re.findall(rb'"(?:%s)?%s([^"?#]+)"' % (site, prefix), text)}


def static_copies(name: str, folder: Path) -> Iterator[tuple[str, bytes]]:
    """The collected file and its compressed copies."""
    if not (folder / name).is_file():
        raise CannotExport(f"{folder / name} is missing. Run manage.py collectstatic first.")
    for suffix in ("", *SUFFIXES.values()):
        with contextlib.suppress(FileNotFoundError):
            yield f"{settings.STATIC_URL[1:]}{name}{suffix}", (folder / f"{name}{suffix}").read_bytes()


def header_rules(headers: Mapping[str, str]) -> str:
    """The `_headers` file, in the format of Netlify, Cloudflare Pages and others."""
    rules = {
        "/*": headers,
        f"{settings.STATIC_URL}*": {"Cache-Control": FOREVER},
        "/files/*": {"Cache-Control": FOREVER},
        "/files/*.pdf": {name: value for name, value in OF_PDF.items() if name != "Cache-Control"},
        "/feed.xml": {"Content-Type": "application/atom+xml; charset=utf-8"},
        "/site.webmanifest": {"Content-Type": "application/manifest+json"},
    }
    return "\n".join(
        "\n".join([path, *(f"  {name}: {value}" for name, value in rule.items()), ""]) for path, rule in rules.items()
    )


def redirect_rules(redirects: Mapping[str, str], exported: Collection[str]) -> str:
    """The `_redirects` file, in the format of the same hosts: each old address with and without a slash at its end."""
    lines = []
    for old, target in redirects.items():
        is_exported = target.partition("#")[0] in exported
        new = target if is_exported else f"{settings.SITE_URL}{target}"
        lines += [f"{quote(path)} {new} 301\n" for path in (old, f"{old}/")]
    return "".join(lines)


def write(folder: Path, name: str, body: bytes) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    return name


def swap(new: Path, folder: Path) -> None:
    """Replaces `folder` by `new`. If that fails, `folder` is as before."""
    old = new.with_name(f"{new.name}.old")
    if folder.exists():
        folder.rename(old)
    try:
        new.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)
