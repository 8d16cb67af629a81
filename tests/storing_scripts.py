"""Finds scripts that keep something in the browser, where the next person at the computer could read it."""

from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders


def storing_scripts(page: BeautifulSoup) -> Iterator[str]:
    """Session storage is not counted: it ends with the tab, and the admin keeps only which filters are folded there."""
    for script in page.select('script[src^="/static/"]'):
        address = str(script["src"])
        file = finders.find(address.removeprefix("/static/"))
        assert isinstance(file, str), address
        if "localStorage" in Path(file).read_text(encoding="utf-8"):
            yield address
