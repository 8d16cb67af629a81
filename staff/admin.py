"""What the app shows at the desk; Django looks for the registrations here."""

from staff.accounts_admin import AccountAdmin as AccountAdmin
from staff.log_admin import AccessEntryAdmin as AccessEntryAdmin
