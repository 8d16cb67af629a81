"""Tables of other people's apps must not call what SQLite distrusts: JSON_VALID in the check of a JSONField.

With `trusted_schema=OFF` a table with such a check can be neither made nor written. Django encodes what it writes, so
nothing is lost without it.
"""

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    data_type_check_constraints = {
        name: check for name, check in base.DatabaseWrapper.data_type_check_constraints.items() if name != "JSONField"
    }
