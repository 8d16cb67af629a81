"""Django looks in this module for what the app registers; the pages are in `consultations.desk`."""

from consultations.desk.appointment_admin import AppointmentAdmin as AppointmentAdmin
from consultations.desk.call_admin import ConsultationRequestAdmin as ConsultationRequestAdmin
from consultations.desk.times.schedule_admin import ScheduleAdmin as ScheduleAdmin
