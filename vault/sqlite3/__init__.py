"""Django's backend for SQLite, fit for `trusted_schema=OFF`."""
