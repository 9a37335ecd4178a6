"""Addresses of the field flow, under screenings/."""

from django.urls import path

from screening import capture_views, hand_views, paper_views, views

app_name = "screening"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("write-down/", capture_views.capture, name="capture"),
    path("write-down/<uuid:youth_pk>/", capture_views.capture, name="capture-known"),
    path("start/<uuid:youth_pk>/", views.start, name="start"),
    path("<uuid:pk>/", views.tasks, name="tasks"),
    path("<uuid:pk>/continue/", views.continue_draft, name="continue"),
    path("<uuid:pk>/before-you-start/", views.start_page, name="start-page"),
    path("prompt-sheet/", paper_views.prompt_sheet, name="prompt-sheet"),
    path("prompt-sheet/pocket/", paper_views.pocket_sheet, name="prompt-sheet-pocket"),
    path("<uuid:pk>/from-paper/", paper_views.from_paper, name="from-paper"),
    path("<uuid:pk>/hand/", hand_views.hand, name="hand"),
    path("<uuid:pk>/told-me/", views.told_me, name="told-me"),
    path("<uuid:pk>/told-me/<slug:name>/", views.told_me_on_page, name="told-me-on-page"),
    path("<uuid:pk>/told/", views.told, name="told"),
    path("<uuid:pk>/result/", views.result, name="result"),
    path("<uuid:pk>/result/raise/", views.raise_level, name="raise"),
    path("<uuid:pk>/signed/", views.signed, name="signed"),
    path("<uuid:pk>/section/<slug:code>/", views.section, name="section"),
    path("<uuid:pk>/section/<slug:code>/told-me/", views.told_me_on_section, name="told-me-on-section"),
    path("<uuid:pk>/section/<slug:code>/rest-not-known/", views.rest_not_known, name="rest-not-known"),
    path("<uuid:pk>/section/<slug:code>/rest-as-before/", views.rest_as_before, name="rest-as-before"),
    path("<uuid:pk>/section/<slug:code>/again/<slug:item>/", views.say_again, name="say-again"),
    path("<uuid:pk>/section/<slug:code>/undo/", views.undo_rest, name="undo-rest"),
]
