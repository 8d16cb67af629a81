"""The admin site and its first page: import `admin_site.StaffSite` and `dashboard.cards` from here."""
