"""Keeps pages up when static files are not collected: they have no style then, instead of an error 500."""

import logging
import os
from collections.abc import Callable
from functools import cached_property, partial
from typing import Any
from wsgiref.types import WSGIEnvironment

from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from whitenoise import WhiteNoise
from whitenoise.storage import CompressedManifestStaticFilesStorage

from kat_site.stylesheets import SHEETS

logger = logging.getLogger("kat_site")


class CollectedFiles(CompressedManifestStaticFilesStorage):
    """Hashed names from the manifest. A file that the manifest does not list keeps its plain name."""

    def load_manifest(self) -> Any:
        try:
            return super().load_manifest()
        # a full disk cut it off, or it belongs to another account
        except (OSError, ValueError):
            return {}, ""

    def stored_name(self, name: str) -> str:
        try:
            return super().stored_name(name)
        except ValueError:
            return name


class MadeAtFirstRequest:
    """What WhiteNoise sends of a file. A start would make the headers of hundreds of files that nobody asks for."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make

    @cached_property
    def _file(self) -> Any:
        return self._make()

    def get_response(self, method: str, environ: WSGIEnvironment) -> Any:
        return self._file.get_response(method, environ)


class StaticFiles(WhiteNoise):
    """Serves every collected file except the list of them. Without files to read, it passes every request on."""

    def add_files(self, root: str, prefix: str | None = None) -> None:
        try:
            # WhiteNoise itself only warns, once for each worker, and names no command
            next(os.scandir(root))
            super().add_files(root, prefix)  # type: ignore[no-untyped-call]
        except (OSError, StopIteration):
            logger.error("There are no static files to serve. Run manage.py collectstatic, then restart the site.")

    def add_file_to_dictionary(self, url: str, path: str, stat_cache: object = None) -> None:
        if url != f"{settings.STATIC_URL}{ManifestFilesMixin.manifest_name}":
            super().add_file_to_dictionary(url, path, stat_cache=stat_cache)  # type: ignore[no-untyped-call]

    def get_static_file(self, path: str, url: str, stat_cache: object = None) -> MadeAtFirstRequest:
        return MadeAtFirstRequest(partial(super().get_static_file, path, url, stat_cache=stat_cache))


def uncollected() -> list[str]:
    """The static files of this version that the site cannot serve. Always empty with DEBUG, which needs no list."""
    if not isinstance(staticfiles_storage, ManifestFilesMixin):
        return []
    hashed_names, exists = staticfiles_storage.hashed_files, staticfiles_storage.exists
    names = [*SHEETS, *(name for name, _ in FileSystemFinder().list([".*", "*~"]))]
    return [name for name in names if name not in hashed_names or not exists(hashed_names[name])]
