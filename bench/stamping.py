"""The rows that the services wrote for one invented young person, written again for another: new ids, new key."""

import datetime as dt
import random
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import models

from duties.models import Duty
from notifications.models import Message
from referrals import choices, reference
from referrals.models import Determined, Draft, Referral, ReferralScreening, Service, ServiceStep, Step
from screening.models import Screening, SectionAnswers, Source, Trigger
from screening.versions import instrument_of
from vault import blind
from youth import blind_index
from youth.choices import Gender, LivingSituation, Race, RaceSource
from youth.models import Access, Caregiver, SearchToken, Youth

USED = set[str]()
FIRST = ("Adair", "Blythe", "Corin", "Delphine", "Ember", "Farrow", "Greer", "Hollis", "Indigo", "Juniper")
LAST = ("Inventado", "Madeupson", "Nowhere", "Placeholder", "Quillfeather", "Sampleton", "Testerly", "Unreal")
Row = models.Model
Ids = dict[uuid.UUID, uuid.UUID]


class Sample:
    """Everything about one young person, in an order in which it can be inserted."""

    def __init__(self, youth: Youth) -> None:
        of_youth = {"youth": youth}
        referrals = Referral.objects.filter(**of_youth)
        screenings = Screening.objects.filter(**of_youth)
        groups: tuple[Iterable[Row], ...] = (
            [youth],
            Caregiver.objects.filter(**of_youth),
            Access.objects.filter(**of_youth),
            screenings,
            Source.objects.filter(screening__in=screenings),
            SectionAnswers.objects.filter(screening__in=screenings),
            Draft.objects.filter(**of_youth),
            referrals,
            Step.objects.filter(referral__in=referrals),
            ReferralScreening.objects.filter(referral__in=referrals),
            Determined.objects.filter(referral__in=referrals),
            Service.objects.filter(referral__in=referrals),
            ServiceStep.objects.filter(service__referral__in=referrals),
            Duty.objects.filter(**of_youth),
            Message.objects.filter(about__in=referrals.values("pk")),
        )
        self.youth = youth
        self.rows = [(row, values_of(row)) for group in groups for row in group]

    def again(self, people: Mapping[uuid.UUID, uuid.UUID], earlier: dt.timedelta, chance: random.Random) -> "Copy":
        """``people`` says who and which office stands in for those of the sample; all of it happened ``earlier``."""
        ids: Ids = {**people, **{row.pk: uuid.uuid4() for row, _values in self.rows}}
        written, copy = unused_reference(), Copy()
        for row, values in self.rows:
            copy.add(row, {name: moved(value, ids, earlier) for name, value in values.items()})
            individual(copy.rows[-1], written, chance)
            varied(copy.rows[-1], chance)
        return copy


def unused_reference() -> str:
    """Among a hundred thousand two would likely be the same."""
    while (drawn := reference.new()) in USED:
        pass
    USED.add(drawn)
    return drawn


def values_of(row: Row) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def moved(value: Any, ids: Ids, earlier: dt.timedelta) -> Any:
    if isinstance(value, uuid.UUID):
        return ids.get(value, value)
    return value - earlier if isinstance(value, dt.datetime) else value


class Copy:
    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.by_id: dict[uuid.UUID, Row] = {}

    def add(self, row: Row, values: dict[str, Any]) -> None:
        new = type(row)(**values)
        for field in row._meta.concrete_fields:
            owner = self.by_id.get(values[field.attname]) if field.is_relation else None
            if owner is not None:
                setattr(new, field.name, owner)  # what seals the row is looked up through it
        self.by_id[new.pk] = new
        self.rows.append(new)

    def of(self, kind: type[Row]) -> Iterator[Any]:
        return (row for row in self.rows if type(row) is kind)


def individual(row: Row, written: str, chance: random.Random) -> None:
    """What is unique, or belongs to one young person alone."""
    if isinstance(row, Youth):
        row.legal_first, row.legal_last = chance.choice(FIRST), chance.choice(LAST)
        row.birth_date = dt.date(2009, 1, 1) + dt.timedelta(days=chance.randrange(1800))
        row.case_number, row.person_number = f"C{chance.randrange(10**8):08}", f"P{chance.randrange(10**8):08}"
    elif isinstance(row, Referral):
        row.reference, row.submission_key = written, uuid.uuid4()
    elif isinstance(row, Draft | Service) or (isinstance(row, Step) and row.submission_key):
        row.submission_key = uuid.uuid4()
    elif isinstance(row, Access) and row.why.startswith("referral:"):
        row.why = f"referral:{written}"
    elif isinstance(row, Message):
        row.message_id = f"<{row.pk}@hart.example>"
        row.dedupe_key = blind.token("mail", str(row.pk))


def varied(row: Row, chance: random.Random) -> None:
    """What would be the same of all, and is counted."""
    if isinstance(row, Youth):
        row.race, row.race_source = chance.sample(Race.values, chance.choice((1, 1, 2))), RaceSource.SELF_REPORTED
        row.gender, row.living_situation = chance.choice(Gender.values), chance.choice(LivingSituation.values)
    elif isinstance(row, Screening) and not row.is_draft:
        scored = list(instrument_of(row.version.sha256).scored)
        row.trigger, row.not_known = chance.choice(Trigger.values), chance.sample(scored, chance.randrange(len(scored)))
    elif isinstance(row, Determined):
        row.timing = chance.choice(["", *choices.Timing.values])
    elif isinstance(row, Service | ServiceStep):
        row.standing = chance.choice(choices.ServiceStanding.values)


def tokens(copy: Copy) -> list[SearchToken]:
    """The blind index of the copy's profile, once its caregivers are written."""
    return [
        SearchToken(kind=kind, mac=mac, owner_kind=blind_index.OWNER, owner=youth.pk)
        for youth in copy.of(Youth)
        for kind, mac in set(blind_index.tokens_of(youth))
    ]
