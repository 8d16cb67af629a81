"""A malformed setting stops the start with its name, its value and what to do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "VAR_DIR"}}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=clean | environment, capture_output=True, text=True
    )


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("DEBUG", "perhaps", "DEBUG=1 or DEBUG=0"),
        ("SITE_URL", "clinic.example", "https://clinic.example"),
        ("SITE_URL", "ftp://clinic.example", "https://clinic.example"),
        ("SITE_URL", "https://clinic.example/deep", "https://clinic.example"),
        ("DATABASE_URL", "nonsense", "postgres://"),
        ("BEHIND_PROXY", "maybe", "BEHIND_PROXY=1"),
        ("CONSULTATION_URL", "javascript:alert(1)", "https://example.org"),
        ("EXIT_URL", "weather", "https://example.org"),
        ("TIME_ZONE", "Mars/Base", "America/New_York"),
        ("STAFF_MAIL", "desk@clinic", "desk@clinic.example"),
        ("MAIL_FROM", "nobody", "desk@clinic.example"),
    ],
)
def test_a_malformed_value_is_named_with_a_hint(name, value, says):
    result = run("check", **{name: value})
    assert result.returncode != 0
    assert name in result.stderr
    assert value in result.stderr
    assert says in result.stderr
    assert "Traceback" not in result.stderr


def test_a_malformed_data_key_is_named_and_not_shown():
    result = run("check", DATA_KEYS="abc:c2VjcmV0")
    assert result.returncode != 0
    assert "DATA_KEYS" in result.stderr
    assert "c2VjcmV0" not in result.stderr


@pytest.mark.parametrize(
    "value", ["xz-secret-xz", "smtp://name:xz-secret-xz@mail.example:99999", "ftp://xz-secret-xz@h"]
)
def test_a_malformed_mail_server_is_named_and_its_password_not_shown(value):
    result = run("check", EMAIL_URL=value)
    assert result.returncode != 0
    assert "EMAIL_URL" in result.stderr
    assert "submission://name:password@mail.example:587" in result.stderr
    assert "xz-secret-xz" not in result.stderr
    assert "Traceback" not in result.stderr


def test_the_deploy_check_says_nothing_but_that_the_clinic_is_a_sample():
    result = run("check", "--deploy", DEBUG="0")
    assert result.returncode == 0
    assert result.stderr.count("(pages.W001)") == 1
    assert "1 issue" in result.stderr, result.stderr


@pytest.mark.parametrize("name", ["CONTENT_DIR", "DATABASE_URL", "DATA_KEYS", "EMAIL_URL", "SECRET_KEY", "STAFF_MAIL"])
def test_a_demonstration_takes_no_data_keys_pages_or_mail_of_a_clinic(name):
    result = run("check", DEMO="1", **{name: "xz-secret-xz"})
    assert result.returncode != 0
    assert f"Take out of the environment first: {name}." in result.stderr
    assert "xz-secret-xz" not in result.stderr
    assert "Traceback" not in result.stderr
