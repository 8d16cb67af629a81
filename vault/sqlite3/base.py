"""The database backend: creates the column of a JSONField without its check, which calls JSON_VALID.

With `trusted_schema=OFF`, SQLite neither creates nor writes a table with such a check. Django encodes the JSON that it
writes, so the check is not needed.
"""

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    data_type_check_constraints = {
        name: check for name, check in base.DatabaseWrapper.data_type_check_constraints.items() if name != "JSONField"
    }
