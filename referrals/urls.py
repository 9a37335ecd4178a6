"""Addresses of the road to HART and of HART's own pages."""

from django.urls import path, register_converter

from referrals import correction_views as corrections
from referrals import (
    duty_views,
    hand_views,
    inquiry_views,
    missing_views,
    paper_views,
    relocation_views,
    views,
    voice_views,
)
from referrals import lowering_views as lowerings
from referrals.converters import HartMove

register_converter(HartMove, "hart_move")

app_name = "referrals"
urlpatterns = [
    path("young-people/search/<uuid:pk>/", hand_views.results, name="results"),
    path("young-people/<uuid:pk>/", views.youth, name="youth"),
    path("young-people/<uuid:pk>/start-anyway/", hand_views.start_anyway, name="start-anyway"),
    path("young-people/<uuid:pk>/ask/<uuid:of>/", hand_views.ask, name="ask"),
    path("questions/<uuid:pk>/answer/", hand_views.answer, name="answer-question"),
    path("young-people/<uuid:pk>/missing/", missing_views.missing, name="missing"),
    path("young-people/<uuid:pk>/moved/", relocation_views.moved, name="moved-office"),
    path("missing/<uuid:pk>/reports/", missing_views.reports, name="missing-reports"),
    path("missing/<uuid:pk>/back/", missing_views.back, name="missing-back"),
    path("screenings/<uuid:pk>/referral/", views.fields, name="fields"),
    path("screenings/<uuid:pk>/referral/told-me/", views.told_me_on_fields, name="told-me-on-fields"),
    path("screenings/<uuid:pk>/check/", views.check, name="check"),
    path("screenings/<uuid:pk>/sign/", views.sign, name="sign"),
    path("screenings/<uuid:pk>/add-words/", voice_views.add_to_screening, name="add-to-screening"),
    path("refer-now/", views.refer_now, name="refer-now"),
    path("young-people/<uuid:pk>/refer-now/", views.refer_now, name="refer-now-known"),
    path("referrals/<uuid:pk>/screen/", views.screen_after, name="screen"),
    path("open/<uuid:pk>/", views.open_from_mail, name="open"),
    path("find-by-reference/", views.find, name="find"),
    path("inbox/<slug:view>/", views.inbox, name="inbox"),
    path("duties/<uuid:pk>/done/", duty_views.duty_done, name="duty-done"),
    path("duties/<uuid:pk>/done-now/", duty_views.duty_done_now, name="duty-done-now"),
    path("duties/<uuid:pk>/does-not-apply/", duty_views.duty_does_not_apply, name="duty-does-not-apply"),
    path("duties/<uuid:pk>/pause/", duty_views.duty_pause, name="duty-pause"),
    path("duties/<uuid:pk>/resume/", duty_views.duty_resume, name="duty-resume"),
    path("lower-levels/", lowerings.lowerings, name="lowerings"),
    path("lower-levels/<uuid:pk>/", lowerings.lowering, name="lowering"),
    path("lower-levels/<uuid:pk>/grant/", lowerings.grant, name="lowering-grant"),
    path("lower-levels/<uuid:pk>/refuse/", lowerings.refuse, name="lowering-refuse"),
    path("screenings/<uuid:pk>/lower/", lowerings.lower, name="lower"),
    path("entered-in-error/", corrections.corrections, name="corrections"),
    path("entered-in-error/<uuid:pk>/", corrections.correction, name="correction"),
    path("entered-in-error/<uuid:pk>/confirm/", corrections.confirm, name="correction-confirm"),
    path("entered-in-error/<uuid:pk>/refuse/", corrections.refuse, name="correction-refuse"),
    path("screenings/<uuid:pk>/entered-in-error/", corrections.void_screening, name="void-screening"),
    path("screenings/<uuid:pk>/right-person/", corrections.right_person, name="right-person"),
    path(
        "screenings/<uuid:pk>/right-person/<uuid:search_pk>/", corrections.right_person_found, name="right-person-found"
    ),
    path("screenings/<uuid:pk>/move-to/<uuid:to>/", corrections.move_screening, name="move-screening"),
    path("screenings/<uuid:pk>/taken-back/", corrections.voided_screening, name="voided-screening"),
    path("referrals/<uuid:pk>/entered-in-error/", corrections.void_referral, name="void-referral"),
    path("referrals/<uuid:pk>/taken-back/", corrections.voided_referral, name="voided-referral"),
    path("referrals/", views.mine, name="mine"),
    path("referrals/<uuid:pk>/", views.detail, name="detail"),
    path("referrals/<uuid:pk>/receipt/", views.receipt, name="receipt"),
    path("referrals/<uuid:pk>/answer/", views.answer, name="answer"),
    path("referrals/<uuid:pk>/ask/", inquiry_views.ask, name="ask-information"),
    path("referrals/<uuid:pk>/questions/", inquiry_views.questions, name="questions"),
    path("referrals/<uuid:pk>/add-words/", voice_views.add_words, name="add-words"),
    path("referrals/<uuid:pk>/outcome-told/", voice_views.tell_outcome, name="tell-outcome"),
    path("referrals/<uuid:pk>/called/", views.called, name="called"),
    path("referrals/<uuid:pk>/call-sheet/", paper_views.call_sheet, name="call-sheet"),
    path("referrals/<uuid:pk>/call-sheet/print/", paper_views.call_sheet_print, name="call-sheet-print"),
    path("referrals/<uuid:pk>/print/", paper_views.referral_print, name="print"),
    path("screenings/<uuid:pk>/print/", paper_views.screening_print, name="screening-print"),
    path("referrals/<uuid:pk>/<hart_move:name>/", views.move, name="move"),
]
