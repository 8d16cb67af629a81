"""Keys are created once, and only their owner can read them."""

import base64
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ImproperlyConfigured

from vault.keys import KeyFile, data_keys, new_data_key, read_or_make


def test_a_key_is_created_at_the_first_use_and_stays_the_same(tmp_path):
    path = tmp_path / "keys" / "secret_key"
    assert read_or_make(path, lambda: "first") == "first"
    assert read_or_make(path, lambda: "second") == "first"


def test_only_the_owner_can_read_a_key(tmp_path):
    path = tmp_path / "keys" / "secret_key"
    read_or_make(path, lambda: "first")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_threads_that_start_together_get_the_same_key(tmp_path):
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


def test_a_folder_that_cannot_be_created_stops_the_start(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ImproperlyConfigured, match="cannot be created"):
        read_or_make(tmp_path / "file" / "secret_key", lambda: "first")


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
def keys(tmp_path):
    return KeyFile(tmp_path / "keys" / "data_key")


def test_a_change_of_the_file_is_visible_through_another_object(keys):
    other = KeyFile(keys.path)
    before = dict(keys)
    keys.put([new_data_key(), *keys.entries()])
    assert dict(other) == dict(keys)
    assert list(other)[1:] == list(before)
    assert other[next(iter(before))] == before[next(iter(before))]


def test_the_file_is_replaced_as_a_whole_and_only_its_owner_can_read_it(keys):
    keys.path.with_name(".data_key.a1b2.new").write_text("left by a killed process")
    keys.put([new_data_key()])
    assert stat.S_IMODE(keys.path.stat().st_mode) == 0o600
    assert [path.name for path in keys.path.parent.iterdir()] == ["data_key"]


def test_malformed_keys_are_not_written_to_the_file(keys):
    before = keys.entries()
    with pytest.raises(ImproperlyConfigured):
        keys.put(["abc:short"])
    assert keys.entries() == before


@pytest.mark.parametrize("damage", [lambda path: path.write_text("nonsense"), lambda path: path.unlink()])
def test_the_last_good_keys_stay_in_use_while_the_file_is_damaged(keys, damage, caplog):
    before, text = dict(keys), keys.path.read_text()
    damage(keys.path)
    assert dict(keys) == dict(keys) == before
    assert caplog.messages == ["The file of data keys cannot be read. The last good keys stay in use."]
    keys.path.write_text(f"{new_data_key()},{text}")
    assert len(keys) == 2


def test_only_one_process_can_lock_the_file(keys):
    with keys.locked(), pytest.raises(BlockingIOError), KeyFile(keys.path).locked():
        pass
    with keys.locked():
        pass
