"""Scripts that fill an installation and withdraw again, for the drills of backup and restore."""

MARKER = "zz-marker-zz"

# Fills every table that people and staff write to, and prints the receipt codes.
FILL = f"""
import json
import django
django.setup()
from django.contrib.auth.models import Group
from consultations.models import ConsultationRequest
from screening.assessment import assess
from screening.vocabulary.dispositions import Disposition
from screening.models import Submission
from screening.questionnaire import QUESTIONNAIRE
from screening.submissions.receipt_code import code_of
from screening.submissions.reviewing import record_review
from screening.submissions.sending import Consent
from staff.access_log import Action, record
from tests.staff.second_steps import give_app, staff
answers = {{q.id: ["{MARKER}"] if q.select_all else "{MARKER}" for q in QUESTIONNAIRE.questions}}
consent = Consent.to_text("I agree.")
ann = staff("ann")
give_app(ann)
ann.groups.add(Group.objects.get(name="Reviewer"))
for number in range(20):
    sent = Submission.send(f"a{{number}}", answers, assess(answers), consent)
    contact = {{"name": "{MARKER}", "phone": "{MARKER}", "may_leave_message": "no", "when": ["any"]}}
    ConsultationRequest.ask(f"a{{number}}", Disposition.TALK_TO_CLINICIAN_FIRST, contact, consent)
    record(ann, Action.SAW_ANSWERS, sent.reference)
record_review(sent.pk, ann, disposition=sent.disposition, reason="talk", note="{MARKER}")
print(json.dumps([code_of(f"a{{number}}") for number in range(20)]))
"""

# Withdraws what the first three receipt codes show.
WITHDRAW = """
import json, sys
import django
django.setup()
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from receipts.withdrawal import withdraw
request = HttpRequest()
request.session = SessionStore()
for code in json.loads(sys.argv[1])[:3]:
    withdraw(request, code)
"""
