"""The admin pages for times, and for appointments."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import SimpleTemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from bases.admin import ModelAdmin, lock
from consultations.appointments.free import FreeDay, free_days_of_each
from consultations.appointments.schedules import DayException, Schedule, WeeklyHours
from consultations.desk.times import feeds
from consultations.desk.times.forms import FeedForm, HoursForm, ScheduleForm

# Free times on the page of a schedule, to see that its hours are right.
SHOWN_DAYS = 3


class Part(admin.StackedInline):
    """A part of a schedule: who may change the schedule may change it, too."""

    form = HoursForm
    extra = 1

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True


class WeeklyHoursPart(Part):
    model = WeeklyHours
    fields = (("weekday", "start", "end"),)


class ExceptionPart(Part):
    model = DayException
    fields = (("kind", "first_day", "last_day"), ("start", "end"))


@admin.register(Schedule)
class ScheduleAdmin(ModelAdmin):
    """Who may add times changes all of them; a clinician changes their own."""

    form = ScheduleForm
    list_display = ("name", "host", "means", "is_offered", "next_free")
    inlines = (WeeklyHoursPart, ExceptionPart)
    actions = None
    fieldsets = (
        (None, {"fields": ("name", "host", "account", "is_offered", "next_free", "calendar")}),
        ("How", {"fields": ("means", "number", "place", "minutes")}),
        ("When", {"fields": ("zone", "lead_hours", "days_ahead", "notice_hours")}),
    )
    readonly_fields = ("next_free", "calendar")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Schedule]:
        schedules = super().get_queryset(request)
        # Who may see none is told so, and not that there are none.
        sees_all = _manages_all(request) or not self.has_view_permission(request)
        return schedules if sees_all else schedules.filter(account=request.user)

    def get_readonly_fields(self, request: HttpRequest, obj: Schedule | None = None) -> tuple[str, ...]:
        return self.readonly_fields if _manages_all(request) else (*self.readonly_fields, "host", "account")

    def get_inlines(self, request: HttpRequest, obj: Schedule | None) -> Any:
        return self.inlines if self.has_change_permission(request, obj) else ()

    def has_delete_permission(self, request: HttpRequest, obj: Schedule | None = None) -> bool:
        may_delete = super().has_delete_permission(request, obj)
        return may_delete and not (obj and obj.appointments.exists())

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "account":
            kwargs["queryset"] = User.objects.filter(is_staff=True, is_active=True).order_by("username")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        response = super().changelist_view(request, extra_context)
        context = response.context_data if isinstance(response, SimpleTemplateResponse) else None
        if context and "cl" in context:
            schedules = list(context["cl"].result_list)
            free_days = free_days_of_each(schedules, timezone.now())
            for schedule in schedules:
                schedule.free_days = free_days[schedule.pk]
            context["cl"].result_list = schedules
        return response

    @admin.display(description="next free times")
    def next_free(self, schedule: Schedule) -> str:
        days: list[FreeDay] | None = getattr(schedule, "free_days", None)
        if days is None:
            days = free_days_of_each([schedule], timezone.now())[schedule.pk] if schedule.pk else []
        days = days[:SHOWN_DAYS]
        listed = "; ".join(f"{day.name}: {', '.join(free.text for free in day.times)}" for day in days)
        return listed or "None"

    @admin.display(description="calendar")
    def calendar(self, schedule: Schedule) -> SafeString | str:
        if not schedule.pk:
            return "Save first."
        url = reverse("admin:consultations_schedule_calendar", args=(schedule.pk,))
        return format_html('<a href="{}">Subscribe to these appointments</a>', url)

    def get_urls(self) -> list[URLPattern]:
        calendar = path(
            "<int:pk>/calendar/",
            self.admin_site.admin_view(self.calendar_view),
            name="consultations_schedule_calendar",
        )
        return [calendar, *super().get_urls()]

    def calendar_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make the secret address of the calendar, or revoke it. The address is shown once."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        schedule = get_object_or_404(self.get_queryset(request), pk=pk)
        # A clinician's calendar is for that clinician; others may only revoke its address.
        is_own = schedule.account in (None, request.user)
        is_revoked = "revoke" in request.POST
        if request.method == "POST" and not (is_revoked or is_own):
            raise PermissionDenied
        address = ""
        with transaction.atomic():
            lock(Schedule, pk)
            form = FeedForm(schedule, request.POST if request.method == "POST" else None)
            if form.is_valid() and is_revoked:
                if feeds.revoke_feed(schedule, timezone.now()):
                    self.log_change(request, schedule, "Revoked the calendar address.")
                    messages.success(request, "The calendar address does not work anymore.")
                return redirect("admin:consultations_schedule_calendar", pk)
            if form.is_valid():
                secret = feeds.make_feed(schedule, timezone.now())
                self.log_change(request, schedule, "Made a new calendar address.")
                address = request.build_absolute_uri(reverse("calendars:feed", args=(secret,)))
        context = self.admin_site.each_context(request) | {
            "title": "Calendar",
            "schedule": schedule,
            "feed": feeds.current_feed(schedule),
            "is_own": is_own,
            "address": address,
            # After a change, the page carries what is there now.
            "form": form if form.is_stale else FeedForm(schedule),
            "opts": self.opts,
        }
        return render(
            request, "admin/consultations/schedule/calendar.html", context, status=409 if form.is_stale else 200
        )


def _manages_all(request: HttpRequest) -> bool:
    return request.user.has_perm("consultations.add_schedule")
