"""What the tests of a correction share: one that was asked about, one that was taken back."""

from typing import Any

from accounts.models import User
from referrals.models import Correction, Referral
from referrals.services import correcting, urgent
from referrals.services.urgent import Suspicion
from screening.models import Screening
from tests.referrals import story
from tests.referrals.story import Cast, young_person
from youth.models import Youth

REASON = "Signed on the wrong form."


def screening_of(referral: Referral) -> Screening:
    found = referral.screenings.get().screening
    return Screening.objects.with_record().get(pk=found.pk)


def asked(screening: Screening, by: User, **more: Any) -> Correction:
    return correcting.ask_about_screening(screening, reason=REASON, by=by, **more)


def taken_back(screening: Screening, people: Cast) -> Correction:
    return correcting.confirm(asked(screening, people.worker), by=people.supervisor)


def referred_now(people: Cast, youth: Youth | None = None) -> Referral:
    said = Suspicion({"what_seen": "A car."})
    known = youth or young_person(people)
    return urgent.refer_now(said, by=people.worker, submission_key=story.uuid.uuid4(), youth=known)
