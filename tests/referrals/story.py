"""Invented people, a young person and a screening, made with the services; and two presses in one moment."""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from typing import Any

from django.db import connections

from accounts.models import Cover, Office, OnCallShift, Unit, User
from accounts.permissions import Role
from audit import clock, trail
from audit.refusals import Refusal
from duties.models import Duty
from notifications.models import Message
from referrals.models import Referral
from referrals.services import signing
from screening import services
from screening.models import Screening, SectionAnswers, Source
from tests.accounts.people import person
from vault import keys
from youth.models import MissingEpisode, Youth
from youth.services import create_youth

MINOR = {"G1": "13_17", "G3": "open_case_at_home", "G4": "not_missing", "G5": "no"}
ADULT = {**MINOR, "G1": "18_plus", "G2": "yes"}  # it began before the 18th birthday: the minor rule
# What the answers of a screening come to: level -> the items that are clear.
CLEAR = {"4": ("XS1",), "3": ("XS5",), "2": ("MH1",), "1": ()}


@dataclass
class Cast:
    worker: User
    supervisor: User
    liaison: User
    second: User  # another liaison of the same office
    lead: User
    on_call: User
    stranger: User  # a worker of another office
    office: Office


def cast() -> Cast:
    office, central = Office.objects.get(name="Hartford"), Office.objects.central()
    supervisor = person(Role.SUPERVISOR, office=office)
    unit = Unit.objects.create(name="Invented unit", office=office, supervisor=supervisor)
    people = Cast(
        worker=person(office=office, unit=unit, phone="860-555-0110"),
        supervisor=supervisor,
        liaison=person(Role.LIAISON, office=office, phone="860-555-0120"),
        second=person(Role.LIAISON, office=office, phone="860-555-0121"),
        lead=person(Role.LEAD, office=central),
        on_call=person(Role.LIAISON, office=central),
        stranger=person(office=Office.objects.get(name="Norwich")),
        office=office,
    )
    Cover.objects.create(liaison=people.liaison, office=office, backup=people.second, rank=1)
    Cover.objects.create(liaison=people.second, office=office, rank=2)
    return people


def put_on_call(user: User, phone: str = "860-555-0199") -> OnCallShift:
    now, day = clock.now(), dt.timedelta(days=1)
    return OnCallShift.objects.create(user=user, phone=phone, starts_at=now - day, ends_at=now + day)


def young_person(people: Cast, **values: Any) -> Youth:
    known = {
        "legal_first": "Zephyrine",
        "legal_last": "Quillfeather",
        "birth_date": dt.date(clock.now().year - 15, 1, 2),
        "birth_known": "known",
        "dcf_status": "open_case_at_home",
        "office": people.office,
        "assigned_worker": people.worker,
        "safe_contact": "In person at school",
    }
    return create_youth({**known, **values}, by=people.worker)


def screened(
    youth: Youth, by: User, level: str = "4", *, gates: Mapping[str, str] = MINOR, clear: tuple[str, ...] = ()
) -> Screening:
    """A draft with every question answered, ready to be signed at this level. U is not known throughout."""
    screening = services.start(youth, by=by)
    return answered(screening, by, level, gates=gates, clear=clear)


def answered(
    screening: Screening, by: User, level: str, *, gates: Mapping[str, str] = MINOR, clear: tuple[str, ...] = ()
) -> Screening:
    screening = services.save_start(screening, trigger="allegation", gates=gates, by=by)
    source = Source.objects.create(screening=screening, source_type="own_words", added_at=clock.now())
    items = clear or CLEAR.get(level, ())
    for domain in screening.instrument.domains:
        entries = {
            item.code: {"answer": "clear", "sources": [str(source.pk)], "note": "Seen."}
            if item.code in items
            else {"answer": "unknown" if level == "U" else "none"}
            for item in domain.indicators
            if item.is_scored
        }
        SectionAnswers.objects.create(
            screening=screening, code=domain.code, open_items=entries, number_of_saves=1,
            saved_at=clock.now(), recorded_at=clock.now(),
        )  # fmt: skip
    return Screening.objects.with_record().get(pk=screening.pk)


def sign(screening: Screening, by: User, *, key: uuid.UUID | None = None, **fields: Any) -> Referral | None:
    return signing.sign_and_send(screening, fields, by=by, submission_key=key or uuid.uuid4())


def sent(
    people: Cast, level: str = "4", *, youth: Youth | None = None, gates: Mapping[str, str] = MINOR, **fields: Any
) -> Referral:
    referral = sign(screened(youth or young_person(people), people.worker, level, gates=gates), people.worker, **fields)
    assert referral is not None
    return referral


def missing(youth: Youth, *, by: User, since: float = 5, back: float | None = None, **known: Any) -> MissingEpisode:
    """An episode that began, was known and ended so many hours ago."""
    now, hour = clock.now(), dt.timedelta(hours=1)
    began = now - since * hour
    values = {"began_at": began, "known_at": began, "ended_at": None if back is None else now - back * hour, **known}
    return services.begin_episode(youth, values, danger="no", by=by)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Each on a connection of its own, all in one moment; what each came to, a result or a refusal."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            with trail.acting("test"):
                start.wait()
                return act()
        except Refusal as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        return [future.result() for future in [threads.submit(run, act) for act in acts]]


def reread(referral: Referral) -> Referral:
    keys.unlock([referral.key_owner])
    return Referral.objects.get(pk=referral.pk)


def recipients_of(referral: Referral) -> set[uuid.UUID | None]:
    return {message.recipient for message in Message.objects.about(referral.pk)}


def clocks_about(kind: str, pk: uuid.UUID) -> set[str]:
    return set(Duty.objects.about(kind, pk).open().exclude(clock="").values_list("clock", flat=True))
