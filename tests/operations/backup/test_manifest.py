"""A manifest that was changed in one place is refused."""

import json
from dataclasses import asdict

import pytest

from operations.backup.manifest import Manifest

MANIFEST = Manifest(
    format=2,
    made_at="2026-11-24T12:30:15+00:00",
    engine="sqlite",
    versions={"Python": "3.11.7"},
    migrations=["screening.0001_initial"],
    counts={"screening_submission": 20},
    database_sha256="0" * 64,
    data_keys=["k1"],
    secret_key="f" * 16,
)


def test_a_manifest_is_read_as_it_was_written():
    assert Manifest.from_json(MANIFEST.to_json()) == MANIFEST


def test_no_change_of_one_character_is_read_as_another_manifest():
    text = MANIFEST.to_json()
    for place in range(len(text)):
        for other in (b"0", b"1", b"x", b" "):
            changed = text[:place] + other + text[place + 1 :]
            try:
                manifest = Manifest.from_json(changed)
            except (ValueError, TypeError, KeyError, AttributeError):
                continue
            assert manifest == MANIFEST, changed


def test_a_manifest_of_the_format_before_has_no_checksum():
    fields = asdict(MANIFEST) | {"format": 1}
    assert Manifest.from_json(json.dumps(fields).encode()) == Manifest(**fields)
    with pytest.raises(ValueError, match="was changed"):
        Manifest.from_json(json.dumps(fields | {"format": 2}).encode())
