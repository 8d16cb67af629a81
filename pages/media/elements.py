"""Pictures and PDFs in a page: `![What it shows](files/room.jpg)` and `[Fee schedule](files/fees.pdf)`."""

import re
from xml.etree.ElementTree import Element

from pages.media.shelf import Shelf
from pages.media.values import FOLDER, NAME, MediaFile, Pdf, Picture, Unusable
from pages.schema.errors import Report, WrongContent
from pages.schema.front_matter import Body
from pages.schema.rule_ids import Rule

PREFIX = f"{FOLDER}/"
# As wide as the text (--measure in tokens.css) beside its margins.
SIZES = "(min-width:42rem) 38rem,92vw"
MOST_WORDS_OF_PICTURE = 60
NO_WORDS = "A reader who cannot see the picture learns nothing from it."
HOW_TO_DESCRIBE = "Describe it between the brackets: ![What it shows](files/room.jpg)"


def fill(element: Element, shelf: Shelf, body: Body, report: Report) -> MediaFile | None:
    """Shows a picture, or describes a PDF, in place. Reports what is wrong with it, and returns None then."""
    is_picture = element.tag == "img"
    target = element.get("src" if is_picture else "href", "")
    words = element.get("alt", "") if is_picture else "".join(element.itertext())
    try:
        return _show_picture(element, shelf) if is_picture else _describe_pdf(element, shelf)
    except WrongContent as wrong:
        rule = Rule.IMAGE_WITHOUT_TEXT if wrong.message == NO_WORDS else Rule.PICTURE if is_picture else Rule.FILE
        line, column = body.places_of(f"[{words}]({target}", f"]({target}", target)[0]
        report.add(line, wrong.message, wrong.hint, rule, column=column, words=target)
    return None


def _show_picture(image: Element, shelf: Shelf) -> Picture:
    """Raises WrongContent; then only the text of the picture is left."""
    source, words, title = image.get("src", ""), image.get("alt", "").strip(), image.get("title")
    image.attrib.clear()
    image.set("alt", words)
    file = _find(source, shelf)
    if isinstance(file, Pdf):
        raise WrongContent(f"`{source}` is a PDF, and no picture.", "Write it as a link, without the ! before it.")
    _check_words(words)
    if title:
        hint = "Write them as a sentence below the picture."
        raise WrongContent("A picture has no words in quotes: nobody would see them.", hint)
    largest = file.largest
    attributes = {
        "src": file.address(file.on_a_phone),
        "srcset": ",".join(f"{file.address(copy)} {copy.width}w" for copy in file.copies),
        "sizes": SIZES,
        "width": str(largest.width),
        "height": str(largest.height),
        "loading": "lazy",
        "decoding": "async",
    }
    for name, value in attributes.items():
        image.set(name, value)
    return file


def _describe_pdf(link: Element, shelf: Shelf) -> Pdf:
    """Raises WrongContent; then the link leads nowhere."""
    target = link.get("href", "")
    link.set("href", "#")
    file = _find(target, shelf)
    if isinstance(file, Picture):
        raise WrongContent(f"`{target}` is a picture.", f"Show it with a ! before it: ![What it shows]({target})")
    link.set("href", file.address)
    if "".join(link.itertext()).strip():
        words = f" ({file.words})"
        if len(link):
            link[-1].tail = (link[-1].tail or "") + words
        else:
            link.text = (link.text or "") + words
    return file


def _find(target: str, shelf: Shelf) -> MediaFile:
    if not target.startswith(PREFIX):
        message = f"The picture `{target}` cannot be shown."
        raise WrongContent(message, "Upload it in the Content area, then write it as files/room.jpg")
    file = shelf.find(target.removeprefix(PREFIX))
    if isinstance(file, Unusable):
        raise WrongContent(file.message, file.hint)
    return file


def _check_words(words: str) -> None:
    if not re.search(r"\w", words):
        raise WrongContent(NO_WORDS, HOW_TO_DESCRIBE)
    if NAME.fullmatch(words.lower()) or re.fullmatch(r"\S+\.(?:jpe?g|png|webp|pdf|heic|gif)", words.lower()):
        raise WrongContent("This is the name of a file, and not what the picture shows.", HOW_TO_DESCRIBE)
    if len(words.split()) > MOST_WORDS_OF_PICTURE:
        hint = "Say what matters in a sentence or two, and the rest in the text."
        message = f"The text of the picture has more than {MOST_WORDS_OF_PICTURE} words, which nobody can skip."
        raise WrongContent(message, hint)
