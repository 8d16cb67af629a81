"""Keeps the site in order: backup, restore, retention, key rotation, and mails to staff.

Import `runs` for what ran and when, `notices` for mails, and `retention.purge`; backups are in `operations.backup`.
"""
