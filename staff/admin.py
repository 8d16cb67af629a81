"""What the app shows at the desk; Django looks for the registrations here."""

from staff.log_admin import AccessEntryAdmin as AccessEntryAdmin
