"""A drill: a key rotation under load, killed several times, during which everything stays readable.

Every test run has a short one; `make drills` runs it with 10,000 rows and 20 kills.
"""

import json
import os
import random

import pytest

from tests.operations.hosts import prepared_host

ROWS = int(os.environ.get("ROWS", "500"))
KILLS = int(os.environ.get("ROTATION_KILLS", "3"))

FILL = """
import sys
import django
django.setup()
from django.db import transaction
from screening.models import Submission
from tests.screening.submitting import submit
with transaction.atomic():
    for _ in range(int(sys.argv[1])):
        submit()
print(Submission.objects.count())
"""

# Sends, reads and deletes until the stop file exists, then prints what must exist. A row that does not open ends it.
LOAD = """
import json, random, sys
import django
django.setup()
from pathlib import Path
from screening.assessment import assess
from screening.models import Submission
from screening.submissions.sending import Consent
from tests.screening.answer_sets import CLEAR
stop, sent, deleted = Path(sys.argv[1]), [], []
filled = list(Submission.objects.values_list("reference", flat=True))
print("started")
while not stop.exists():
    submission = Submission.send(f"load {len(sent)}", CLEAR, assess(CLEAR), Consent.to_text("I agree."))
    sent.append(submission.reference)
    if len(sent) % 5 == 0:
        deleted.append(sent[-3])
        Submission.objects.get(reference=deleted[-1]).delete()
    for reference in random.sample(filled, 20):
        assert Submission.objects.get(reference=reference).answers == CLEAR
print(json.dumps({"existing": sorted({*filled, *sent} - {*deleted}), "sent": len(sent), "deleted": len(deleted)}))
"""

TEN_MINUTES_LATER = """
import django
django.setup()
from datetime import timedelta
from django.db.models import F
from operations.models import MaintenanceRun
MaintenanceRun.objects.update(finished_at=F("finished_at") - timedelta(minutes=10))
"""

READ = """
import json
import django
django.setup()
from django.conf import settings
from screening.models import Submission
from tests.screening.answer_sets import CLEAR
assert all(submission.answers == CLEAR for submission in Submission.objects.iterator())
print(json.dumps([len(settings.DATA_KEYS), sorted(Submission.objects.values_list("reference", flat=True))]))
"""


@pytest.fixture
def host(tmp_path, installation):
    with prepared_host(tmp_path / "var", installation) as host:
        yield host


@pytest.mark.drill
@pytest.mark.promise("P10")
def test_everything_stays_readable_under_load_while_the_rotation_is_killed_several_times(host, tmp_path, figures):
    assert int(host.python(FILL, str(ROWS))) == ROWS
    stop = tmp_path / "stop"
    load = host.start("-c", LOAD, str(stop))
    assert load.stdout.readline() == "started\n"
    kills = 0
    for _ in range(KILLS):
        running = host.start("manage.py", "rotate_data_key", "-v2")
        for _ in range(random.randint(1, max(1, ROWS // 100 // KILLS))):  # noqa: S311
            running.stdout.readline()
        running.kill()
        kills += running.wait() < 0
        running.stdout.close()
    assert kills
    finished = host.manage("rotate_data_key")
    assert finished.returncode == 0, finished.stderr
    stop.touch()
    report = json.loads(load.stdout.readline())
    load.stdout.close()
    assert load.wait() == 0
    assert report["sent"] > report["deleted"] > 0
    host.python(TEN_MINUTES_LATER)
    dropped = host.manage("rotate_data_key", "--drop-old")
    assert dropped.returncode == 0, dropped.stderr
    assert json.loads(host.python(READ)) == [1, report["existing"]]
    figures(
        "key rotation",
        f"{ROWS:,} rows, {kills} kills, {report['sent']} sent meanwhile; everything opens with the new key",
    )
