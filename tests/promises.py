"""Changes the limits that clinic.yaml promises to the next person, for tests of what was promised before."""

from dataclasses import replace

import pytest

from pages import catalogue


def change_limits(monkeypatch: pytest.MonkeyPatch, **limits: int) -> None:
    """`limits` are fields of `Kept`."""
    now = catalogue.current()
    changed = replace(now, clinic=replace(now.clinic, kept=replace(now.clinic.kept, **limits)))
    monkeypatch.setattr(catalogue, "current", lambda: changed)
