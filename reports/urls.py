"""Addresses of the program's figures and of the reports."""

from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("figures/", views.latest, name="latest"),
    path("figures/<slug:period>/", views.figures, name="figures"),
    path("figures/<slug:period>/list/", views.figures_list, name="figures-list"),
    path("figures/<slug:period>/trend/", views.figures_trend, name="figures-trend"),
    path("reports/", views.runs, name="runs"),
    path("reports/freeze/", views.freeze, name="freeze"),
    path("reports/routing/", views.routing, name="routing"),
    path("reports/routing/<uuid:office>/<slug:rule>/", views.routing_list, name="routing-list"),
    path("reports/register/", views.register, name="register"),
    path("reports/<uuid:pk>/", views.run, name="run"),
    path("reports/<uuid:pk>/list/", views.run_list, name="run-list"),
    path("reports/<uuid:pk>/export/", views.export, name="export"),
    path("reports/files/<uuid:pk>/", views.download, name="download"),
]
