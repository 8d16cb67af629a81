import gzip

import brotli
import pytest

from pages.serving.http import compressed


@pytest.mark.parametrize("body", [b"", b"a", "Ein Wörtchen. ".encode() * 500, bytes(range(256)) * 8])
def test_every_encoding_decompresses_to_the_same_body(body: bytes) -> None:
    bodies = compressed(body)
    assert set(bodies) == {"br", "gzip"}
    assert brotli.decompress(bodies["br"]) == gzip.decompress(bodies["gzip"]) == body


def test_the_same_body_gives_the_same_bytes_at_any_time(time_machine) -> None:
    time_machine.move_to("2026-11-22")
    first = compressed(b"text" * 100)
    time_machine.move_to("2027-11-22")
    assert compressed(b"text" * 100) == first


def test_text_becomes_at_least_five_times_smaller() -> None:
    body = " ".join(f"word{number % 40}" for number in range(2000)).encode()
    assert all(len(smaller) < len(body) / 5 for smaller in compressed(body).values())
