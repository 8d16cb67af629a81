"""What a person most likely mistyped in YAML, in plain words: import `mistake_in` for a text that cannot be parsed."""

from pages.schema.mistakes.line import mistake_in_line
from pages.schema.mistakes.parsing import Mistake, mistake_in

__all__ = ["Mistake", "mistake_in", "mistake_in_line"]
