"""Data at rest: import `seal`, `keys`, `append_only`, `files` and `wal` from here; it imports no other app."""
