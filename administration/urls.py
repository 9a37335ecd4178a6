"""Addresses of the administration."""

from django.urls import path

from administration import place_views, views

app_name = "administration"
urlpatterns = [
    path("", views.start, name="start"),
    path("people/", views.people, name="people"),
    path("people/new/", views.add_person, name="add-person"),
    path("people/<uuid:pk>/", views.person, name="person"),
    path("people/<uuid:pk>/invite/", views.invite, name="invite"),
    path("people/<uuid:pk>/leave/", views.leave, name="leave"),
    path("people/<uuid:pk>/come-back/", views.come_back, name="come-back"),
    path("units/", views.units, name="units"),
    path("units/new/", views.add_unit, name="add-unit"),
    path("units/<uuid:pk>/", views.unit, name="unit"),
    path("offices/", place_views.offices, name="offices"),
    path("offices/<uuid:pk>/", place_views.office, name="office"),
    path("offices/<uuid:pk>/cover/", place_views.cover, name="cover"),
    path("offices/<uuid:pk>/town/", place_views.move_town, name="move-town"),
    path("covers/<uuid:pk>/end/", place_views.end_cover, name="end-cover"),
    path("roster/", place_views.roster, name="roster"),
    path("roster/absence/", place_views.absence, name="absence"),
    path("roster/on-call/", place_views.shift, name="shift"),
    path("roster/hours/", place_views.hours, name="hours"),
    path("absences/<uuid:pk>/end/", place_views.end_absence, name="end-absence"),
    path("shifts/<uuid:pk>/end/", place_views.end_shift, name="end-shift"),
    path("providers/", place_views.providers, name="providers"),
    path("providers/new/", place_views.provider, name="add-provider"),
    path("providers/<uuid:pk>/", place_views.provider, name="provider"),
]
