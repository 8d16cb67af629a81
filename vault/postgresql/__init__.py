"""Django's backend for PostgreSQL, with bounded connections; only settings.DATABASES names it."""
