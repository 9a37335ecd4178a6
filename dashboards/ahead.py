"""What a caseworker sees coming: what is due later, and young people who turn 18 or leave care."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dashboards.day import initials_and_age
from duties.models import Duty
from referrals import words
from screening.models import Screening, Trigger
from youth.models import Youth

ADULT = 18
BEFORE_ADULT = dt.timedelta(days=183)  # about six months
BEFORE_DISCHARGE = dt.timedelta(days=60)  # product decision, like the next
AFTER_DISCHARGE = dt.timedelta(days=30)  # one who was not screened before is still asked about


class Ahead(NamedTuple):
    """One of one's own young people, what is to come, and when."""

    youth: Youth
    who: str
    text: str
    by: str
    on: dt.date


def coming_up(youths: Mapping[UUID | None, Youth], duties: Iterable[Duty], now: dt.datetime) -> list[Ahead]:
    """The nearest first. ``duties``: the open ones that are due later than soon."""
    today = timezone.localdate(now)
    people = list(youths.values())
    owed = [due_later(duty, youths[duty.youth_id], now) for duty in duties]
    return sorted([*owed, *before_they_go(people, today)], key=lambda one: one.on)


def due_later(duty: Duty, youth: Youth, now: dt.datetime) -> Ahead:
    assert duty.due_at is not None
    on = timezone.localdate(duty.due_at)
    return Ahead(youth, initials_and_age(youth, timezone.localdate(now)), words.name_of(duty), duty.due_words(now), on)


def before_they_go(youths: Sequence[Youth], today: dt.date) -> list[Ahead]:
    """Screened again before they turn 18, and when they leave care (domain.md 3.3); not once that was done."""
    going = [*turning_adult(youths, today), *leaving_care(youths, today)]
    done = Screening.objects.signed().filter(trigger=Trigger.DISCHARGE, youth__in=[one.youth for one in going])
    last = dict(done.order_by("signed_at").values_list("youth", "signed_at")) if going else {}
    return [one for one in going if not is_screened(one, last.get(one.youth.pk))]


def is_screened(one: Ahead, signed_at: dt.datetime | None) -> bool:
    """The same screening serves both: any from six months before on."""
    return signed_at is not None and timezone.localdate(signed_at) >= one.on - BEFORE_ADULT


def turning_adult(youths: Iterable[Youth], today: dt.date) -> list[Ahead]:
    days = ((youth, adult_on(youth.birth_date)) for youth in youths if youth.birth_date)
    text, by = _("Screen again before they turn 18"), _("Turns 18 on %(day)s")
    return [to_come(youth, text, by, on, today) for youth, on in days if today < on <= today + BEFORE_ADULT]


def leaving_care(youths: Iterable[Youth], today: dt.date) -> list[Ahead]:
    days = ((youth, youth.discharge_on) for youth in youths if youth.discharge_on)
    text, by = _("Screen again at discharge"), _("Leaves care on %(day)s")
    near = ((youth, on) for youth, on in days if on - BEFORE_DISCHARGE <= today <= on + AFTER_DISCHARGE)
    return [to_come(youth, text, by, on, today) for youth, on in near]


def to_come(youth: Youth, text: str, by: str, on: dt.date, today: dt.date) -> Ahead:
    return Ahead(youth, initials_and_age(youth, today), text, by % {"day": date_format(on, "M j, Y")}, on)


def adult_on(born: dt.date) -> dt.date:
    """Somebody born on February 29 turns 18 on March 1."""
    year = born.year + ADULT
    try:
        return born.replace(year=year)
    except ValueError:
        return dt.date(year, 3, 1)
