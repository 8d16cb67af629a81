"""A demonstration: the whole desk with made-up people in every state, to look at within a minute.

Everything is done by the functions the site itself uses, so it is as it would be; then its time is put back to when it
is said to have happened. Nothing of a real site is reached: the settings see to that (DEMO), and `fill` looks again.
"""
