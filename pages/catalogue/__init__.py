"""All content, loaded and checked as one: `current()` is the catalogue that the site shows now."""

from pages.catalogue.build import Catalogue, load
from pages.catalogue.live import current, present_errors

__all__ = ["Catalogue", "current", "load", "present_errors"]
