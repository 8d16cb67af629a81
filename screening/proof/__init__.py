"""The checks that cover a whole rule set: declarations, all possible answer sets, changes, and statements on pages.

Import `prove` and `certificate` for the proof, `faults` and `page_statements` for start-up checks, and `impact` for the
effect of a change.
"""
