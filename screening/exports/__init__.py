"""The export of submissions as CSV, JSON and FHIR, and the published FHIR questionnaire.

Import `fhir` for FHIR resources, `views` and `fhir_views` for routes.
"""
