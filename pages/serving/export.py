"""The reading site as a folder of files, for any static host or content network.

What only the live site can answer (questionnaire, search, receipts, staff) is linked there in full. The folder is
written aside and swapped in whole; a folder that holds anything else than an export is refused.
"""

import contextlib
import os
import re
import secrets
import shutil
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from pages.catalogue import Catalogue
from pages.serving.documents import documents
from pages.serving.http import compressed

MARKER = ".export-site"  # lists what an export wrote, one file a line
SUFFIXES = {"br": ".br", "gzip": ".gz"}
LINK = re.compile(rb' (?P<name>href|action|src)="(?P<target>/(?!/)[^"]*)"')
FOREVER = "public, max-age=31536000, immutable"


class CannotExport(Exception):
    """The folder is not ours to replace, or a file that a page needs is missing. The message says what to do."""


def export(catalogue: Catalogue, folder: Path, *, static_files: Path, headers: Mapping[str, str]) -> list[str]:
    """Write the site to `folder` and give the names of the files.

    `static_files` is where collectstatic put them. `headers` is what every answer should carry, for hosts that read a
    `_headers` file. Raises CannotExport, and OSError where the disk fails us; `folder` is then as it was.
    """
    folder = folder.resolve()
    refuse_what_is_not_ours(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
    try:
        names = sorted(write(aside, name, body) for name, body in files(catalogue, static_files, headers))
        write(aside, MARKER, "".join(f"{name}\n" for name in names).encode())
        swap(aside, folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return names


def refuse_what_is_not_ours(folder: Path) -> None:
    """Raises CannotExport if anything would be lost."""
    if folder.exists() and not folder.is_dir():
        raise CannotExport(f"{folder} is not a folder. Name another one.")
    marker = folder / MARKER
    ours = {MARKER, *marker.read_text(encoding="utf-8").splitlines()} if marker.exists() else set()
    for place, _, names in os.walk(folder):
        for name in names:
            if (found := Path(place, name).relative_to(folder).as_posix()) not in ours:
                raise CannotExport(
                    f"{folder} holds {found}, which no export wrote. Move it away or name another folder."
                )


def files(catalogue: Catalogue, static_files: Path, headers: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Name below the folder, and content."""
    known = documents(catalogue)
    needed: set[str] = set()
    drawn = [(name_of(path), document.is_text, document.draw()) for path, document in known.items()]
    drawn.append(("404.html", True, render_to_string("404.html").encode()))
    for name, is_text, body in drawn:
        if not is_text:
            yield name, body
            continue
        needed |= static_names(body)
        if name.endswith(".html"):
            body = with_live_links(body, known)
        yield name, body
        for coding, other in compressed(body).items():
            yield name + SUFFIXES[coding], other
    for name in needed:
        yield from static_copies(name, static_files)
    yield "_headers", header_rules(headers).encode()


def name_of(path: str) -> str:
    """The file a static host looks for when `path` is asked for."""
    return path.removeprefix("/") + ("index.html" if path.endswith("/") else "")


def with_live_links(html: bytes, known: Collection[str]) -> bytes:
    """`html` with the links to what is not among the `known` paths leading to the live site."""

    def lead(link: re.Match[bytes]) -> bytes:
        path = re.split("[?#]", link["target"].decode())[0]
        if path in known or path.startswith(settings.STATIC_URL):
            return link[0]
        return b' %s="%s%s"' % (link["name"], settings.SITE_URL.encode(), link["target"])

    return LINK.sub(lead, html)


def static_names(text: bytes) -> set[str]:
    """The static files a document names, below the folder they are in."""
    found = re.findall(rb'"%s([^"?#]+)"' % re.escape(settings.STATIC_URL.encode()), text)
    return {name.decode() for name in found}


def static_copies(name: str, folder: Path) -> Iterator[tuple[str, bytes]]:
    """The collected file and the compressed ones beside it."""
    if not (folder / name).is_file():
        raise CannotExport(f"{folder / name} is missing. Run manage.py collectstatic first.")
    for suffix in ("", *SUFFIXES.values()):
        with contextlib.suppress(FileNotFoundError):
            yield f"{settings.STATIC_URL[1:]}{name}{suffix}", (folder / f"{name}{suffix}").read_bytes()


def header_rules(headers: Mapping[str, str]) -> str:
    """The `_headers` file, as Netlify, Cloudflare Pages and others read it."""
    rules = {
        "/*": headers,
        f"{settings.STATIC_URL}*": {"Cache-Control": FOREVER},
        "/feed.xml": {"Content-Type": "application/atom+xml; charset=utf-8"},
        "/site.webmanifest": {"Content-Type": "application/manifest+json"},
    }
    return "\n".join(
        "\n".join([path, *(f"  {name}: {value}" for name, value in rule.items()), ""]) for path, rule in rules.items()
    )


def write(folder: Path, name: str, body: bytes) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    return name


def swap(new: Path, folder: Path) -> None:
    """Put `new` in the place of `folder`, which is back in its place if that fails."""
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
