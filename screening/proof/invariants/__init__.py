"""What must be true of every answer set, however the rules change: the invariants of the clinical text.

They are written from the clinical text, not from the declarations: an invariant about pregnancy names the question and
the answers itself, and fails when the rules no longer contain them. Import from the modules, one for each way to check.
"""
