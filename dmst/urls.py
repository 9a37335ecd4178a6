"""All addresses. Each view declares its permission; docs/access.md is made from this."""

from django.urls import include, path

from dashboards import views as dashboards
from dmst import health, views
from screening import paper_views
from screening import views as screening

urlpatterns = [
    path("", dashboards.home, name="home"),
    path("health/", health.health, name="health"),
    path("accounts/", include("accounts.urls")),
    path("danger/", screening.danger, name="danger"),
    path("for-you/<slug:language>/", paper_views.for_you_page, name="for-you"),
    path("for-you/<slug:language>/print/", paper_views.for_you_print, name="for-you-print"),
    path("kept/<uuid:pk>/", views.kept, name="kept"),
    path("kept/<uuid:pk>/discard/", views.discard_kept, name="discard-kept"),
    path("local/mail/", views.local_mail, name="local-mail"),
    path("young-people/", include("youth.urls")),
    path("screenings/", include("screening.urls")),
    path("administration/", include("administration.urls")),
    path("", include("reports.urls")),
    path("", include("referrals.urls")),
    path("", include("dashboards.urls")),
]
