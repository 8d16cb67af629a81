"""The error of a maintenance run. It needs no model, so that a server can import it before its apps are loaded."""


class MaintenanceError(Exception):
    """A run that failed. The message says why and what to do, and names no person."""
