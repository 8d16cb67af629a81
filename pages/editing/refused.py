"""The exception that every refusal of the Content area is, or is derived from."""


class Refused(Exception):
    """The page on the site did not change. `str()` gives the reason as a sentence for the editor."""
