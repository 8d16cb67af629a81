"""The staff's side of consultations: calls, appointments and times in the admin, and calendars to subscribe to."""
