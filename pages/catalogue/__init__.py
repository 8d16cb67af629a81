"""All content, loaded and checked as a whole: import `current` for what the site shows, and `load` to read a folder."""

from pages.catalogue.build import Catalogue, load
from pages.catalogue.live import current, present_errors

__all__ = ["Catalogue", "current", "load", "present_errors"]
