"""A run counts once and is kept; what would be otherwise today is said beside it, and why."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, User
from accounts.permissions import Permission, grants
from audit.refusals import Refusal
from audit.trail import record
from duties.models import Duty
from referrals.models import Referral
from referrals.workflow import Status
from reports import cases, definitions, evidence
from reports.cases import Scope
from reports.definitions import Definition
from reports.lines import Line
from reports.measures import computed
from reports.models import Run
from reports.periods import Period, Span, last_over
from reports.reading import Reading
from screening.models import Screening

SPANS = {
    Span.MONTH: _("This report is of a month alone."),
    Span.QUARTER: _("This report is of a quarter alone."),
    Span.YEAR: _("This report is of a whole year."),
}
SETTLES = dt.timedelta(days=7)  # after a quarter, for what is recorded late; then the clock freezes it


class NotFrozen(Refusal):
    """The moment or the period is wrong."""


class Why(NamedTuple):
    """One reason for a difference, and how many rows it concerns."""

    words: str | Promise
    number: int


class Difference(NamedTuple):
    """One line that would be another today."""

    code: str
    key: str
    label: str
    frozen: tuple[int, int]  # part and whole
    today: tuple[int, int]
    why: list[Why]


def freeze(
    definition: Definition, period: Period, *, by: User | str, now: dt.datetime, unit: Unit | None = None
) -> Run:
    """Over all records, sealed ones too; or over those of one unit, without them. ``by`` leads HART or is a task.

    Raises PermissionDenied for others, NotFrozen for a period that goes on or is none of this report's.
    """
    leader = by if isinstance(by, User) else None
    if leader and not grants(leader, Permission.LEAD_HART):
        raise PermissionDenied
    refuse_unfit(definition, period, unit, now)
    lines = counted(definition, period, now, unit)
    run = Run(
        definition=definition.slug, version=definition.version, year=period.year, quarter=period.quarter,
        month=period.month, unit=unit,
        figures={code: [of_line(line) for line in found] for code, found in lines.items()},
        ids={code: {line.key: sorted(map(str, line.ids)) for line in found} for code, found in lines.items()},
        evidence=evidence.of_period(period) if definition.lists_episodes else [], made_at=now, made_by=leader,
    )  # fmt: skip
    run.digest = run.compute_digest()
    run.save()
    facts = {"definition": definition.slug}
    record("report.freeze", "report", run.pk, by=leader.pk if leader else str(by), facts=facts)
    return run


def refuse_unfit(definition: Definition, period: Period, unit: Unit | None, now: dt.datetime) -> None:
    """What goes on would be published before it is known; a quarter of a yearly report would stand beside the year."""
    if not period.is_over(now):
        raise NotFrozen(_g("%(period)s is not over yet.") % {"period": period}, reverse("reports:runs"))
    if definition.span is not period.span:
        raise NotFrozen(str(SPANS[definition.span]), reverse("reports:runs"))
    if (definition.slug == definitions.UNIT) != (unit is not None):
        raise NotFrozen(_g("A unit's report is of one unit, and no other report is."), reverse("reports:runs"))


def counted(definition: Definition, period: Period, now: dt.datetime, unit: Unit | None) -> dict[str, list[Line]]:
    scope = Scope(unit=unit.pk, leaves_out_sealed=True) if unit else Scope()
    return computed(Reading(period, scope, now), definition.measures)


def of_line(line: Line) -> dict[str, Any]:
    """As it is kept: times in whole seconds."""
    times = {"median": line.median, "ninetieth": line.ninetieth}
    spans = {name: int(span.total_seconds()) for name, span in times.items() if span is not None}
    return {"key": line.key, "label": str(line.label), "part": line.part, "whole": line.whole, **spans}


def freeze_by_the_calendar(now: dt.datetime, *, by: str) -> list[Run]:
    return [*freeze_what_is_over(now, by=by), *freeze_units(now, by=by)]


def freeze_what_is_over(now: dt.datetime, *, by: str) -> list[Run]:
    """Each quarter once, a week after it has ended; the first one that holds anything, and all since."""
    definition, period = definitions.newest(definitions.QUARTER), last_over(now - SETTLES)
    first = cases.first_received()
    kept = {run.period for run in Run.objects.filter(definition=definition.slug)}
    made = []
    while first and period.ends_at > first:
        if period not in kept:
            made.append(freeze(definition, period, by=by, now=now))
        period = period.before()
    return made


def freeze_units(now: dt.datetime, *, by: str) -> list[Run]:
    """Of each unit the month that ended last, once, a week after it has ended."""
    definition, period = definitions.newest(definitions.UNIT), last_over(now - SETTLES, Span.MONTH)
    kept = Run.objects.filter(definition=definition.slug, year=period.year, month=period.month).values("unit")
    return [freeze(definition, period, by=by, now=now, unit=unit) for unit in Unit.objects.exclude(pk__in=kept)]


# --- What would be different today ------------------------------------------------------------------------------


def differences(run: Run, now: dt.datetime) -> list[Difference]:
    """Line by line, in the order of the run; nothing where every number would be the same."""
    today = counted(definitions.of(run.definition, run.version), run.period, now, run.unit)
    known = {pk for lines in run.ids.values() for ids in lines.values() for pk in ids}
    found = []
    for code, lines in today.items():
        before = {line["key"]: line for line in run.figures.get(code, [])}
        for line in lines:
            frozen = before.get(line.key, {"part": 0, "whole": 0})
            was, has = set(run.ids.get(code, {}).get(line.key, [])), {str(pk) for pk in line.ids}
            numbers = (frozen["part"], frozen["whole"]), (line.part, line.whole)
            if was != has or numbers[0] != numbers[1]:
                why = reasons(come=has - was, gone=was - has, known=known)
                found.append(Difference(code, line.key, str(line.label), *numbers, why))
    return found


def reasons(*, come: Iterable[str], gone: Iterable[str], known: set[str]) -> list[Why]:
    come, gone = list(come), list(gone)
    late = [pk for pk in come if pk not in known]
    void, left = entered_in_error(gone), expunged(gone)
    moved = len(come) - len(late) + len(gone) - len(void) - len(left)
    found: Sequence[Why] = (
        Why(_("recorded after the run was made"), len(late)),
        Why(_("entered in error since"), len(void)),
        Why(_("no longer there: expunged"), len(left)),
        Why(_("corrected or gone on since: counted in another line now"), moved),
    )
    return [why for why in found if why.number]


def entered_in_error(ids: list[str]) -> list[UUID]:
    referrals = Referral.objects.filter(pk__in=ids, status=Status.VOID).values_list("pk", flat=True)
    screenings = Screening.objects.filter(pk__in=ids, status=Screening.Status.VOID).values_list("pk", flat=True)
    return [*referrals, *screenings]


def expunged(ids: list[str]) -> list[str]:
    """Rows of a kind that nothing deletes are found in one of three tables; where they are not, they are gone."""
    there = set()
    for model in (Referral, Screening, Duty):
        there |= {str(pk) for pk in model.objects.filter(pk__in=ids).values_list("pk", flat=True)}
    return [pk for pk in ids if pk not in there]
