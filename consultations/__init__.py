"""Lets a person ask the clinic for a call. Import `ConsultationRequest` from `.models`."""
