"""Findings about suicide or harm to others have a domain of their own, which puts a submission first in the queue.

Until now they were in the domain "safety", together with warning signs of the body. The answers are sealed, so nobody
can tell which of them a stored row is about: it gets the new domain too, and comes first until it is decided.
"""

import hashlib
import hmac

from django.conf import settings
from django.db import migrations

BATCH = 1_000


def token_of(domain):
    text = f"finding domain|{domain}"
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()[:16]


def add(apps, schema_editor):
    FindingDomain = apps.get_model("screening", "FindingDomain")
    safety = FindingDomain.objects.filter(token=token_of("safety")).order_by("pk")
    last = 0
    while rows := list(safety.filter(pk__gt=last)[:BATCH]):
        last = rows[-1].pk
        FindingDomain.objects.bulk_create(
            [
                FindingDomain(
                    submission_id=row.submission_id,
                    token=token_of("crisis"),
                    queue_rank=row.queue_rank,
                    received_at=row.received_at,
                )
                for row in rows
            ],
            ignore_conflicts=True,
        )


def merge(apps, schema_editor):
    FindingDomain = apps.get_model("screening", "FindingDomain")
    crisis = FindingDomain.objects.filter(token=token_of("crisis"))
    safety = FindingDomain.objects.filter(token=token_of("safety"))
    crisis.filter(submission__in=safety.values("submission")).delete()
    crisis.update(token=token_of("safety"))


class Migration(migrations.Migration):
    dependencies = [("screening", "0003_early_results_in_totals")]
    operations = [migrations.RunPython(add, merge)]
