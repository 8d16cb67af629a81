"""The report of `make bench`: figures beside their goals."""

from pathlib import Path

import pytest

from tools.benchmarks import growth, report
from tools.benchmarks.goals import Figure, at_least, at_most
from tools.benchmarks.load import Request

RATE = at_least("answers", 700, "per s")
DELAY = at_most("answers, p99", 100, "ms")


def test_a_figure_meets_its_goal_from_the_limit_on():
    assert [Figure(RATE, value).verdict for value in (699.9, 700, 701)] == ["MISSED", "met", "met"]
    assert [Figure(DELAY, value).verdict for value in (99, 100, 100.1)] == ["met", "met", "MISSED"]
    assert Figure(RATE, None, note="wrk is missing").verdict == "not measured"


def test_the_page_names_every_figure_and_says_plainly_which_goals_are_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(report, "FILE", tmp_path / "speed.md")
    figures = [Figure(RATE, 350, "SQLite", "10 x 503"), Figure(DELAY, 250, "SQLite"), Figure(DELAY, 50, "PostgreSQL")]
    text = report.write([*figures, Figure(RATE, None, note="no server")]).read_text(encoding="utf-8")
    assert "1 of 3 figures meet their goals. Missed: answers, answers, p99." in text
    assert [line for line in text.splitlines() if line.startswith("| answers")] == [
        f"| answers | SQLite | 350 per s | >= 700 per s | MISSED | {'█' * 10} | 10 x 503 |",
        f"| answers, p99 | SQLite | 250 ms | <= 100 ms | MISSED | {'█' * 40}… |  |",
        f"| answers, p99 | PostgreSQL | 50 ms | <= 100 ms | met | {'█' * 10} |  |",
        "| answers |  |  | >= 700 per s | not measured |  | no server |",
    ]


def test_a_request_is_one_line_with_its_form_encoded():
    fields = [("name", "A & B"), ("note", "two\nlines")]
    assert Request("/send/", "session=1; csrf=2", fields).as_line() == (
        "POST\t/send/\tsession=1; csrf=2\tname=A+%26+B&note=two%0Alines"
    )
    assert Request("/").as_line() == "GET\t/\t\t"


def test_content_with_many_pages_has_as_many_as_were_asked_for(tmp_path: Path):
    folder = growth.with_pages(tmp_path / "content", 40)
    assert len([*(folder / "en").glob("*.md")]) == 40
