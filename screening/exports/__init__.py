"""Taking submissions out of the site in bulk: chosen ones, chosen columns, as CSV, JSON or FHIR, and written down."""
