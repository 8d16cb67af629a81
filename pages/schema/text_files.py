"""Reads a content file as text."""

from pathlib import Path

from pages.schema.errors import ContentError, Report
from pages.schema.rule_ids import Rule


def read_file(folder: Path, path: Path, errors: list[ContentError]) -> tuple[str | None, Report]:
    """The text of a content file, None if it cannot be read, and the report for its errors."""
    report = Report(path.relative_to(folder.parent).as_posix(), errors)
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"This file cannot be read: {error.strerror}."
        report.add(1, message, "The site needs it.", Rule.MISSING_FILE)
        return None, report
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = "Save it as UTF-8, or type this line again."
        report.add(line, "This file is not in UTF-8.", hint, Rule.UNREADABLE_FILE)
        text = data.decode(errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n"), report
