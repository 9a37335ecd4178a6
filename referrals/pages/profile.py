"""A young person's page: the profile with screenings, referrals and what is still to be done."""

from typing import Any

from accounts.models import User
from audit import clock
from duties.models import Duty
from referrals.models import Referral
from referrals.pages import receipt
from screening.models import Screening
from youth import findings
from youth.models import Youth

SHOWN = 50
NOT_LISTED = ("otip",)  # restricted: in no list


def profile_page(youth: Youth, user: User) -> dict[str, Any]:
    now = clock.now()
    open_duties = Duty.objects.filter(youth=youth).open().exclude(action__in=NOT_LISTED).soonest_first()
    return {
        "youth": youth,
        "age": youth.age_on(now.date()),
        "aliases": list(youth.aliases.all()),
        "caregivers": list(youth.caregivers.all()),
        "findings": findings.known(youth),
        "screenings": list(Screening.objects.visible_to(user).filter(youth=youth).order_by("-started_at")[:SHOWN]),
        "referrals": list(
            Referral.objects.visible_to(user).filter(youth=youth).with_people().order_by("-opened_at")[:SHOWN]
        ),
        "duties": receipt.rows_of(open_duties[:SHOWN], now, user),
    }
