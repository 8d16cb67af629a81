"""Django's backend for SQLite, for `trusted_schema=OFF` and with writers in order; only settings.DATABASES names it."""
