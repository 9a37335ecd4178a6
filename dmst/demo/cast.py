"""The invented people who work with the product: six to sign in as, and a small cast in every office."""

import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

from accounts import services as people
from accounts.models import Cover, Office, Unit, User
from accounts.permissions import Role
from audit import clock

PASSWORD = "invented people only"  # noqa: S105  # of invented accounts, on one's own computer
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
PHONE = "860-555-0100"
ON_CALL_PHONE = "860-555-0111"
WORDS = ("Ash", "Basil", "Cedar", "Dahlia", "Elder", "Flint", "Ginger", "Hazel", "Indigo", "Jade", "Linden", "Moss")
SURNAMES = ("Sample", "Example", "Pretend")
TRAINED_BEFORE = dt.timedelta(days=200)
ROSTER = dt.timedelta(days=400)  # before and after today


@dataclass
class Cast:
    named: dict[str, User]
    workers: dict[str, list[User]] = field(default_factory=dict)  # by office
    liaisons: dict[str, User] = field(default_factory=dict)


def address(name: str) -> str:
    return f"{name}@hart.example"


def seed_people() -> Cast:
    """The six who can sign in, in Hartford, and the offices that the liaison covers."""
    office, central = Office.objects.get(name=OFFICE), Office.objects.central()
    named = {
        name: people.create_user(
            email=address(name), name=full_name, role=role, by=BY, phone=PHONE, password=PASSWORD, trained_on=trained(),
            office=central if role == Role.LEAD else office,
        )
        for name, role, full_name in CAST
    }  # fmt: skip
    unit = people.create_unit(name="Unit 1", office=office, supervisor=named["supervisor"], by=BY)
    for name in ("worker", "supervisor"):
        named[name].unit = unit
        named[name].save(update_fields=["unit"])
    found = Cast(named, {OFFICE: [named["worker"]]})
    cover_region(office, named["liaison"], found)
    now = clock.now()
    people.set_on_call(named["lead"], phone=ON_CALL_PHONE, starts_at=now - ROSTER, ends_at=now + ROSTER, by=BY)
    return found


def cover_region(office: Office, liaison: User, cast: Cast) -> None:
    for covered in Office.objects.area().filter(region=office.region_id):
        people.cover_office(liaison=liaison, office=covered, backup=cast.named["lead"], by=BY)
        cast.liaisons[covered.name] = liaison


def seed_other_offices(cast: Cast) -> None:
    """A liaison for each other region; a supervisor and a worker for each office. None of them can sign in.

    The worker of the demonstration's own office is in the unit of the supervisor who can.
    """
    names = (" ".join(parts) for parts in itertools.product(WORDS, SURNAMES))
    for office in Office.objects.area().select_related("region"):
        if office.name not in cast.liaisons:
            cover_region(office, extra(Role.LIAISON, office, names), cast)
        unit = cast.named["supervisor"].units_led.get() if office.name == OFFICE else other_unit(office, names)
        worker = extra(Role.CASEWORKER, office, names)
        worker.unit = unit
        worker.save(update_fields=["unit"])
        cast.workers.setdefault(office.name, []).append(worker)


def other_unit(office: Office, names: Iterator[str]) -> Unit:
    return people.create_unit(name="Unit 2", office=office, supervisor=extra(Role.SUPERVISOR, office, names), by=BY)


def extra(role: Role, office: Office, names: Iterator[str]) -> User:
    name = next(names)
    email = address(f"{role.value}.{office.name}".lower().replace(" ", "-"))
    return people.create_user(
        email=email, name=name, role=role, by=BY, office=office, phone=PHONE, trained_on=trained()
    )


def trained() -> dt.date:
    """Everybody in the spring."""
    return (clock.now() - TRAINED_BEFORE).date()


def read_cast() -> Cast | None:
    """As it was seeded before; None where it was not, or not in every office."""
    named = {name: User.objects.filter(email=address(name)).first() for name, _role, _full_name in CAST}
    found = Cast({name: person for name, person in named.items() if person})
    for worker in User.objects.in_role(Role.CASEWORKER).filter(unit__isnull=False).select_related("office"):
        found.workers.setdefault(str(worker.office), []).append(worker)
    for cover in Cover.objects.select_related("office", "liaison"):
        found.liaisons[cover.office.name] = cover.liaison
    offices = set(Office.objects.area().values_list("name", flat=True))
    is_whole = len(found.named) == len(CAST) and offices <= set(found.workers) & set(found.liaisons)
    return found if is_whole else None
