"""Django's backend for PostgreSQL, with a bounded number of connections."""

from django.db.backends.postgresql import base

from vault.connections import BoundedConnections


class DatabaseWrapper(BoundedConnections, base.DatabaseWrapper):
    pass
