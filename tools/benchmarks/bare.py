"""A WSGI app that always returns the same page: what the server alone can do. The folder BARE_PAGE has the page."""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

folder = Path(os.environ["BARE_PAGE"])
BODY = (folder / "page.html.gz").read_bytes()
HEADERS = [(name, value) for name, value in json.loads((folder / "headers.json").read_text())]


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    start_response("200 OK", HEADERS.copy())
    return [BODY]
