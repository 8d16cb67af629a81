"""Finds the classes of all forms of the project."""

import importlib
import pkgutil
import tomllib
from pathlib import Path

from django import forms

ROOT = Path(__file__).resolve().parents[2]
APPS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["root_packages"]


def all_forms():
    for app in APPS:
        for module in pkgutil.walk_packages([str(ROOT / app)], f"{app}."):
            # The server starts from this one.
            if module.name != "kat_site.wsgi":
                importlib.import_module(module.name)
    found, more = set(), [forms.BaseForm]
    while more:
        subclasses = more.pop().__subclasses__()
        found.update(subclass for subclass in subclasses if subclass.__module__.partition(".")[0] in APPS)
        more += subclasses
    return found
