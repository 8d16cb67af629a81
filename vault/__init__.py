"""Data at rest: import `seal`, `keys`, `append_only`, `connections`, `files` and `wal` from here, and no other app."""
