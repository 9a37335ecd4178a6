"""Where a referral goes, who may then see it."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from accounts import coverage
from accounts.models import Office, User
from audit import clock
from audit.trail import record
from referrals import emails, urgency
from referrals.models import Audience, Referral
from referrals.routing import Coverage, Covering, OnCall, Route, RoutingCase, route
from youth import services as youths
from youth.choices import DcfStatus
from youth.models import Youth


class Then(NamedTuple):
    """What decided how fast it had to go."""

    level: str
    missing_now: bool
    safe_tonight: str


def coverage_at(at: dt.datetime) -> Coverage:
    found = coverage.table(at)
    return Coverage(
        central=found.central,
        covers={office: tuple(Covering(*pair) for pair in pairs) for office, pairs in found.covers.items()},
        towns=found.towns,
        on_call=tuple(OnCall(one.shift, one.person, one.phone) for one in found.on_call),
        absent=found.absent,
    )


def routed(youth: Youth, *, dcf_status: str, is_urgent: bool, by: User, at: dt.datetime) -> Route:
    """Reads beyond the referrer's scope and returns no case row (foundations: data and keys, 14).

    An office that is written down counts, unless it is known that no case is open.
    """
    case = RoutingCase(
        case_office=youth.office_id if dcf_status != DcfStatus.NO_CASE else None,
        town=None if youth.out_of_state else youth.town_id,
        reporter_office=by.office_id,
        is_urgent=is_urgent,
    )
    return route(case, coverage_at(at))


def routes_since(since: dt.datetime, at: dt.datetime) -> dict[UUID, tuple[UUID, UUID | None]]:
    """Where each referral received since then would go by the table as it stands: office, and who receives it."""
    table, found = coverage_at(at), Referral.objects.standing().filter(opened_at__gte=since, youth__isnull=False)
    values = found.values_list(
        "pk", "level", "missing_now", "safe_tonight", "youth__office", "youth__dcf_status", "youth__out_of_state",
        "youth__town", "opened_by__office",
    )  # fmt: skip
    routes = {}
    for pk, level, missing, safe, office, status, away, town, reporter in values:
        case = RoutingCase(
            case_office=office if status != DcfStatus.NO_CASE else None, town=None if away else town,
            reporter_office=reporter, is_urgent=urgency.is_urgent(Then(level, missing, safe)),
        )  # fmt: skip
        one = route(case, table)
        routes[pk] = (one.office, one.receiver)
    return routes


def address(referral: Referral, found: Route) -> None:
    """Write on the referral where it goes; the caller saves it."""
    referral.office_id, referral.routed_because = found.office, found.because.value
    referral.liaison_id = found.liaison
    if is_kept_from(referral, found.liaison):
        referral.liaison_id = None
    put_on_call(referral, found)


def put_on_call(referral: Referral, found: Route) -> None:
    """Who answers now for what cannot wait; the caller saves it."""
    referral.on_call_id = found.on_call.shift if found.on_call else None
    referral.careline_stated = found.state_careline
    if found.on_call and is_kept_from(referral, found.on_call.person):
        referral.on_call_id = None


def is_kept_from(referral: Referral, person: UUID | None) -> bool:
    """A sealed record goes to those who are named; HART's lead says which liaison works it."""
    youth = referral.youth
    return youth is not None and youth.sealed_at is not None and person not in youths.named_ids(youth)


def hand_over(*, by: str) -> None:
    """What cannot wait and nobody has acknowledged follows the roster: to whoever is on call now."""
    shift = coverage.on_call(clock.now())
    if shift is None:
        return
    waiting = Referral.objects.awaiting().exclude(on_call=shift).select_for_update(of=("self",), skip_locked=True)
    for referral in waiting:
        if urgency.is_urgent(referral) and not is_kept_from(referral, shift.user_id):
            referral.on_call = shift
            referral.save(update_fields=["on_call"])
            let_in(referral, [])
            record("referral.hand_over", "referral", referral.pk, by=by, youth=referral.youth_id)
            emails.tell(referral, "referral.hand_over", [shift.user])


def receivers(referral: Referral) -> list[User]:
    """The people who have it: the liaison, and whoever is on call for it while that shift lasts; without repeats."""
    shift = referral.on_call if referral.on_call and referral.on_call.ends_at > clock.now() else None
    people = [referral.liaison, shift.user if shift else None]
    return list({person.pk: person for person in people if person}.values())


def let_in(referral: Referral, people: Iterable[User | None]) -> None:
    """The routed office, HART central, and these people may see it from now on."""
    offices = [referral.office, Office.objects.central()]
    persons = [*receivers(referral), *(person for person in people if person)]
    if referral.youth is None:
        let_in_audience(referral, offices, persons)
        return
    youths.grant_all(referral.youth, why=why_of(referral), users=persons, offices=offices)


def why_of(referral: Referral) -> str:
    return f"referral:{referral.reference}"


def let_in_sender(referral: Referral, *, by: User, at: dt.datetime) -> None:
    """Whoever sends it and their supervisor; who acts for the supervisor, only until their time is up."""
    supervisor, acting = youths.leading(by, at)
    let_in(referral, [supervisor, by])
    if acting and referral.youth:
        youths.admit_until(referral.youth, acting, why=why_of(referral))


def let_in_audience(referral: Referral, offices: list[Office], persons: list[User]) -> None:
    rows = [Audience(referral=referral, office=office) for office in offices]
    rows += [Audience(referral=referral, user=person) for person in persons]
    Audience.objects.bulk_create(rows, ignore_conflicts=True)
