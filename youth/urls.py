from django.urls import path

from youth import views

app_name = "youth"
urlpatterns = [
    path("", views.search, name="search"),
    path("new/<uuid:search_pk>/", views.new, name="new"),
    path("matches/", views.matches, name="matches"),
    path("matches/<uuid:pk>/", views.match, name="match"),
    path("matches/<uuid:pk>/same/", views.match_same, name="match-same"),
    path("matches/<uuid:pk>/another/", views.match_another, name="match-another"),
    path("<uuid:pk>/edit/", views.edit, name="edit"),
]
