"""The first part of every route of the site that could be the name of a page."""

import re
from pathlib import Path

TABLE = Path(__file__).parents[1] / "kat_site" / "access.csv"


def _first_parts() -> set[str]:
    routes = [line.split(",")[0] for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]]
    return {first for route in routes if re.fullmatch("[a-z0-9-]+", first := route.strip("/").partition("/")[0])}


FIRST_PARTS = {"static", *_first_parts()}
