"""Template tags: which ways to the clinic a result leads to."""
