"""The cards on the first page of the admin: what waits for this person, and whether the site works as it should.

A person sees the cards that they have a permission for. Numbers that could identify somebody are shown as "<5".
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince

from bases.moments import date_text
from consultations import priority
from consultations.desk import waiting
from consultations.desk.decisions import calls_decided_against
from consultations.desk.waiting import overdue_before
from consultations.models import Appointment, ConsultationRequest
from kat_site.staff_site.act_now import act_now
from kat_site.staff_site.cards import Bar, Card, Line
from operations import notices, runs
from pages import catalogue
from pages.editing.due import is_old
from pages.lint.due import WARN_BEFORE
from screening.earlier_rules import question_with
from screening.journey.drop_off import CHECK_ANSWERS
from screening.models import FindingDomain, Submission
from screening.questionnaire import QUESTIONNAIRE
from screening.questionnaire.loosenings import CLINICIANS_NEEDED
from screening.review.agreement import most_disputed_question
from screening.review.queue import capped_count, capped_text, undecided, undecided_counts
from screening.submissions.daily_totals import DailyTotal, blurred, rules_changed, small_number_text, sums
from screening.submissions.decisions.returning import return_waits
from screening.submissions.sign_off import approvals_of_live_rules
from screening.submissions.states import State
from screening.vocabulary.dispositions import STORED

QUEUE = "admin:screening_submission_changelist"
STOPS_LOOKED_AT = timedelta(days=30)
STOPS_SHOWN = 5
BACKUP_OVERDUE, PURGE_OVERDUE = timedelta(days=2), timedelta(days=2)


def cards(person: User) -> tuple[list[Card], list[Card]]:
    """The cards that this person may see: what cannot wait, and the others."""
    now = timezone.localtime()
    return_waits()
    return act_now(person, now), [draw(now) for allowed, draw in CARDS if any(map(person.has_perm, allowed))]


def _waiting(now: datetime) -> Card:
    counts = list(undecided_counts())
    bars = _bars(
        (disposition.label, count, capped_text(count), _queue(disposition=disposition.value))
        for disposition, count in counts
    )
    due = overdue_before(now)
    overdue = sum(capped_count(undecided(disposition).filter(received_at__lt=due)) for disposition in STORED)
    second = capped_count(Submission.objects.filter(state=State.SECOND_OPINION))
    first = capped_count(FindingDomain.first_in_line())
    lines = []
    if first:
        text = f"{capped_text(first)} to read first: an answer is about suicide or about hurting someone."
        lines.append(Line(text, True, _queue()))
    if overdue:
        promise = catalogue.current().clinic.answers_within
        lines.append(Line(f"{capped_text(overdue)} overdue: we promise an answer within {promise}.", True, _queue()))
    if second:
        text = f"{capped_text(second)} waiting for a second clinician."
        lines.append(Line(text, url=_queue(state__exact=State.SECOND_OPINION.value)))
    return Card("waiting", "Waiting to be decided", bars, lines)


def _calls(now: datetime) -> Card:
    to_call = waiting.waiting(ConsultationRequest.objects.all())
    count, overdue = capped_count(to_call), capped_count(to_call.filter(requested_at__lt=overdue_before(now)))
    url = reverse("admin:consultations_consultationrequest_changelist")
    times = reverse("admin:consultations_appointment_changelist")
    lines = [Line(f"{capped_text(count)} to call.", url=url)] if count else []
    if against := capped_count(calls_decided_against()):
        text = f"{capped_text(against)} not to book: a clinician decided against it, or has to decide again."
        lines.insert(0, Line(text, True, f"{url}?show=not-to-book"))
    first = len(priority.who_come_first(to_call))
    if first:
        lines.append(Line(f"{capped_text(first)} to call first.", True, url))
    if overdue:
        promise = catalogue.current().clinic.answers_within
        lines.append(Line(f"{capped_text(overdue)} overdue: we promise a call within {promise}.", True, url))
    if today := capped_count(waiting.today(Appointment.objects.all(), now)):
        lines.append(Line(f"{capped_text(today)} appointment{'' if today == 1 else 's'} today.", url=times))
    if without := capped_count(waiting.without_outcome(Appointment.objects.all(), now)):
        text = f"{capped_text(without)} whose time has come: record what became of it."
        lines.append(Line(text, url=f"{times}?show=waiting"))
    return Card("calls", "Calls and appointments", lines=lines, empty="Nobody waits for a call.")


def _this_week(now: datetime) -> Card:
    monday = now.date() - timedelta(days=now.weekday())
    totals = sums(DailyTotal.What.SENT, since=monday)
    bars = _bars(
        (disposition.label, blurred(n := totals.get(disposition.value, 0)), small_number_text(n), "")
        for disposition in reversed(STORED)
    )
    lines = _rules_changed(monday)
    return Card("this-week", "Sent this week", bars if totals else (), lines, empty="Nothing was sent this week yet.")


def _stops(now: datetime) -> Card:
    since = now.date() - STOPS_LOOKED_AT
    stops = sums(DailyTotal.What.STOPPED_AT, since=since)
    most = sorted(stops.items(), key=lambda stop: (-stop[1], stop[0]))[:STOPS_SHOWN]
    bars = _bars((_place(key), blurred(count), small_number_text(count), "") for key, count in most)
    endings = (
        (DailyTotal.What.ENDED_EARLY, "saw the result early."),
        (DailyTotal.What.FOR_SOMEONE_ELSE, "asked for someone else."),
    )
    totals = ((sum(sums(what, since=since).values()), text) for what, text in endings)
    lines = [Line(f"{small_number_text(total)} {text}") for total, text in totals if total] + _rules_changed(since)
    title = f"Where people stop (last {STOPS_LOOKED_AT.days} days)"
    return Card("stops", title, bars, lines, empty="Nobody has left the questionnaire unfinished.")


def _rules_changed(since: date) -> list[Line]:
    """What a reader of counts since that day has to know."""
    return [
        Line(f"Rules changed on {date_text(day)} (version {version}). Counts before that day are of earlier rules.")
        for day, version in rules_changed(since)
    ]


def _most_disputed(now: datetime) -> Card:
    question = most_disputed_question()
    url = reverse("admin:screening_submission_agreement")
    lines = [Line(f"{question.topic.capitalize()}: {question.as_text}", url=url)] if question else []
    title = "Where clinicians differ most from the screening"
    return Card("errs-most", title, lines=lines, empty="Too few decisions to tell yet.")


def _content(now: datetime) -> Card:
    url = reverse("admin:pages_contentpage_due")
    today = now.date()
    until = today + WARN_BEFORE
    pages = sorted(catalogue.current().pages.values(), key=lambda page: page.review_by)
    lines = [
        Line(f"{page.title}: by {date_text(page.review_by)}", page.review_by < today, url)
        for page in pages
        if page.review_by <= until
    ]
    lines += [
        Line(f"Look up again: {source.title}, by {date_text(source.review_by)}", source.review_by < today, url)
        for source in catalogue.current().sources.values()
        if source.review_by and source.review_by <= until
    ]
    if old := sum(is_old(source, today) for source in catalogue.current().sources.values()):
        lines.append(Line(f"{old} source{'' if old == 1 else 's'} that nobody has looked at in 12 months.", url=url))
    return Card("content", "What is due", lines=lines, empty="No page is due in the next 30 days.")


def _site_status(now: datetime) -> Card:
    lines = [
        _run("Backup", runs.Kind.BACKUP, now, BACKUP_OVERDUE),
        _run("Deleting what is past its time", runs.Kind.PURGE, now, PURGE_OVERDUE),
        _mail(),
    ]
    return Card("order", "The site", lines=[*lines, *_sign_off()])


def _sign_off() -> Iterator[Line]:
    approvals = len(approvals_of_live_rules())
    if not approvals:
        yield Line("No clinician has approved the rules that are live.", True)
    elif approvals < CLINICIANS_NEEDED:
        yield Line("One of two clinicians has approved the rules that are live.", True)


def _run(task: str, kind: runs.Kind, now: datetime, overdue: timedelta) -> Line:
    last, success = runs.last_run(kind), runs.last_success(kind)
    if last and last.problem:
        return Line(f"{task} failed {_ago(last.finished_at, now)}: {last.problem}", True)
    if success is None:
        return Line(f"{task}: never yet.", True)
    return Line(f"{task}: {_ago(success.finished_at, now)}.", now - success.finished_at > overdue)


def _mail() -> Line:
    mail = notices.mail_status()
    if not mail.is_set_up:
        return Line("Mail to staff is not set up: nobody is told when something comes in.", True)
    if mail.problem:
        return Line(f"A mail to staff could not be sent ({mail.problem}). It is tried again.", True)
    return Line("Mail to staff works." if mail.last_sent_at else "Mail to staff is set up; none was sent yet.")


def _bars(rows: Iterable[tuple[str, int, str, str]]) -> list[Bar]:
    """Return the bars for rows of (label, length, number as text, URL). The longest bar fills the width of the card."""
    bars = list(rows)
    longest = max((length for _, length, _, _ in bars), default=0) or 1
    return [Bar(str(label), number, round(100 * length / longest), url) for label, length, number, url in bars]


def _queue(**filters: str) -> str:
    return reverse(QUEUE) + (f"?{urlencode(filters)}" if filters else "")


def _place(key: str) -> str:
    if key == CHECK_ANSWERS:
        return "After the last question"
    question = question_with(key)
    if question is None:
        return key
    if key not in QUESTIONNAIRE.by_id:
        return f"Before: {question.topic} (no longer asked)"
    screen = QUESTIONNAIRE.screen_of(question)
    # Counted since people see several questions at once.
    topics = [one.topic for one in screen.questions] if question == screen.first else [question.topic]
    return f"Before: {', '.join(topics)}"


def _ago(moment: datetime, now: datetime) -> str:
    return "just now" if now - moment < timedelta(minutes=1) else f"{timesince(moment, now, depth=1)} ago"


CARDS: tuple[tuple[tuple[str, ...], Callable[[datetime], Card]], ...] = (
    (("screening.view_submission",), _waiting),
    (("consultations.view_consultationrequest",), _calls),
    (("pages.change_contentpage",), _content),
    (("screening.view_submission",), _this_week),
    (("screening.view_submission",), _stops),
    (("screening.add_signoff",), _most_disputed),
    (("staff.view_accessentry", "screening.add_signoff"), _site_status),
)
