"""While PostgreSQL restarts, fails over or is full, a page says so, nothing is half-stored, and the form stays."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest
from bs4 import BeautifulSoup
from django.db import close_old_connections, connection
from django.test import Client

from kat_site.web.database_reasons import database_reason
from screening.models import FindingDomain, Submission
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import agree, code_on, walk

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs a real PostgreSQL"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.promise("P3"),
]
NOT_NOW = CLEAR | {"pressure_told": "untreated"}
# raised after the submission was inserted, while what belongs to it is still missing
FAIL = """
CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {what}; RETURN NEW; END $$;
CREATE TRIGGER fail BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION fail();
"""


@contextmanager
def others_connection() -> Iterator[psycopg.Connection]:
    """One that is not the site's own."""
    parameters = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port")
    with psycopg.connect(**{name: parameters[name] for name in names if parameters.get(name)}) as line:
        yield line


def execute(sql: str) -> None:
    with others_connection() as line:
        line.execute(sql)


def stored() -> tuple[int, int]:
    return Submission.objects.count(), FindingDomain.objects.count()


def send_with(fault: Callable[[], None], repair: Callable[[], None]) -> None:
    """Send while the fault is there, and again with the form of the error page."""
    client = Client()
    url = walk(client, NOT_NOW)
    fault()
    try:
        refused = agree(client, url)
    finally:
        connection.close()
        repair()
    assert (refused.status_code, refused["Retry-After"]) == (503, "30")
    assert "We did not store what you just sent. It is still on this page" in refused.content.decode()
    assert stored() == (0, 0)
    form = BeautifulSoup(refused.content, "html.parser").select_one("form")
    again = client.post(form["action"], {field["name"]: field["value"] for field in form.select("input")})
    assert code_on(client.get(again["Location"]))
    assert stored() == (1, 1)


def fail_with(what: str) -> Callable[[], None]:
    return lambda: execute(FAIL.format(what=what, table=FindingDomain._meta.db_table))


def repair() -> None:
    execute("DROP FUNCTION fail CASCADE")


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("PERFORM pg_terminate_backend(pg_backend_pid())", "AdminShutdown"),
        ("RAISE 'no space left' USING ERRCODE = 'disk_full'", "DiskFull"),
        ("RAISE 'shutting down' USING ERRCODE = 'crash_shutdown'", "CrashShutdown"),
        ("RAISE 'starting up' USING ERRCODE = 'cannot_connect_now'", "CannotConnectNow"),
        ("RAISE 'read-only now' USING ERRCODE = 'read_only_sql_transaction'", "ReadOnlySqlTransaction"),
        ("RAISE 'too many' USING ERRCODE = 'too_many_connections'", "TooManyConnections"),
    ],
    ids=["it is stopped", "its disk is full", "it crashed", "it starts", "it is a standby now", "it has no connection"],
)
def test_what_is_sent_in_that_moment_is_not_half_stored_and_can_be_sent_again(what, reason, caplog):
    send_with(fail_with(what), repair)
    errors = [record.exc_info[1] for record in caplog.records if record.exc_info]
    assert reason in {database_reason(error).partition(":")[0] for error in errors}


def test_the_next_request_after_a_restart_gets_a_new_connection():
    client = Client()
    url = walk(client, NOT_NOW)
    execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    # Django does this at the start and the end of each request; its test client does not
    close_old_connections()
    assert code_on(agree(client, url, follow=True))
    assert stored() == (1, 1)


def test_people_wait_no_longer_than_the_limit_for_a_database_that_hangs():
    client = Client()
    url = walk(client, NOT_NOW)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 500")
    with others_connection() as other:
        other.execute(f"LOCK TABLE {FindingDomain._meta.db_table} IN ACCESS EXCLUSIVE MODE")
        assert agree(client, url).status_code == 503
    connection.close()
    assert stored() == (0, 0)
    assert code_on(agree(client, url, follow=True))
