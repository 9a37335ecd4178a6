"""The birthdays of open referrals: announced thirty days before, heeded on the day."""

from django.utils import timezone

from audit import clock
from audit.trail import record
from duties import services as duties
from duties.models import Duty
from referrals import birthdays, emails, urgency
from referrals.models import Referral
from referrals.services import receiving
from referrals.urgency import RANKS
from screening.models import Level
from vault import keys
from youth.ages import ADULT, TEEN
from youth.choices import BirthKnown

ADULT_DUTY = "adult_duty"  # of actions.yaml: from 18 on nothing is reported by itself


def heed(*, by: str) -> None:
    """One sweep over what is open. An estimated birth date announces, and changes nothing by itself."""
    found = list(Referral.objects.open().exclude(youth=None).with_people())
    keys.unlock(referral.youth_id for referral in found)
    for referral in found:
        assert referral.youth
        born, today = referral.youth.birth_date, timezone.localdate(clock.now())
        if born is None:
            continue
        turn = birthdays.ahead(born, today)
        if turn and referral.announced_age < turn.age:
            announce(Referral.objects.held(referral.pk), turn.age, by=by)
        age = birthdays.come(born, timezone.localdate(referral.opened_at), today)
        if referral.turned_age < age and referral.youth.birth_known == BirthKnown.KNOWN:
            turned(Referral.objects.held(referral.pk), age, by=by)


def announce(referral: Referral, age: int, *, by: str) -> None:
    referral.announced_age = age
    referral.save(update_fields=["announced_age"])
    tell(referral, "referral.turning", age, by=by)


def turned(referral: Referral, age: int, *, by: str) -> None:
    """At 13 the age alone no longer hurries; at 18 whoever referred records whether a duty to report exists."""
    referral.turned_age = age
    if age >= TEEN:
        referral.priority = urgency.with_flag(referral.priority, "under_13", is_set=False)
    referral.save(update_fields=["turned_age", "priority"])
    if age >= ADULT and urgency.rank(referral.level) >= RANKS[Level.SUSPECTED]:
        start_adult_duty(referral)
    tell(referral, "referral.turned", age, by=by)


def start_adult_duty(referral: Referral) -> None:
    if not Duty.objects.filter(youth=referral.youth_id, action=ADULT_DUTY).exists():
        duty = duties.prepared(
            about=("referral", referral.pk), action=ADULT_DUTY, kind=Duty.Kind.PROPOSED, owner=Duty.Owner.WORKER,
            youth_id=referral.youth_id, started_at=clock.now(),
        )  # fmt: skip
        duties.start(duty)


def tell(referral: Referral, event: str, age: int, *, by: str) -> None:
    record(event, "referral", referral.pk, by=by, youth=referral.youth_id, facts={"age": age})
    emails.tell(referral, event, [*receiving.receivers(referral), *referral.senders()])
