import subprocess
import sys

import pytest

from pages.media import pdfs
from pages.media.pdfs import pages_of
from pages.media.values import Unusable
from tests.pages.media import made

DAMAGED = "is a damaged PDF, or has no page. Open it on your computer and save it again as a PDF."


def test_the_pages_of_a_pdf_are_counted():
    assert pages_of(made.pdf(3)) == 3


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"%PDF-1.7\nnothing", DAMAGED),
        (made.pdf(2)[:200], DAMAGED),
        (made.pdf(0), DAMAGED),
        (made.pdf(1, password="secret"), "is locked with a password. Save it without one."),
    ],
)
def test_a_pdf_that_cannot_be_read_is_refused(data, message):
    with pytest.raises(Unusable) as refused:
        pages_of(data)
    assert str(refused.value) == message


def test_a_pdf_that_keeps_its_reader_busy_is_given_up(monkeypatch):
    run = subprocess.run

    def never_ready(command, **options):
        return run([sys.executable, "-c", "while True: pass"], **options | {"timeout": 0.1})

    monkeypatch.setattr(pdfs.subprocess, "run", never_ready)
    with pytest.raises(Unusable, match="is a damaged PDF"):
        pages_of(made.pdf())
