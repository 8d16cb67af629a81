"""Turns the files below `content/` into web pages; other apps import `pages.catalogue.current`."""
