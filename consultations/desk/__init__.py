"""The staff's side of consultations: lists of calls and appointments in the admin, and in `times` their hours."""
