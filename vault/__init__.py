"""Data at rest: `seal`, `keys`, `append_only`, `bound`, `connections`, `files` and `wal`. It imports no other app."""
