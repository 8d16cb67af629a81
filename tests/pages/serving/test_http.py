import gzip

import brotli
import pytest

from pages.serving.http import compressed


@pytest.mark.parametrize("body", [b"", b"a", "Ein Wörtchen. ".encode() * 500, bytes(range(256)) * 8])
def test_every_coding_gives_back_the_same_body(body: bytes) -> None:
    found = compressed(body)
    assert set(found) == {"br", "gzip"}
    assert brotli.decompress(found["br"]) == gzip.decompress(found["gzip"]) == body


def test_the_same_body_gives_the_same_bytes_at_any_time(time_machine) -> None:
    time_machine.move_to("2026-11-22")
    first = compressed(b"text" * 100)
    time_machine.move_to("2027-11-22")
    assert compressed(b"text" * 100) == first


def test_a_page_of_text_becomes_much_smaller() -> None:
    body = " ".join(f"word{number % 40}" for number in range(2000)).encode()
    assert all(len(one) < len(body) / 5 for one in compressed(body).values())
