"""Django's backend for SQLite, made to work with `trusted_schema=OFF`; only settings.DATABASES names it."""
