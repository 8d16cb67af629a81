"""The screened person's side: question pages, the session that keeps answers until they are sent, results, the letter.

Import from its modules: `session` for the attempt, `results` for what it leads to, `navigation` for the next page.
"""
