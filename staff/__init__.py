"""Staff: import `roles` and `access_log.record` from here; accounts and sign-in are used through Django."""
