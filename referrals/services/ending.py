"""Whether a referral may be closed for this reason, as it stands with the young person now."""

import datetime as dt

from duties import words as times
from referrals.choices import AgeBand
from referrals.closing import Standing, why_refused
from referrals.models import Referral
from youth.choices import AgeGate
from youth.models import Youth


def why_not_closed(referral: Referral, reason: str, at: dt.datetime) -> str:
    return why_refused(reason, standing(referral, at))


def standing(referral: Referral, at: dt.datetime) -> Standing:
    """Of what names nobody only what was sent is known."""
    if referral.youth is None:
        return Standing(referral.age_band == AgeBand.FROM_18, referral.missing_now)
    is_adult = referral.youth.age_gate(times.day_of(at)) == AgeGate.ADULT
    return Standing(is_adult, is_missing(referral, referral.youth))


def is_missing(referral: Referral, youth: Youth) -> bool:
    """The referral says how it was when it was sent; an episode that has ended since says that they are back."""
    if youth.episodes.open().exists():
        return True
    return referral.missing_now and not youth.episodes.filter(ended_at__gte=referral.opened_at).exists()
