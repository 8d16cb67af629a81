"""Pictures and PDFs in the Content area: import `storing` to add and delete them, and `views` for the pages."""
