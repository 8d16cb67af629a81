"""Creates backups and restores them. Import `create_backup` from `.create` and `restore` from `.restore`."""
