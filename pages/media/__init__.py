"""Pictures and PDFs of the content folder, checked by what they contain: import `shelf_of` to find one by its name."""

from pages.media.shelf import Shelf, shelf_of

__all__ = ["Shelf", "shelf_of"]
