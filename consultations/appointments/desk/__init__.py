"""The staff's side of appointments: times and appointments in the admin, and calendars to subscribe to."""
