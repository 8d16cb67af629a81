"""The rule sets that were in force before, so that what was sent under them can still be read and explained."""

from pathlib import Path

from screening.vocabulary.rule_set_json import read

# One file of `manage.py show_rules --format json` for each, named after its version.
FOLDER = Path(__file__).with_name("earlier")
EARLIER = {file.stem: read(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.json"))}
