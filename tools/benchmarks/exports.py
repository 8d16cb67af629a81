"""Measures the time and memory of an export of 50,000 submissions. Memory must not grow after half of them.

Use a separate database. This fills and exports it:

VAR_DIR=/tmp/exports-benchmark DATABASE_URL=sqlite:////tmp/exports-benchmark.sqlite3 SITE_URL=http://127.0.0.1:8000 \
    DJANGO_SETTINGS_MODULE=kat_site.settings .venv/bin/python -m tools.benchmarks.exports
"""

import resource
import time
from datetime import timedelta

import django

SUBMISSIONS, BATCH = 50_000, 2_000


def main() -> None:
    """Print for each format the time, the file size, and the peak memory after half and after all submissions."""
    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command

    from screening.exports.columns import COLUMNS
    from screening.exports.selection import Format, Selection
    from screening.exports.views import file_parts

    call_command("migrate", verbosity=0)
    fill()
    person, _ = User.objects.get_or_create(username="pia")
    for form in Format:
        columns = () if form is Format.FHIR else (*COLUMNS,)
        start, size, peak_after_half = time.perf_counter(), 0, 0
        for number, piece in enumerate(file_parts(person, Selection(form, columns=columns, every_answer=True))):
            size += len(piece)
            peak_after_half = peak() if number == SUBMISSIONS // 2 else peak_after_half
        seconds = time.perf_counter() - start
        print(f"{form.value:5} {seconds:6.1f} s  {size / 1e6:6.1f} MB  peak {peak_after_half} MB, then {peak()} MB")


def fill() -> None:
    """Add submissions until there are SUBMISSIONS. All have the same record, each sealed for its own row."""
    from django.utils import timezone

    from screening.assessment import assess
    from screening.models import Submission
    from screening.questionnaire import QUESTIONNAIRE
    from screening.record import Record
    from screening.submissions.receipt_code import new_reference
    from screening.submissions.states import rank_of, week_of
    from tests.screening.answer_sets import CLEAR
    from vault.seal import seal

    answers = CLEAR | {"pressure_told": "untreated"}
    assessment = assess(answers)
    record = Record.of(answers, assessment).as_json()
    for count in range(Submission.objects.count(), SUBMISSIONS, BATCH):
        batch = []
        for number in range(count, count + BATCH):
            received_at = timezone.now() - timedelta(seconds=number)
            submission = Submission(
                reference=new_reference(),
                attempt_digest=f"{number:064}",
                received_at=received_at,
                disposition=assessment.disposition,
                queue_rank=rank_of("new", assessment.disposition),
                received_week=week_of(received_at),
                ruleset_version=QUESTIONNAIRE.version,
                ruleset_fingerprint=QUESTIONNAIRE.fingerprint,
                consent_digest="0" * 64,
                consent_language="en",
            )
            submission.sealed_record = seal(record, context=Submission.CONTEXT, row=str(submission.pk))
            submission.columns_digest = submission.digest_of_columns()
            batch.append(submission)
        Submission.objects.bulk_create(batch)


def peak() -> int:
    """Peak memory of this process in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


main()
