"""Monitoring learns what is missing, from a query that really runs, and learns nothing else."""

import pytest
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from pages import catalogue
from pages.schema.errors import ContentError
from pages.schema.rule_ids import Rule

ADDRESSES = ("/health/", "/health/ready")


def reports(client):
    responses = [client.get(address) for address in ADDRESSES]
    return [(response.status_code, response.json()) for response in responses]


@pytest.mark.django_db
def test_a_site_that_lacks_nothing_is_healthy_and_ready(client):
    needed = {"database": "ok", "static files": "ok"}
    assert reports(client) == [(200, needed), (200, needed | {"migrations": "ok", "content": "ok"})]


@pytest.mark.django_db
def test_a_database_that_is_gone_behind_an_open_connection_is_reported(client):
    def fail(*arguments):
        raise OperationalError("terminating connection")

    with connection.execute_wrapper(fail):
        health, ready = reports(client)
    assert health == (503, {"database": "down", "static files": "ok"})
    assert ready == (503, health[1] | {"migrations": "down", "content": "ok"})


@pytest.mark.django_db
def test_missing_static_files_are_reported(client, monkeypatch):
    monkeypatch.setattr("kat_site.outages.health.uncollected", lambda: ["site.css"])
    health, ready = reports(client)
    assert health == (503, {"database": "ok", "static files": "missing"})
    assert ready[0] == 503


@pytest.mark.django_db
def test_waiting_migrations_and_errors_in_content_are_only_reported_as_not_ready(client, monkeypatch):
    [newest] = MigrationLoader(connection).graph.leaf_nodes("operations")
    MigrationRecorder(connection).record_unapplied(*newest)
    error = ContentError("content/en/x.md", 1, "x", "y", Rule.MISSING_FILE)
    monkeypatch.setattr(catalogue, "present_errors", lambda: (error,))
    health, ready = reports(client)
    assert health[0] == 200
    assert ready == (503, health[1] | {"migrations": "waiting", "content": "has errors"})
