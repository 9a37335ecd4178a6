"""Invented people and young people, to try the product with. Nothing here is or resembles a real person."""

import datetime as dt
import random

from django.conf import settings

from accounts import services as people
from accounts.models import Cover, Office, Town, User
from accounts.permissions import Role
from audit import clock
from youth.models import Youth
from youth.services import create_youth

PASSWORD = "invented people only"  # noqa: S105  # of invented accounts, on one's own computer
SEED = 20261123
BY = "system:seed-demo"
OFFICE = "Hartford"
CAST = (
    ("worker", Role.CASEWORKER, "Wren Sample"),
    ("supervisor", Role.SUPERVISOR, "Sage Sample"),
    ("liaison", Role.LIAISON, "Lane Sample"),
    ("lead", Role.LEAD, "Lee Sample"),
    ("auditor", Role.AUDITOR, "Audra Sample"),
    ("administrator", Role.ADMINISTRATOR, "Addie Sample"),
)
FIRST = ("Ada", "Bea", "Cleo", "Dov", "Elm", "Fern", "Gale", "Hope", "Ivo", "June")
LAST = ("Example", "Invented", "Madeup", "Notreal", "Pretend")
YOUNG_PEOPLE = 24
GENDERS = (("female", 86), ("male", 12), ("another", 2))  # domain.md 1.9
LIVING = (("parent", 67), ("congregate", 13), ("foster", 9), ("kin", 5), ("no_stable_place", 3), ("shelter", 3))
AGES: tuple[tuple[object, int], ...] = ((11, 7), (13, 16), (15, 37), (17, 36), (18, 4))


class NotHere(Exception):
    """Demo data outside a demonstration."""


def seed() -> bool:
    """Whether anything was written: a second time changes nothing. Raises NotHere in production."""
    if settings.DMST_ENV == "production":
        raise NotHere
    if User.objects.exists():
        return False
    cast = seed_people()
    seed_young_people(cast["worker"])
    return True


def address(name: str) -> str:
    return f"{name}@hart.example"


def seed_people() -> dict[str, User]:
    office, central = Office.objects.get(name=OFFICE), Office.objects.central()
    cast = {
        name: people.create_user(
            email=address(name),
            name=full_name,
            role=role,
            by=BY,
            office=central if role == Role.LEAD else office,
            phone="860-555-0100",
            password=PASSWORD,
        )
        for name, role, full_name in CAST
    }
    unit = people.create_unit(name="Unit 1", office=office, supervisor=cast["supervisor"], by=BY)
    for name in ("worker", "supervisor"):
        cast[name].unit = unit
        cast[name].save(update_fields=["unit"])
    for covered in Office.objects.exclude(pk=central.pk):
        Cover.objects.create(liaison=cast["liaison"], office=covered, backup=cast["lead"])
    now = clock.now()
    year = dt.timedelta(days=365)
    people.set_on_call(cast["lead"], phone="860-555-0111", starts_at=now, ends_at=now + year, by=BY)
    return cast


def seed_young_people(worker: User) -> list[Youth]:
    chance = random.Random(SEED)  # noqa: S311  # the same invented people each time
    towns = list(Town.objects.filter(office=worker.office))
    return [create_youth(invented(chance, towns, worker), by=worker) for _number in range(YOUNG_PEOPLE)]


def invented(chance: random.Random, towns: list[Town], worker: User) -> dict[str, object]:
    age = pick(chance, AGES)
    today = clock.now().date()
    return {
        "legal_first": chance.choice(FIRST),
        "legal_last": chance.choice(LAST),
        "birth_date": dt.date(today.year - int(str(age)), 1, 1) + dt.timedelta(days=chance.randint(0, 27)),
        "birth_known": "known",
        "gender": pick(chance, GENDERS),
        "living_situation": pick(chance, LIVING),
        "dcf_status": "open_case_at_home",
        "town": chance.choice(towns),
        "office": worker.office,
        "assigned_worker": worker,
    }


def pick(chance: random.Random, shares: tuple[tuple[object, int], ...]) -> object:
    return chance.choices([value for value, _share in shares], [share for _value, share in shares])[0]
