"""Addresses of pages that join all apps."""

from django.urls import path

from dashboards import unit_views, views

app_name = "dashboards"
urlpatterns = [
    path("my-day/", views.my_day, name="my-day"),
    path("news/", views.news, name="news"),
    path("news/seen/", views.seen, name="seen"),
    path("news/how-it-reaches-you/", views.reach, name="reach"),
    path("unit/", unit_views.unit, name="unit"),
    path("unit/duties/", unit_views.duties, name="unit-duties"),
    path("unit/drafts/", unit_views.drafts, name="unit-drafts"),
    path("unit/offer-support/", unit_views.offer_support, name="offer-support"),
    path("care/<uuid:pk>/", unit_views.care_for, name="care"),
    path("unit/<uuid:pk>/acting/", unit_views.acting, name="acting"),
    path("unit/<uuid:pk>/acting/end/", unit_views.end_acting, name="end-acting"),
    path("unit/workers/<uuid:pk>/", unit_views.worker, name="unit-worker"),
    path("unit/left/<uuid:pk>/", unit_views.left, name="left"),
    path("trail/", views.trail, name="trail"),
    path("young-people/<uuid:pk>/who-looked/", views.who_looked, name="who-looked"),
    path("referrals/<uuid:pk>/who-looked/", views.who_looked_referral, name="who-looked-referral"),
]
