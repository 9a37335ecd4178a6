"""What is counted where the rows are, of each period: for a line that is one number no row is fetched."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Aggregate, Case, Count, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, Sum, When
from django.db.models.functions import Coalesce

from duties.models import DutyQuerySet
from referrals.choices import Determination, ServiceStanding, WasTold
from referrals.models import Service
from reports.cases import BORNE_OUT, FLAGGED, Scope, came_again, closed_of, in_scope, over, within
from reports.periods import Period, Periods
from reports.rows import Answers, Over, Spread, Tally, Total
from screening.models import Trigger
from screening.versions import instrument_of

DETERMINED = ~Q(determination="")
SETTLED = DETERMINED & ~Q(determination=Determination.UNABLE)  # HART could say what it is
IS_BORNE_OUT, IS_FLAGGED = Q(determination__in=BORNE_OUT), Q(level__in=FLAGGED)


class Percentile(Aggregate):
    """Of spans of time: the middle is the mean of the two in the middle, the ninetieth is one that was."""

    template = "%(function)s(%(fraction)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def number_of(name: str, periods: Sequence[Period]) -> Case:
    """Which of the periods it is that a moment lies in, from 0."""
    return Case(*(When(within(name, one), then=number) for number, one in enumerate(periods)))


def tallies_of(duties: DutyQuerySet, period: Period | Periods, scope: Scope, now: dt.datetime) -> list[dict[str, Over]]:
    """Of each period, by clock: the same as ``timed_of``, counted where the rows are."""
    rows = over(duties, period, scope, now).order_by().values("clock", number=number_of("due_at", period.each))
    counted = rows.annotate(
        in_time=Count("pk", filter=Q(done_at__lte=F("due_at"))), done=Count("done_at"), whole=Count("pk")
    )
    found: list[dict[str, Over]] = [{} for _period in period.each]
    for row in counted:
        found[row["number"]][row["clock"]] = Over(row["in_time"], row["done"], row["whole"])
    return found


def answers_of(period: Period | Periods, scope: Scope) -> list[Answers]:
    """Of each period how many its screenings asked for, and how many of these nobody knew; see ``signed_of``."""
    kept = in_scope(period, scope).filter(not_known__isnull=False).order_by()
    after = Case(When(trigger=Trigger.RETURN, then=True), default=False)
    rows = kept.values("version__sha256", number=number_of("signed_at", period.each), after=after)
    found = [Answers() for _period in period.each]
    for row in rows.annotate(screenings=Count("pk"), left=Coalesce(Sum("not_known__len"), 0)):
        asked = len(instrument_of(row["version__sha256"]).scored) * row["screenings"]
        found[row["number"]] = found[row["number"]].with_more(row["left"], asked, after_return=row["after"])
    return found


def returns_of(period: Period | Periods, scope: Scope) -> list[Tally]:
    """Of each period after how many that were closed a new one came, of how many."""
    found = [Tally() for _period in period.each]
    rows = closed_of(period, scope).order_by().annotate(again=came_again())
    grouped = rows.values("again", number=number_of("ended_at", period.each)).annotate(closed=Count("pk"))
    for row in grouped:
        part, whole = found[row["number"]]
        found[row["number"]] = Tally(part + row["again"] * row["closed"], whole + row["closed"])
    return found


def totals_of(period: Period | Periods, scope: Scope) -> list[Total]:
    """The same as ``cases_of``, ``reached_of`` and their lines of all together."""
    rows = scope.referrals.filter(within("opened_at", period)).order_by()
    grouped = rows.values(number=number_of("opened_at", period.each)).annotate(
        referrals=Count("pk"), youths=Count(Coalesce("youth_id", "pk"), distinct=True),
        determined=Count("pk", filter=DETERMINED),
        told=Count("pk", filter=DETERMINED & Q(outcome_told=WasTold.TOLD)),
        flagged=Count("pk", filter=SETTLED & IS_FLAGGED),
        flagged_borne_out=Count("pk", filter=IS_BORNE_OUT & IS_FLAGGED),
        borne_out=Count("pk", filter=IS_BORNE_OUT), offered=Count("pk", filter=IS_BORNE_OUT & Q(was_offered())),
        **spread("acknowledged_at"), **spread("determined_at"),
    )  # fmt: skip
    found = [Total() for _period in period.each]
    for row in grouped:
        found[row["number"]] = total_of(row)
    return found


def total_of(row: Mapping[str, Any]) -> Total:
    counts = {name: row[name] for name in Total._fields if name in row}
    return Total(
        **counts, to_acknowledge=spread_of(row, "acknowledged_at"), to_determine=spread_of(row, "determined_at")
    )


def was_offered() -> Exists:
    services = Service.objects.filter(referral=OuterRef("pk")).exclude(standing=ServiceStanding.UNMET)
    return Exists(services)


def spread(done_at: str) -> dict[str, Any]:
    """From received to that."""
    span = ExpressionWrapper(F(done_at) - F("opened_at"), output_field=DurationField())
    return {
        f"{done_at}_number": Count(done_at),
        f"{done_at}_median": Percentile(span, function="PERCENTILE_CONT", fraction=0.5),
        f"{done_at}_ninetieth": Percentile(span, function="PERCENTILE_DISC", fraction=0.9),
    }


def spread_of(row: Mapping[str, Any], done_at: str) -> Spread:
    return Spread(*(row[f"{done_at}_{name}"] for name in Spread._fields))
