"""The words a rule set is written in: conditions, levels and dispositions, questions, and rule sets as JSON.

Import from its modules: `questions` to declare, `conditions` for `ask_when`, `dispositions` for levels.
"""
