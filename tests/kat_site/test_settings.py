"""A malformed setting stops the start with its name, its value and a hint."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.machine import clean_environment

ROOT = Path(__file__).resolve().parents[2]


def run_python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    machine = clean_environment(VAR_DIR=os.environ["VAR_DIR"]) | environment
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, env=machine, capture_output=True, text=True)


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return run_python("manage.py", *arguments, **environment)


def setting(name: str, **environment: str) -> str:
    """Return the value of a setting in a process with this environment."""
    code = f"from django.conf import settings; print(settings.{name})"
    result = run_python("-c", code, DJANGO_SETTINGS_MODULE="kat_site.settings", **environment)
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


@pytest.mark.parametrize(
    ("name", "value", "hint"),
    [
        ("DEBUG", "perhaps", "DEBUG=1 or DEBUG=0"),
        ("SITE_URL", "clinic.example", "https://clinic.example"),
        ("SITE_URL", "ftp://clinic.example", "https://clinic.example"),
        ("SITE_URL", "https://clinic.example/deep", "a host name of its own"),
        ("GRANIAN_URL_PATH_PREFIX", "/deep", "a host name of its own"),
        ("SCRIPT_NAME", "/deep", "a host name of its own"),
        ("HSTS_DAYS", "731", "from 0 to 730"),
        ("HSTS_PRELOAD", "1", "HSTS_SUBDOMAINS=1 and HSTS_DAYS=365"),
        ("DATABASE_URL", "nonsense", "postgres://"),
        ("DATABASE_CONNECTIONS", "many", "a number from 2"),
        ("DATABASE_CONNECTIONS", "1", "a number from 2"),
        ("BEHIND_PROXY", "maybe", "BEHIND_PROXY=1"),
        ("CONSULTATION_URL", "javascript:alert(1)", "https://example.org"),
        ("EXIT_URL", "weather", "https://example.org"),
        ("TIME_ZONE", "Mars/Base", "America/New_York"),
        ("LOG_LEVEL", "LOUD", "DEBUG, INFO, WARNING, ERROR"),
        ("ENV_FILE", "nowhere.env", ".env.example"),
        ("STAFF_MAIL", "desk@clinic", "desk@clinic.example"),
        ("MAIL_FROM", "nobody", "desk@clinic.example"),
    ],
)
def test_a_malformed_value_is_reported_with_a_hint(name, value, hint):
    result = run("check", **{name: value})
    assert result.returncode != 0
    assert name in result.stderr
    assert value in result.stderr
    assert hint in result.stderr
    assert "Traceback" not in result.stderr


def test_other_hosts_are_allowed_besides_the_site_and_this_machine():
    hosts = setting("ALLOWED_HOSTS", SITE_URL="https://clinic.example", ALLOWED_HOSTS="www.clinic.example")
    assert hosts == "['clinic.example', 'localhost', '127.0.0.1', '[::1]', 'www.clinic.example']"


def test_a_file_that_this_account_may_not_read_stops_a_command_instead_of_leading_to_another_database(tmp_path):
    file = tmp_path / "site.env"
    file.write_text("TIME_ZONE=Europe/Paris\n")
    file.chmod(0)
    if os.access(file, os.R_OK):
        pytest.skip("root may read every file")
    result = run("check", ENV_FILE=str(file))
    assert "this account may not read it. Run the command as the account of the site" in result.stderr


def test_the_error_for_a_malformed_data_key_does_not_show_the_key():
    result = run("check", DATA_KEYS="abc:c2VjcmV0")
    assert result.returncode != 0
    assert "DATA_KEYS" in result.stderr
    assert "c2VjcmV0" not in result.stderr


@pytest.mark.parametrize(
    "value", ["xz-secret-xz", "smtp://name:xz-secret-xz@mail.example:99999", "ftp://xz-secret-xz@h"]
)
def test_the_error_for_a_malformed_mail_server_does_not_show_its_password(value):
    result = run("check", EMAIL_URL=value)
    assert result.returncode != 0
    assert "EMAIL_URL" in result.stderr
    assert "submission://name:password@mail.example:587" in result.stderr
    assert "xz-secret-xz" not in result.stderr
    assert "Traceback" not in result.stderr


def test_the_deploy_check_warns_about_the_sample_clinic_missing_static_files_and_hsts_that_may_be_raised():
    result = run("check", "--deploy", DEBUG="0")
    assert result.returncode == 0
    assert re.findall(r"\((\w+\.[EW]\d+)\)", result.stderr) == ["kat_site.W001", "kat_site.W003", "pages.W001"]
    assert "3 issues" in result.stderr, result.stderr


@pytest.mark.parametrize("name", ["CONTENT_DIR", "DATABASE_URL", "DATA_KEYS", "EMAIL_URL", "SECRET_KEY", "STAFF_MAIL"])
def test_a_demo_refuses_the_data_keys_pages_and_mail_of_a_clinic(name):
    result = run("check", DEMO="1", **{name: "xz-secret-xz"})
    assert result.returncode != 0
    assert f"Remove from the environment first: {name}." in result.stderr
    assert "xz-secret-xz" not in result.stderr
    assert "Traceback" not in result.stderr


@pytest.fixture
def env_file(tmp_path) -> str:
    file = tmp_path / "settings.env"
    file.write_text("TIME_ZONE=Europe/Paris\nLOG_LEVEL=error\n")
    return str(file)


def test_settings_are_read_from_the_env_file(env_file):
    assert setting("TIME_ZONE, settings.LOG_LEVEL", ENV_FILE=env_file) == "Europe/Paris ERROR"


def test_a_variable_of_the_machine_overrides_the_file(env_file):
    assert setting("TIME_ZONE", ENV_FILE=env_file, TIME_ZONE="Asia/Tokyo") == "Asia/Tokyo"


def test_a_demo_does_not_read_the_file(env_file):
    assert setting("TIME_ZONE", ENV_FILE=env_file, DEMO="1") == "America/New_York"


def test_the_file_cannot_start_a_demo(tmp_path):
    (tmp_path / "settings.env").write_text("DEMO=1\n")
    result = run("check", ENV_FILE=str(tmp_path / "settings.env"))
    assert result.returncode != 0
    assert "sets DEMO. Delete that line" in result.stderr


def test_a_malformed_value_in_the_file_is_reported_with_a_hint(tmp_path):
    (tmp_path / "settings.env").write_text("BEHIND_PROXY=perhaps\n")
    result = run("check", ENV_FILE=str(tmp_path / "settings.env"))
    assert result.returncode != 0
    assert "BEHIND_PROXY='perhaps' cannot be read. Write BEHIND_PROXY=1" in result.stderr


def test_tests_and_the_processes_they_start_do_not_read_the_file():
    assert (os.environ["ENV_FILE"], clean_environment()["ENV_FILE"]) == ("", "")


def test_the_example_file_lists_every_setting_of_the_readme_and_sets_none():
    lines = (ROOT / ".env.example").read_text().splitlines()
    table = re.findall(r"^\| (`[A-Z_`, ]+`) \|", (ROOT / "README.md").read_text(), re.MULTILINE)
    documented = {name for cell in table for name in re.findall(r"[A-Z_]+", cell)}
    listed = {match[1] for line in lines if (match := re.match(r"# ([A-Z_]+)=", line))}
    assert listed == documented - {"DEMO"}
    assert [line for line in lines if line and not line.startswith("#")] == []


def test_every_setting_that_the_readme_calls_for_this_machine_only_is_one(tmp_path):
    rows = (ROOT / "README.md").read_text().splitlines()
    documented = {match[1] for row in rows if (match := re.match(r"\| `([A-Z_]+)` .*on this machine only", row))}
    values = {"DEBUG": "1", "STAFF_SECOND_FACTOR": "0"}
    names = setting("ON_THIS_MACHINE_ONLY", **values), setting("ON_THIS_MACHINE_ONLY", DEMO="1", VAR_DIR=str(tmp_path))
    assert names == ("['DEBUG=1', 'STAFF_SECOND_FACTOR=0']", "['DEMO=1']")
    assert documented == {"DEBUG", "DEMO", "STAFF_SECOND_FACTOR"}
    assert setting("ON_THIS_MACHINE_ONLY") == "[]"


def test_the_log_level_is_warning_unless_debug_mode_makes_it_info():
    assert (setting("LOG_LEVEL"), setting("LOG_LEVEL", DEBUG="1")) == ("WARNING", "INFO")
