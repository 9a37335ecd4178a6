"""Whether a referral may be closed for this reason, as it stands with the young person now; or opened again."""

import datetime as dt

from django.utils.translation import gettext as _

from duties import words as times
from referrals.choices import AgeBand, Closing
from referrals.closing import Standing, what_is_missing, why_refused
from referrals.models import Referral
from referrals.services.effects import Said
from youth.choices import AgeGate
from youth.models import Youth


def why_not_closed(referral: Referral, said: Said) -> str:
    """A sentence, or nothing."""
    if why := why_refused(said.choice, standing(referral, said.at)):
        return why
    if missing := what_is_missing(said.choice, said.details):
        _field, sentence = missing
        return sentence
    if said.choice == Closing.DUPLICATE and not goes_on(said.details["duplicate_of"], referral):
        return _("A duplicate goes on in another referral, which is not a duplicate itself.")
    return ""


def goes_on(other: Referral, referral: Referral) -> bool:
    return other.pk != referral.pk and other.duplicate_of_id is None


def why_not_reopened(referral: Referral) -> str:
    """A sentence, or nothing. The young person is locked, as by whoever would open another one now."""
    if referral.youth_id is None:
        return ""
    Youth.objects.locked().get(pk=referral.youth_id)
    other = Referral.objects.open().filter(youth=referral.youth_id).first()
    return _("%(reference)s is open for them: go on there.") % {"reference": other.reference} if other else ""


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
