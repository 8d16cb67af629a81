from django.contrib.admin import AdminSite


class StaffSite(AdminSite):
    """Where the clinic's staff read what was sent to them."""

    site_header = "Review desk"
    site_title = "Review desk"
    index_title = "What was sent to the clinic"
    enable_nav_sidebar = False
