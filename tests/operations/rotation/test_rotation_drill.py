"""A drill: the data key changes under load, killed again and again, and everything stays readable all the time.

`ROWS=10000 KILLS=20 pytest tests/operations/rotation/test_rotation_drill.py` is the long
one; a short one is part of every run.
"""

import json
import os
import random

import pytest

from tests.operations.hosts import a_host

ROWS = int(os.environ.get("ROWS", "500"))
KILLS = int(os.environ.get("KILLS", "3"))

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

# Sends, reads, takes back, until told to stop; tells what must be there in the end. A row that does not open ends it.
LOAD = """
import json, random, sys
import django
django.setup()
from pathlib import Path
from screening.assessment import assess
from screening.models import Submission
from screening.submissions.sending import Consent
from tests.screening.answer_sets import CLEAR
stop, sent, gone = Path(sys.argv[1]), [], []
filled = list(Submission.objects.values_list("reference", flat=True))
print("began")
while not stop.exists():
    one = Submission.send(f"load {len(sent)}", CLEAR, assess(CLEAR), Consent.to_text("I agree."))
    sent.append(one.reference)
    if len(sent) % 5 == 0:
        gone.append(sent[-3])
        Submission.objects.get(reference=gone[-1]).delete()
    for reference in random.sample(filled, 20):
        assert Submission.objects.get(reference=reference).answers == CLEAR
print(json.dumps({"there": sorted({*filled, *sent} - {*gone}), "sent": len(sent), "gone": len(gone)}))
"""

TEN_MINUTES_LATER = """
import django
django.setup()
from datetime import timedelta
from django.db.models import F
from operations.models import UpkeepRun
UpkeepRun.objects.update(finished_at=F("finished_at") - timedelta(minutes=10))
"""

READ = """
import json
import django
django.setup()
from django.conf import settings
from screening.models import Submission
from tests.screening.answer_sets import CLEAR
assert all(one.answers == CLEAR for one in Submission.objects.iterator())
print(json.dumps([len(settings.DATA_KEYS), sorted(Submission.objects.values_list("reference", flat=True))]))
"""


@pytest.fixture
def host(tmp_path):
    with a_host(tmp_path / "var") as host:
        assert host.manage("migrate", "-v0").returncode == 0
        yield host


def test_under_load_and_killed_again_and_again_everything_stays_readable(host, tmp_path):
    assert int(host.python(FILL, str(ROWS))) == ROWS
    stop = tmp_path / "stop"
    load = host.start("-c", LOAD, str(stop))
    assert load.stdout.readline() == "began\n"
    killed_at_work = 0
    for _ in range(KILLS):
        running = host.start("manage.py", "rotate_data_key", "-v2")
        for _ in range(random.randint(1, max(1, ROWS // 100 // KILLS))):  # noqa: S311 (when to kill is no secret)
            running.stdout.readline()
        running.kill()
        killed_at_work += running.wait() < 0
        running.stdout.close()
    assert killed_at_work
    finished = host.manage("rotate_data_key")
    assert finished.returncode == 0, finished.stderr
    stop.touch()
    told = json.loads(load.stdout.readline())
    load.stdout.close()
    assert load.wait() == 0
    assert told["sent"] > told["gone"] > 0
    host.python(TEN_MINUTES_LATER)
    dropped = host.manage("rotate_data_key", "--drop-old")
    assert dropped.returncode == 0, dropped.stderr
    assert json.loads(host.python(READ)) == [1, told["there"]]
