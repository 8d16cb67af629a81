"""A restore and a running site exclude each other, and so do two restores."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from operations.backup import locks
from operations.runs import MaintenanceError


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "var"


def test_several_processes_serve_the_site_and_a_restore_is_refused_meanwhile():
    descriptors = [locks.hold_for_site(), locks.hold_for_site()]
    for descriptor in descriptors:
        with pytest.raises(MaintenanceError, match=r"The site is running\. Nothing was changed"), locks.stopped_site():
            pass
        os.close(descriptor)
    with locks.stopped_site():
        pass


def test_the_site_does_not_start_during_a_restore():
    with locks.stopped_site(), pytest.raises(ImproperlyConfigured, match="A restore is running"):
        locks.hold_for_site()


def test_one_restore_runs_at_a_time():
    with locks.one_restore(), pytest.raises(MaintenanceError, match="A restore is running"), locks.one_restore():
        pass
    with locks.one_restore():
        pass


def test_a_program_that_outlives_a_killed_restore_keeps_its_lock():
    with locks.one_restore():
        orphan = subprocess.Popen(
            [sys.executable, "-c", "input()"], stdin=subprocess.PIPE, pass_fds=locks.held_descriptors()
        )
    with pytest.raises(MaintenanceError), locks.one_restore():
        pass
    orphan.communicate(b"\n")
    with locks.one_restore():
        pass


def test_a_site_that_cannot_write_its_lock_starts_all_the_same(monkeypatch, caplog):
    def full(folder):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(locks, "make_private_folder", full)
    locks.hold_for_site()
    assert "A restore would not notice that the site runs" in caplog.text
