"""The ids of headings, which never are ids that our own templates use."""

from markdown.extensions.toc import slugify

# The ids around a text in the templates of pages and results; a test compares them with what the templates have.
OF_TEMPLATES = {"main", "sources", "on-this-page", "crisis-title"}
# The beginnings of ids that are made of something else: a source, a term, a chart.
BEGINNINGS = ("source-", "term-", "chart-")


def heading_id(words: str, separator: str) -> str:
    """The words in small letters with hyphens. "Sources" becomes "about-sources", because the page has its own."""
    id: str = slugify(words, separator)
    return f"about-{id}" if id in OF_TEMPLATES or id.startswith(BEGINNINGS) else id
