"""Re-seals everything with the newest data key. Import `columns` for what is sealed, and `reseal` for the rotation."""
