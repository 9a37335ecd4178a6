"""Somebody was missing: what a new draft learns from that, and which clocks of the return screen stop."""

import datetime as dt

from django.utils.translation import gettext as _

from accounts.models import User
from duties import services as duties
from duties.models import RETURN_SCREEN, Duty
from screening.models import Screening, Trigger
from youth.models import MissingEpisode, Youth

START, _FINISH = RETURN_SCREEN
MISSING_NOW, RETURNED = "missing_now", "returned_within_7_days"
RECENT = dt.timedelta(days=7)  # of the gate's own words


def missing_status(youth: Youth, at: dt.datetime) -> str:
    """The value of gate G4 that the record knows; that there is no episode does not say that nobody is missing."""
    last = youth.episodes.first()
    if last is None:
        return ""
    if last.ended_at is None:
        return MISSING_NOW
    return RETURNED if at - last.ended_at <= RECENT else ""


def is_awaited(youth: Youth) -> bool:
    return Duty.objects.filter(youth=youth).return_screens().open().exists()


def ask_for(episode: MissingEpisode) -> None:
    """Start within 24 hours of the return, finish within 72."""
    assert episode.ended_at is not None
    duties.start(
        *(
            duties.prepared(
                about=("episode", episode.pk),
                clock=clock,
                action=clock,
                kind=Duty.Kind.PROPOSED,
                owner=Duty.Owner.WORKER,
                youth_id=episode.youth_id,
                started_at=episode.ended_at,
            )
            for clock in RETURN_SCREEN
        )
    )


def is_return_screen(screening: Screening, ended_at: dt.datetime) -> bool:
    """Whatever it was called: what was begun after the return is a screening on return."""
    says_so = screening.trigger == Trigger.RETURN or screening.gates.get("G4") == RETURNED
    return says_so or screening.started_at >= ended_at


def settle_start(screening: Screening, *, by: User) -> None:
    """Once "Before you start" is answered, and not by opening it alone."""
    if screening.trigger == Trigger.RETURN:
        for duty in Duty.objects.filter(youth=screening.youth_id, clock=START).open():
            duties.done(duty, by=by, at=screening.saved_at, how=_("The return screen was started."))
