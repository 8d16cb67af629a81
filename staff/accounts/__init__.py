"""The accounts of staff in the admin: import `admin.AccountAdmin` from here."""
