"""Invented people and young people, to try the product with. Nothing here is or resembles a real person.

The plan of the cases is computed from the shares and a seed; then each is told through the product's own services,
so that every list and clock is alive. That takes a while: the latest cases come first, the rest of two years follows.
"""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.conf import settings
from django.db.models import F

from accounts.models import Town, User
from audit import clock
from dmst.demo import plan, shares
from dmst.demo.advice import log_calls
from dmst.demo.case import Case
from dmst.demo.cast import BY, CAST, OFFICE, PASSWORD, Cast, address, read_cast, seed_other_offices, seed_people
from dmst.demo.moment import at
from dmst.demo.story import Storyteller
from dmst.demo.waiting import leave_waiting
from notifications.models import UNSENT, Message, Notice, Status
from referrals.models import Referral
from reports import definitions
from reports.periods import Span, last_over
from reports.services import freezing
from screening import services as screenings
from screening.models import Trigger
from youth.models import Youth
from youth.services import create_youth

__all__ = ["BY", "CAST", "OFFICE", "PASSWORD", "REFERRALS", "SEED", "NotHere", "address", "begin", "go_on", "seed"]

SEED = 20261123
REFERRALS = 2 * shares.YEARLY  # of the past two years
HANDFUL = 6  # young people of the first worker that nobody has screened yet
BATCH = 5  # cases of one transaction
RECORDED_LATE = 3  # cases, after the reports were frozen
OLD = dt.timedelta(days=2)  # notices older than that have been seen
MAIL_LEFT = dt.timedelta(minutes=5)  # mails older than that have left, each some seconds after it was written


class NotHere(Exception):
    """Demo data outside a demonstration."""


def seed(*, referrals: int = 0) -> bool:
    """All at once; whether anything was written: a second time changes nothing. Raises NotHere in production."""
    begun = begin(referrals=referrals)
    told = go_on(referrals=referrals, at_most=referrals) if referrals else 0
    return begun or told > 0


def begin(*, referrals: int = 0) -> bool:
    """The people and, with referrals, the latest of them; whether anything was written. Raises NotHere."""
    if settings.DMST_ENV == "production":
        raise NotHere
    if User.objects.exists():
        return False
    cast = seed_people()
    youths = seed_handful(cast.named["worker"])
    if referrals:
        seed_other_offices(cast)
        begin_draft(youths[0], cast.named["worker"])
        tell(cast, [case for case in untold(referrals) if case.is_latest])
        now = clock.now()
        let_the_past_be_past([*log_calls(cast, now), *leave_waiting(cast, youths[1], now)], now)
    return True


def go_on(*, referrals: int = REFERRALS, at_most: int = BATCH) -> int:
    """Tell so many more of what was begun; how many that was, 0 when nothing is left."""
    cast = read_cast()
    if cast is None:
        return 0
    User.objects.select_for_update().get(pk=cast.named["administrator"].pk)  # two at once take turns
    left = untold(referrals)
    cases, is_last = left[-at_most:], len(left) <= at_most  # the youngest first
    late = cases[:RECORDED_LATE] if is_last else []
    tell(cast, cases[len(late) :])
    if late:
        freeze_reports(cast.named["lead"], clock.now())
    tell(cast, late)
    return len(cases)


def freeze_reports(lead: User, now: dt.datetime) -> None:
    """Those that the calendar freezes, and two of the last year; what is told after that is recorded late."""
    freezing.freeze_by_the_calendar(now, by="seed-demo")
    for slug in ("annual", "missing"):
        freezing.freeze(definitions.newest(slug), last_over(now, Span.YEAR), by=lead, now=now)


def untold(number: int) -> list[Case]:
    told = set(Referral.objects.values_list("submission_key", flat=True))
    return [case for case in plan.cases(number, seed=SEED, now=clock.now()) if case.key not in told]


def tell(cast: Cast, cases: Collection[Case]) -> None:
    teller = Storyteller(cast, clock.now())
    let_the_past_be_past([teller.tell(case).pk for case in cases], clock.now())


def seed_handful(worker: User) -> list[Youth]:
    towns = list(Town.objects.filter(office=worker.office))
    people = plan.cases(HANDFUL, seed=SEED + 1, now=clock.now())
    return [
        create_youth(
            {
                "legal_first": one.first,
                "legal_last": one.last,
                "birth_date": dt.date(clock.now().year - max(one.age, 13), 1, 2),
                "birth_known": "known",
                "gender": one.gender,
                "living_situation": one.living,
                "dcf_status": "open_case_at_home",
                "town": towns[number % len(towns)],
                "office": worker.office,
                "assigned_worker": worker,
            },
            by=worker,
        )
        for number, one in enumerate(people)
    ]


def begin_draft(youth: Youth, worker: User) -> None:
    """One screening in progress: begun two days ago, a page answered."""
    with at(clock.now() - OLD):
        draft = screenings.start(youth, by=worker)
        gates = {"G4": "not_missing", "G5": "no"}
        draft = screenings.save_start(draft, trigger=Trigger.NEW_INFORMATION, gates=gates, by=worker)
        screenings.answer_the_rest_not_known(draft, ["XS"], by=worker)


def let_the_past_be_past(about: Collection[UUID], now: dt.datetime) -> None:
    """What was mailed long ago has left and what was told long ago has been seen; the rest leaves now."""
    written = Message.objects.filter(status__in=UNSENT, about__in=about, created_at__lt=now - MAIL_LEFT)
    written.update(status=Status.SENT, sent_at=F("created_at") + dt.timedelta(seconds=8))
    told = Notice.objects.filter(seen_at=None, subject__in=about, at__lt=now - OLD)
    told.update(seen_at=F("at") + dt.timedelta(hours=1))
