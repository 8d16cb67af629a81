"""The admin pages of the app; Django looks for the registrations here."""

from staff.access_log.admin import AccessEntryAdmin as AccessEntryAdmin
from staff.accounts.admin import AccountAdmin as AccountAdmin
