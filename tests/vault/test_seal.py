"""A sealed value can be unsealed only in its own place and only with a key of this site."""

import base64

import pytest

from vault.seal import CannotUnseal, seal, unseal

OLD = {"old": b"o" * 32}
NEW = {"new": b"n" * 32}
PLACE = {"context": "test", "row": "1"}


@pytest.fixture(autouse=True)
def _old_key(settings):
    settings.DATA_KEYS = OLD


@pytest.mark.parametrize("value", [{"a": [1, True, None, "ü"]}, "", [], "x" * 20_000, False, 0])
def test_unsealing_returns_the_value_with_its_type(value):
    unsealed = unseal(seal(value, **PLACE), **PLACE)
    assert unsealed == value
    assert type(unsealed) is type(value)


def test_a_sealed_text_shows_the_id_of_its_key_and_nothing_else():
    text = seal({"secret": "pregnant"}, **PLACE)
    assert text.startswith("v1.old.")
    assert b"pregnant" not in base64.b64decode(text.split(".")[2])
    assert text != seal({"secret": "pregnant"}, **PLACE)


@pytest.mark.parametrize("place", [{"context": "test", "row": "2"}, {"context": "other", "row": "1"}])
def test_a_text_moved_to_another_place_cannot_be_unsealed(place):
    with pytest.raises(CannotUnseal, match="moved"):
        unseal(seal("x", **PLACE), **place)


def test_a_changed_text_cannot_be_unsealed():
    text = seal("x", **PLACE)
    changed = text[:-6] + ("A" if text[-6] != "A" else "B") + text[-5:]
    with pytest.raises(CannotUnseal):
        unseal(changed, **PLACE)


@pytest.mark.parametrize("text", ["", "plain", "v1.old.", "v1.old.!!!!", "v2.old.AAAA", "v1.old.AAAA.BB"])
def test_a_text_that_was_never_sealed_cannot_be_unsealed(text):
    with pytest.raises(CannotUnseal):
        unseal(text, **PLACE)


def test_the_newest_key_seals_and_every_key_unseals(settings):
    sealed_earlier = seal("x", **PLACE)
    settings.DATA_KEYS = NEW | OLD
    assert unseal(sealed_earlier, **PLACE) == "x"
    assert seal("x", **PLACE).startswith("v1.new.")


def test_the_error_for_a_missing_key_says_what_is_missing(settings):
    sealed_earlier = seal("x", **PLACE)
    settings.DATA_KEYS = NEW
    with pytest.raises(CannotUnseal, match="not in DATA_KEYS"):
        unseal(sealed_earlier, **PLACE)
