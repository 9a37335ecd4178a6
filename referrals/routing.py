"""Who receives a referral: a pure function of the case and of who is on duty at that moment (no Django)."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID


class Place(enum.Enum):
    """Why this office; the first four in the order in which they are tried."""

    CASE_OFFICE = "case_office"
    TOWN = "town"
    REPORTER_OFFICE = "reporter_office"
    CENTRAL = "central"
    TRANSFER = "transfer"  # by hand, from the office that had it before


class Desk(enum.Enum):
    """Who answers, in words for the trail."""

    ON_CALL = "on_call"
    LIAISON = "liaison"
    BACKUP = "backup"
    CENTRAL = "central"


@dataclass(frozen=True)
class RoutingCase:
    case_office: UUID | None  # DCF's office when there is a case
    town: UUID | None  # of residence; None when unknown or out of state
    reporter_office: UUID | None
    is_urgent: bool  # cannot wait, see urgency.py


@dataclass(frozen=True)
class Covering:
    liaison: UUID
    backup: UUID | None = None


@dataclass(frozen=True)
class OnCall:
    shift: UUID
    person: UUID
    phone: str


@dataclass(frozen=True)
class Coverage:
    """Offices, towns and people as they stand at one moment; whoever is away now is in `absent`."""

    central: UUID
    covers: Mapping[UUID, tuple[Covering, ...]]  # office -> its liaisons in order; every office is a key
    towns: Mapping[UUID, UUID]  # town -> office
    on_call: tuple[OnCall, ...] = ()
    absent: frozenset[UUID] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Route:
    office: UUID
    because: Place
    desk: Desk
    liaison: UUID | None  # who works it: on duty now, covering the office
    on_call: OnCall | None  # who answers now, for an urgent case
    state_careline: bool  # nobody is on the roster: the receipt says the Careline's number
    alert_lead: bool

    @property
    def receiver(self) -> UUID | None:
        """None is HART central's own desk, whose mailbox is read by the team."""
        return self.on_call.person if self.on_call else self.liaison if self.desk != Desk.CENTRAL else None


def route(case: RoutingCase, table: Coverage) -> Route:
    office, because = office_for(case, table)
    liaison, desk = _liaison_for(office, table)
    if not case.is_urgent:
        nobody = liaison is None
        return Route(office, because, desk, liaison, None, state_careline=False, alert_lead=nobody)
    on_call = next((one for one in table.on_call if one.person not in table.absent), None)
    if on_call:
        return Route(office, because, Desk.ON_CALL, liaison, on_call, state_careline=False, alert_lead=False)
    return Route(office, because, Desk.CENTRAL, liaison, None, state_careline=True, alert_lead=True)


def office_for(case: RoutingCase, table: Coverage) -> tuple[UUID, Place]:
    tried = (
        (case.case_office, Place.CASE_OFFICE),
        (table.towns.get(case.town) if case.town else None, Place.TOWN),
        (case.reporter_office, Place.REPORTER_OFFICE),
    )
    for office, because in tried:
        if office and office in table.covers:
            return office, because
    return table.central, Place.CENTRAL


def _liaison_for(office: UUID, table: Coverage) -> tuple[UUID | None, Desk]:
    for covers in (table.covers[office], table.covers[table.central]):
        for cover in covers:
            for person, desk in ((cover.liaison, Desk.LIAISON), (cover.backup, Desk.BACKUP)):
                if person is not None and person not in table.absent:
                    return person, desk
    return None, Desk.CENTRAL
