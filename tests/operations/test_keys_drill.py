"""A drill: keys are made with the database and never afterward, and the site does not start with other keys."""

import pytest

from tests.operations.hosts import is_postgresql, new_host
from vault.keys import new_data_key

SEND = "import django; django.setup(); from tests.screening.submitting import submit; submit()"
STARTS = [("check",), ("serve", "--port", "1"), ("migrate",), ("purge",)]


@pytest.fixture
def host(tmp_path):
    with new_host(tmp_path / "var") as host:
        yield host


def names_of_keys(host):
    folder = host.folder / "keys"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def assert_nothing_starts(host, message):
    before = names_of_keys(host)
    for command in STARTS:
        result = host.manage(*command)
        assert result.returncode == 1, result.stdout
        assert message in result.stderr
        assert "Traceback" not in result.stderr
    assert names_of_keys(host) == before


def test_keys_are_made_only_with_the_database_and_other_keys_stop_every_start(host):
    for command in (("check",), ("collectstatic", "--no-input", "-v0")):
        assert host.manage(*command).returncode == 0
    if is_postgresql:
        url = host.environment["DATABASE_URL"]
        host.environment["DATABASE_URL"] = url.rpartition("/")[0].rpartition(":")[0] + ":1/away"
        assert "does not answer" in host.manage("migrate").stderr
        host.environment["DATABASE_URL"] = url
    assert names_of_keys(host) == []
    migrated = host.manage("migrate", "-v0")
    assert migrated.returncode == 0, migrated.stderr
    assert names_of_keys(host) == ["data_key", "secret_key"]
    host.python(SEND)

    for name in ("secret_key", "data_key"):
        key = host.folder / "keys" / name
        right = key.read_text()
        key.unlink()
        assert_nothing_starts(host, f"{key} is missing, and the database has data that need it. Put the right key back")
        key.write_text(new_data_key())
        key.chmod(0o600)
        assert_nothing_starts(host, "Put the right key back from your backup of the keys")
        key.write_text(right)
    assert host.manage("prepare").returncode == 0
