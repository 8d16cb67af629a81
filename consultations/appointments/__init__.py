"""Appointments: times that the clinic offers, and what people book. Import `book` and the others from `.booking`."""
