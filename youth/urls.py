from django.urls import path

from youth import views

app_name = "youth"
urlpatterns = [
    path("", views.search, name="search"),
    path("search/<uuid:pk>/", views.results, name="results"),
    path("new/<uuid:search_pk>/", views.new, name="new"),
    path("<uuid:pk>/edit/", views.edit, name="edit"),
]
