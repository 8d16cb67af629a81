"""The formats of the content files, and the errors they can have; each module is imported by its name."""
