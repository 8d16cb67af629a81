"""Keys are created once, never as a side effect, and only their owner can read them."""

import base64
import os
import pwd
import re
import stat
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured

from vault import keys, seal
from vault.files import replacing
from vault.keys import (
    KeyFile,
    MissingKey,
    data_keys,
    key_errors,
    make,
    make_missing_keys,
    new_data_key,
    read,
    secret_key,
)


@pytest.fixture
def site(monkeypatch, tmp_path) -> SimpleNamespace:
    """The settings of a site whose folder of keys does not exist yet."""
    folder = tmp_path / "var" / "keys"
    site = SimpleNamespace(SECRET_KEY=secret_key(folder / "secret_key"), DATA_KEYS=KeyFile(folder / "data_key"))
    # Django's own settings read a key when a test ends
    monkeypatch.setattr(keys, "settings", site)
    monkeypatch.setattr(seal, "settings", site)
    return site


@pytest.fixture
def folder(site) -> Path:
    return Path(site.DATA_KEYS.path.parent)


def test_keys_are_made_once_and_only_their_owner_can_read_them(site, folder):
    make_missing_keys()
    made = {path.name: path.read_text() for path in folder.iterdir()}
    make_missing_keys()
    assert {path.name: path.read_text() for path in folder.iterdir()} == made
    assert (site.SECRET_KEY, dict(site.DATA_KEYS)) == (made["secret_key"], data_keys([made["data_key"]]))
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_key_of_the_environment_is_not_made(site, folder):
    site.SECRET_KEY = "x" * 50
    make_missing_keys()
    assert [path.name for path in folder.iterdir()] == ["data_key"]


def test_reading_a_setting_makes_no_key_and_the_error_says_what_to_do(site, folder):
    with pytest.raises(MissingKey, match=r"secret_key is missing\..* manage.py migrate\..* your backup of the keys"):
        hash(site.SECRET_KEY)
    with pytest.raises(MissingKey, match=r"data_key is missing\."):
        seal.seal("x", context="test", row="1")
    assert [type(error) for error in key_errors()] == [MissingKey, MissingKey]
    assert not folder.exists()


def test_threads_that_make_a_key_together_get_the_same_one(tmp_path):
    path = tmp_path / "keys" / "secret_key"
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda number: make(path) or read(path), range(32)))
    assert len(made) == 1
    assert [file.name for file in path.parent.iterdir()] == ["secret_key"]


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        pytest.param(lambda path: path.chmod(0o644), "can be read by others. Fix it with: chmod 600", id="readable"),
        pytest.param(lambda path: path.write_text(""), "is empty. Put it back from your backup", id="empty"),
        pytest.param(lambda path: path.unlink() or path.mkdir(), "cannot be read .Is a directory", id="a folder"),
        pytest.param(lambda path: path.write_text("abc:short"), "DATA_KEYS: entry 1 is not", id="malformed"),
    ],
)
def test_a_key_file_that_cannot_be_used_is_reported_and_not_replaced(site, folder, damage, message):
    make_missing_keys()
    damage(folder / "data_key")
    before = (folder / "data_key").stat()
    [error] = key_errors()
    assert re.search(message, str(error))
    make_missing_keys()
    assert (folder / "data_key").stat().st_ino == before.st_ino


NOBODY = 65534
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as another account")


@pytest.fixture
def folder_of_nobody() -> Iterator[Path]:
    """Not below tmp_path, which only its owner may enter."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        os.chown(name, NOBODY, NOBODY)
        yield Path(name)


@AS_ROOT
def test_keys_that_root_makes_belong_to_the_owner_of_the_folder(folder_of_nobody):
    file = folder_of_nobody / "var" / "keys" / "secret_key"
    make(file)
    assert {path.stat().st_uid for path in (file, *file.parents[:2])} == {NOBODY}
    with replacing(file, mode=0o600) as new:
        new.write(b"other")
    assert file.stat().st_uid == NOBODY


@AS_ROOT
def test_another_account_learns_which_file_it_cannot_read_and_who_must_own_it(folder_of_nobody):
    file = folder_of_nobody / "keys" / "secret_key"
    make(file)
    os.chown(file, 0, 0)
    os.seteuid(NOBODY)
    try:
        with pytest.raises(ImproperlyConfigured) as error:
            read(file)
        os.seteuid(0)
        os.chown(file.parent, 0, 0)
        os.seteuid(NOBODY)
        with pytest.raises(ImproperlyConfigured, match=f"^{file.parent} belongs to root, and "):
            read(file)
    finally:
        os.seteuid(0)
    account = pwd.getpwuid(NOBODY).pw_name
    assert str(error.value) == (
        f"{file} belongs to root, and {account} may not use it. The account that runs the site must own it. Run this "
        f"command as root. Or, if {account} runs the site, run as root: chown -R {account} {file}"
    )


def test_a_new_data_key_has_an_id_and_32_bytes():
    [(key_id, key)] = data_keys([new_data_key()]).items()
    assert (len(key_id), len(key)) == (8, 32)


def test_data_keys_keep_their_order():
    newest, oldest = new_data_key(), new_data_key()
    assert list(data_keys([newest, oldest])) == [newest[:8], oldest[:8]]


KEY = base64.b64encode(b"k" * 32).decode()


@pytest.mark.parametrize(
    "entries", [["nokey"], [f":{KEY}"], ["a:short"], [f"a:{KEY}!"], [f"a.b:{KEY}"], [f"a:{KEY}", f"a:{KEY}"]]
)
def test_the_error_for_a_malformed_data_key_does_not_show_the_key(entries):
    with pytest.raises(ImproperlyConfigured, match=r"entry \d is not") as error:
        data_keys(entries)
    assert KEY not in str(error.value)


@pytest.fixture
def key_file(tmp_path):
    make(tmp_path / "keys" / "data_key")
    return KeyFile(tmp_path / "keys" / "data_key")


def test_a_change_of_the_file_is_visible_through_another_object(key_file):
    other = KeyFile(key_file.path)
    before = dict(key_file)
    key_file.put([new_data_key(), *key_file.entries()])
    assert dict(other) == dict(key_file)
    assert list(other)[1:] == list(before)
    assert other[next(iter(before))] == before[next(iter(before))]


def test_the_file_is_replaced_as_a_whole_and_only_its_owner_can_read_it(key_file):
    key_file.path.with_name(".data_key.a1b2.new").write_text("left by a killed process")
    key_file.put([new_data_key()])
    assert stat.S_IMODE(key_file.path.stat().st_mode) == 0o600
    assert [path.name for path in key_file.path.parent.iterdir()] == ["data_key"]


def test_malformed_keys_are_not_written_to_the_file(key_file):
    before = key_file.entries()
    with pytest.raises(ImproperlyConfigured):
        key_file.put(["abc:short"])
    assert key_file.entries() == before


@pytest.mark.parametrize("damage", [lambda path: path.write_text("nonsense"), lambda path: path.unlink()])
def test_the_last_good_keys_stay_in_use_while_the_file_is_damaged(key_file, damage, caplog):
    before, text = dict(key_file), key_file.path.read_text()
    damage(key_file.path)
    assert dict(key_file) == dict(key_file) == before
    assert caplog.messages == ["The file of data keys cannot be read. The last good keys stay in use."]
    key_file.path.write_text(f"{new_data_key()},{text}")
    key_file.path.chmod(0o600)
    assert len(key_file) == 2


def test_only_one_process_can_lock_the_file(key_file):
    with key_file.locked(), pytest.raises(BlockingIOError), KeyFile(key_file.path).locked():
        pass
    with key_file.locked():
        pass
