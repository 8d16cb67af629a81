"""What is stored of a screening: submissions, reviews, sign-offs, daily totals and receipt codes.

Rooms above import the models from `screening.models` and everything else from the module here that defines it:
`states` (plain values), `submission`, `sending`, `receipt_code`, `reviewing` (record a decision), `sign_off`,
`daily_totals` and `retention`.
"""
