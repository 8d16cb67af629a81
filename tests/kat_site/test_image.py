"""The container image has every file that the site reads, and none of this machine's data, keys and settings."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.machine import clean_environment

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def image(tmp_path) -> Path:
    """What `COPY . .` copies: .dockerignore excludes everything, and then names what is in the image."""
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    assert lines[1] == "*"
    for name in (line[1:] for line in lines if line.startswith("!")):
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, target)
    return tmp_path


def test_the_site_in_the_image_passes_its_checks(image):
    assert not {".env", ".git", ".venv", "var"} & {path.name for path in image.iterdir()}
    site = clean_environment(VAR_DIR=str(image / "var"), SITE_URL="https://clinic.example")
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "ERROR"]
    check = subprocess.run(command, cwd=image, env=site, capture_output=True, text=True)
    assert (check.returncode, re.findall(r"\.E\d+", check.stderr)) == (0, []), check.stderr
    # the page where clinicians sign the rules shows them
    assert [*(image / "tests" / "screening" / "vignettes").iterdir()]
