from django.urls import path

from youth import sealing_views, views

app_name = "youth"
urlpatterns = [
    path("", views.search, name="search"),
    path("new/<uuid:search_pk>/", views.new, name="new"),
    path("matches/", views.matches, name="matches"),
    path("matches/<uuid:pk>/", views.match, name="match"),
    path("matches/<uuid:pk>/same/", views.match_same, name="match-same"),
    path("matches/<uuid:pk>/another/", views.match_another, name="match-another"),
    path("<uuid:pk>/edit/", views.edit, name="edit"),
    path("<uuid:pk>/named/", sealing_views.named, name="named"),
    path("<uuid:pk>/named/seal/", sealing_views.seal, name="seal"),
    path("<uuid:pk>/named/<uuid:person>/remove/", sealing_views.unname, name="unname"),
]
