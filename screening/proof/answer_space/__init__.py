"""Every possible answer set, counted exactly without listing them, and a check of the counting.

Import `exploration` to count, `groups` to say what to know of each answer set, and `answers` for the answers to one
question.
"""
