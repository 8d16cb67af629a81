"""Keys are made once, for their owner only."""

import base64
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ImproperlyConfigured

from vault.keys import KeyFile, data_keys, new_data_key, read_or_make


def test_a_key_is_made_on_first_use_and_kept(tmp_path):
    path = tmp_path / "keys" / "secret_key"
    assert read_or_make(path, lambda: "first") == "first"
    assert read_or_make(path, lambda: "second") == "first"


def test_a_key_is_readable_by_its_owner_only(tmp_path):
    path = tmp_path / "keys" / "secret_key"
    read_or_make(path, lambda: "first")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_processes_that_start_together_get_the_same_key(tmp_path):
    path = tmp_path / "secret_key"
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda number: read_or_make(path, lambda: f"key {number}"), range(32)))
    assert len(keys) == 1


def test_a_key_that_others_can_read_stops_the_start(tmp_path):
    path = tmp_path / "secret_key"
    read_or_make(path, lambda: "first")
    path.chmod(0o644)
    with pytest.raises(ImproperlyConfigured, match="chmod 600"):
        read_or_make(path, lambda: "second")


def test_an_empty_key_file_stops_the_start(tmp_path):
    path = tmp_path / "data_key"
    path.touch(mode=0o600)
    with pytest.raises(ImproperlyConfigured, match="a new key cannot read old data"):
        read_or_make(path, lambda: "second")


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ImproperlyConfigured, match="cannot be created"):
        read_or_make(tmp_path / "file" / "secret_key", lambda: "first")


def test_a_new_data_key_is_one_that_the_settings_accept():
    [(key_id, key)] = data_keys([new_data_key()]).items()
    assert (len(key_id), len(key)) == (8, 32)


def test_data_keys_keep_their_order():
    newest, oldest = new_data_key(), new_data_key()
    assert list(data_keys([newest, oldest])) == [newest[:8], oldest[:8]]


GOOD = base64.b64encode(b"k" * 32).decode()


@pytest.mark.parametrize(
    "entries", [["nokey"], [f":{GOOD}"], ["a:short"], [f"a:{GOOD}!"], [f"a.b:{GOOD}"], [f"a:{GOOD}", f"a:{GOOD}"]]
)
def test_a_malformed_data_key_stops_the_start_without_being_shown(entries):
    with pytest.raises(ImproperlyConfigured, match=r"entry \d is not") as error:
        data_keys(entries)
    assert GOOD not in str(error.value)


@pytest.fixture
def keys(tmp_path):
    return KeyFile(tmp_path / "keys" / "data_key")


def test_a_change_of_the_file_is_seen_by_whoever_has_it_open(keys):
    other = KeyFile(keys.path)
    before = dict(keys)
    keys.put([new_data_key(), *keys.entries()])
    assert dict(other) == dict(keys)
    assert list(other)[1:] == list(before)
    assert other[next(iter(before))] == before[next(iter(before))]


def test_the_file_is_replaced_as_a_whole_and_stays_its_owners_alone(keys):
    keys.path.with_name(".data_key.a1b2.new").write_text("of a run that was killed")
    keys.put([new_data_key()])
    assert stat.S_IMODE(keys.path.stat().st_mode) == 0o600
    assert [path.name for path in keys.path.parent.iterdir()] == ["data_key"]


def test_keys_that_are_none_are_never_put_into_the_file(keys):
    before = keys.entries()
    with pytest.raises(ImproperlyConfigured):
        keys.put(["abc:short"])
    assert keys.entries() == before


@pytest.mark.parametrize("spoil", [lambda path: path.write_text("nonsense"), lambda path: path.unlink()])
def test_while_the_file_is_spoiled_the_keys_of_before_stay_in_use(keys, spoil, caplog):
    before, text = dict(keys), keys.path.read_text()
    spoil(keys.path)
    assert dict(keys) == dict(keys) == before
    assert caplog.messages == ["The file of data keys cannot be read. The last good keys stay in use."]
    keys.path.write_text(f"{new_data_key()},{text}")
    assert len(keys) == 2


def test_of_two_who_want_to_change_the_keys_the_second_is_refused(keys):
    with keys.locked(), pytest.raises(BlockingIOError), KeyFile(keys.path).locked():
        pass
    with keys.locked():
        pass
