"""What still works while the database, the disk or the static files are missing, and who reports it.

Import `errors` to recognize such a problem, `health` for what is missing now, and `static_files` for the storage.
"""
