"""Hours of clinicians and of the front desk in the admin, and calendars to subscribe to."""
