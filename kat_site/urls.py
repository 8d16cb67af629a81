"""The URLs of the site. Any other kebab-case word may be a reading page, so `pages` comes last."""

from django.contrib import admin
from django.urls import include, path

from consultations.contact.page import talk_to_us
from kat_site.views import change_password, health, metrics, ready, security_txt
from pages.editing.views.lifecycle import preview
from pages.views import sources
from screening.citations import uses_by_source
from screening.exports.fhir_views import published

handler400 = "kat_site.views.bad_request"
handler500 = "kat_site.views.server_error"

urlpatterns = [
    path("health/", health, name="health"),
    path("health/ready", ready, name="ready"),
    path("health/metrics", metrics, name="metrics"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path(".well-known/change-password", change_password, name="change_password"),
    path("staff/account/", include("staff.urls")),
    path("staff/", admin.site.urls),
    path("preview/<path:name>/", admin.site.admin_view(preview), name="preview"),
    path("screening/", include("screening.urls")),
    path("talk-to-us/", talk_to_us, name="talk_to_us"),
    path("call-me/", include("consultations.urls")),
    path("calendar/", include("consultations.desk.times.urls")),
    path("receipt/", include("receipts.urls")),
    path("fhir/<path:name>", published, name="fhir"),
    path("sources/", sources, {"elsewhere": uses_by_source}, name="sources"),
    path("", include("pages.urls")),
]
