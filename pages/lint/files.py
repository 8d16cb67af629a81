"""Finds pages whose pictures are too much for a phone, and files that no page can show or that tell too much."""

import re
from collections.abc import Iterator

from pages.media import Shelf
from pages.media.values import KILO, MEGA, Picture, Unusable, weight_text
from pages.schema.page_files import MEDIA
from pages.schema.rule_ids import Rule
from pages.wording.findings import ERROR, WARNING, Finding

PICTURE = re.compile(r"!\[[^\n]*?\]\(\s*<?files/([a-z0-9.-]+)")
# A page itself has 14 KB. With 300 KB of pictures it takes two seconds on a slow phone, and they come last.
WARN_ABOVE, ERROR_ABOVE = 300 * KILO, MEGA


def weight_of_pictures(file: str, text: str, shelf: Shelf) -> Iterator[Finding]:
    """What a phone downloads. `file` begins with the name of the content folder."""
    found = list(_pictures(text, shelf))
    weight = sum(picture.on_a_phone.weight for picture in {picture for _, _, picture in found})
    if weight <= WARN_ABOVE:
        return
    line, column, heaviest = max(found, key=lambda place: place[2].on_a_phone.weight)
    reason = (
        f"The pictures of this page have {weight_text(weight)} on a phone, and {weight_text(WARN_ABOVE)} is enough. "
        f"The heaviest is {heaviest.name}, with {heaviest.on_a_phone.words}."
    )
    suggestion = "Show fewer pictures, or one with less detail in it."
    severity = ERROR if weight > ERROR_ABOVE else WARNING
    yield Finding(file, line, column, Rule.HEAVY_PAGE, severity, heaviest.name, reason, suggestion)


def unusable_files(folder_name: str, shelf: Shelf) -> Iterator[Finding]:
    """Warnings only: a page that refers to an unusable file has an error itself."""
    for name in shelf.names():
        file, place = shelf.find(name), (f"{folder_name}/{MEDIA}/{name}", 1, 1)
        if isinstance(file, Unusable):
            yield Finding(*place, Rule.UNUSABLE_FILE, WARNING, "", file.message, file.hint)
        elif isinstance(file, Picture) and file.tells_place:
            reason = (
                "This file says where it was taken. The site does not show that. Whoever has the folder can read it."
            )
            hint = "Upload it in the Content area, which removes that, and delete this one."
            yield Finding(*place, Rule.TELLS_PLACE, WARNING, "", reason, hint)


def _pictures(text: str, shelf: Shelf) -> Iterator[tuple[int, int, Picture]]:
    for line, words in enumerate(text.split("\n"), 1):
        for match in PICTURE.finditer(words):
            file = shelf.find(match[1])
            if isinstance(file, Picture):
                yield line, match.start() + 1, file
