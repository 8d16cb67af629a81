"""The clinician's side: the queue, the review page, the agreement report, the rulebook and its sign-off.

`screening.admin` registers its pages. Other rooms import `queue` (waiting counts), `agreement` and `rulebook`.
"""
