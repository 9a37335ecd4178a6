"""What waits in the supervisor's unit today: a question of HART's, a return, a wish for a lower level, an error."""

import datetime as dt
from collections.abc import Iterator
from uuid import UUID

from dmst.demo.cast import OFFICE, Cast
from dmst.demo.course import QUESTION
from dmst.demo.moment import at
from referrals.models import Referral
from referrals.services import correcting, inquiring, lowering
from referrals.workflow import Status
from screening import services as screenings
from screening.models import Screening
from youth.models import Youth

HOUR = dt.timedelta(hours=1)
ASKED, WISHED, WRONGED = 2 * HOUR, 5 * HOUR, 20 * HOUR  # ago
BACK = 26 * HOUR  # ago, so that the screening should have begun
GONE = 50 * HOUR  # before they were back
TOLD = 3 * HOUR  # after they had gone, the police and NCMEC
REASON = "The rides came from an aunt; the school and the foster parent confirm it."
WRONG = "Two of the answers belong to a sibling."


def leave_waiting(cast: Cast, back: Youth, now: dt.datetime) -> Iterator[UUID]:
    """About what mails were written: as far as there are referrals of the last days for it."""
    come_back(cast, back, now)
    taken, read = in_hand(Status.ACKNOWLEDGED), map(signed_for, in_hand(Status.IN_REVIEW))
    if high := next((one for one in read if lowering.offered(one)), None):
        with at(now - WISHED):
            wish = lowering.Wish(lowering.offered(high)[0], REASON)
            yield lowering.ask(high, wish, by=high.started_by).pk
    if len(taken) > 1:
        signed = signed_for(taken[-1])
        with at(now - WRONGED):
            yield correcting.ask_about_screening(signed, reason=WRONG, by=signed.started_by).pk
    if taken:
        with at(now - ASKED):
            inquiring.ask(taken[0], (), QUESTION, by=cast.liaisons[OFFICE])
        yield taken[0].pk


def in_hand(status: Status) -> list[Referral]:
    """Of the office, the newest first."""
    return list(Referral.objects.filter(office__name=OFFICE, status=status).order_by("-opened_at"))


def signed_for(referral: Referral) -> Screening:
    return Screening.objects.with_record().get(referred__referral=referral)


def come_back(cast: Cast, youth: Youth, now: dt.datetime) -> None:
    """The return screen is due, and not begun in time."""
    back = now - BACK
    began = back - GONE
    told = dict.fromkeys(("police_at", "ncmec_at"), began + TOLD)
    with at(back + HOUR):
        values = {"began_at": began, "known_at": began + HOUR, "ended_at": back, **told}
        screenings.begin_episode(youth, values, danger="no", by=cast.named["worker"])
