"""Renames pages: import `steps` to do it, and `texts` for what changes in the other files."""
