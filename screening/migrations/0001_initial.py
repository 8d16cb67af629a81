import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DailyTotal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("sent", "Screenings sent, by disposition"),
                            ("stopped-at", "Questionnaires left unfinished, by the question that came next"),
                            ("judged", "Decisions, by the screening's disposition and the clinician's"),
                            ("judged-question", "Decisions, by the question that led there and how they differ"),
                        ],
                        max_length=16,
                    ),
                ),
                ("key", models.CharField(max_length=80)),
                ("count", models.PositiveIntegerField(default=0)),
            ],
            options={
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("what", "day", "key"), name="one_total_a_day")],
            },
        ),
        migrations.CreateModel(
            name="SignOff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ruleset_version", models.CharField(max_length=32, verbose_name="version")),
                ("ruleset_fingerprint", models.CharField(db_index=True, max_length=64, verbose_name="fingerprint")),
                ("approves", models.BooleanField(verbose_name="approved")),
                ("note", models.TextField(blank=True)),
                ("signed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("signer", models.CharField(editable=False, max_length=200, verbose_name="signed by")),
                (
                    "signed_by",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "sign-off",
                "ordering": ("-signed_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "reference",
                    models.CharField(editable=False, max_length=9, unique=True),
                ),
                ("attempt_digest", models.CharField(editable=False, max_length=64, unique=True)),
                ("receipt_digest", models.CharField(blank=True, editable=False, max_length=64, null=True, unique=True)),
                ("received_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                (
                    "disposition",
                    models.CharField(
                        choices=[
                            ("suggest-consultation", "Suggest a consultation"),
                            ("talk-to-clinician-first", "Talk to a clinician first"),
                            ("not-suitable-now", "Not suitable now"),
                            ("urgent-help-now", "Urgent help now"),
                            ("incomplete", "Incomplete"),
                        ],
                        editable=False,
                        max_length=32,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("in-review", "In review"),
                            ("second-opinion", "Waiting for a second clinician"),
                            ("closed", "Closed"),
                        ],
                        default="new",
                        editable=False,
                        max_length=16,
                    ),
                ),
                ("queue_rank", models.PositiveSmallIntegerField(editable=False)),
                ("received_week", models.PositiveIntegerField(editable=False)),
                ("ruleset_version", models.CharField(editable=False, max_length=32)),
                ("ruleset_fingerprint", models.CharField(editable=False, max_length=64)),
                ("consent_digest", models.CharField(editable=False, max_length=64)),
                ("consent_language", models.CharField(editable=False, max_length=8)),
                ("sealed_record", models.TextField(editable=False)),
                (
                    "assignee",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("queue_rank", "received_at", "id"),
                "permissions": (
                    ("review_submission", "Can review submissions"),
                    ("export_submission", "Can export submissions in bulk"),
                ),
                "default_permissions": ("view", "delete"),
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("author_name", models.CharField(editable=False, max_length=200)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "screening",
                    models.CharField(
                        choices=[
                            ("suggest-consultation", "Suggest a consultation"),
                            ("talk-to-clinician-first", "Talk to a clinician first"),
                            ("not-suitable-now", "Not suitable now"),
                            ("urgent-help-now", "Urgent help now"),
                            ("incomplete", "Incomplete"),
                        ],
                        editable=False,
                        max_length=32,
                    ),
                ),
                (
                    "disposition",
                    models.CharField(
                        choices=[
                            ("suggest-consultation", "Suggest a consultation"),
                            ("talk-to-clinician-first", "Talk to a clinician first"),
                            ("not-suitable-now", "Not suitable now"),
                            ("urgent-help-now", "Urgent help now"),
                            ("incomplete", "Incomplete"),
                        ],
                        max_length=32,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("answers", "The answers say so"),
                            ("talk", "I spoke with the person"),
                            ("records", "I have seen medical records"),
                            ("mistake", "An answer was given by mistake"),
                            ("rule", "The rule does not fit this case"),
                            ("other", "Another reason, in the note"),
                        ],
                        max_length=16,
                    ),
                ),
                ("sealed_note", models.TextField(editable=False)),
                ("is_blind", models.BooleanField(default=False, editable=False)),
                ("takes_effect", models.BooleanField(editable=False)),
                (
                    "author",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "first_author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "seconds",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seconded_by",
                        to="screening.review",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reviews",
                        to="screening.submission",
                    ),
                ),
            ],
            options={
                "ordering": ("made_at", "id"),
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="FindingDomain",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.CharField(editable=False, max_length=16)),
                ("queue_rank", models.PositiveSmallIntegerField(editable=False)),
                ("received_at", models.DateTimeField(editable=False)),
                (
                    "submission",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="finding_domains",
                        to="screening.submission",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["queue_rank", "received_at", "id"], name="queue_by_all"),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["disposition", "queue_rank", "received_at", "id"], name="queue_by_disposition"),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["state", "queue_rank", "received_at", "id"], name="queue_by_state"),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["assignee", "queue_rank", "received_at", "id"], name="queue_by_assignee"),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                fields=["received_week", "queue_rank", "received_at", "id"], name="queue_by_received_week"
            ),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                fields=["ruleset_version", "queue_rank", "received_at", "id"], name="queue_by_ruleset_version"
            ),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["state", "received_at", "id"], name="queue_by_age"),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("disposition__in", ("suggest-consultation", "talk-to-clinician-first", "not-suitable-now"))
                ),
                name="screening_submission_disposition_may_be_stored",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["new", "in-review", "second-opinion", "closed"])),
                name="screening_submission_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "disposition__in",
                        ["suggest-consultation", "talk-to-clinician-first", "not-suitable-now", "urgent-help-now"],
                    ),
                    (
                        "screening__in",
                        ["suggest-consultation", "talk-to-clinician-first", "not-suitable-now", "urgent-help-now"],
                    ),
                ),
                name="screening_review_has_a_disposition",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(
                            ("disposition__in", ["suggest-consultation"]), ("screening", "talk-to-clinician-first")
                        ),
                        models.Q(
                            ("disposition__in", ["suggest-consultation", "talk-to-clinician-first"]),
                            ("screening", "not-suitable-now"),
                        ),
                        models.Q(
                            (
                                "disposition__in",
                                ["suggest-consultation", "talk-to-clinician-first", "not-suitable-now"],
                            ),
                            ("screening", "urgent-help-now"),
                        ),
                        _connector="OR",
                        _negated=True,
                    ),
                    ("takes_effect", False),
                    models.Q(
                        ("first_author__isnull", False),
                        ("seconds__isnull", False),
                        models.Q(("first_author", models.F("author")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="screening_review_loosening_has_two_clinicians",
            ),
        ),
        migrations.AddIndex(
            model_name="findingdomain",
            index=models.Index(
                fields=["token", "queue_rank", "received_at", "submission"], name="queue_by_finding_domain"
            ),
        ),
        migrations.AddConstraint(
            model_name="findingdomain",
            constraint=models.UniqueConstraint(
                fields=("submission", "token"), name="finding_domain_once_per_submission"
            ),
        ),
    ]
