"""Who is told of what, and how: one table of events and roles, and what each person has chosen beside it.

In the app everything is told to whoever hears of it. The table says whether a mail goes with it, at once or in one
mail of the day, and what nobody can switch off. No Django models here; ``person`` is whoever has a role and choices.
"""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

NEVER, MANDATORY = "-", "!"


class How(TextChoices):
    NOW = "now", _("A mail at once")
    DAILY = "daily", _("One mail in the morning, for all of it that I have not seen")
    APP = "app", _("In the app alone")


class Person(Protocol):
    role: str
    mail_choices: dict[str, str]


@dataclass(frozen=True)
class Cell:
    """How one role is told of one event, unless the person chooses otherwise."""

    how: How
    is_mandatory: bool

    @property
    def choices(self) -> tuple[How, ...]:
        """What leaves no mail by itself can only be added to the one of the day."""
        if self.is_mandatory:
            return (self.how,)
        return (How.APP, How.DAILY) if self.how == How.APP else tuple(How)


@dataclass(frozen=True)
class Event:
    name: str
    mailbox: bool  # HART's own mailbox gets a mail, too
    roles: Mapping[str, Cell]  # without those who never hear of it


def load(text: str) -> dict[str, Event]:
    """Raises ValueError for a line that cannot be read, or an event that stands there twice."""
    events: dict[str, Event] = {}
    for number, row in enumerate(csv.DictReader(io.StringIO(text)), start=2):
        name, mailbox = row.pop("event"), row.pop("mailbox")
        try:
            roles = {role: cell_of(written) for role, written in row.items() if written != NEVER}
        except ValueError as error:
            raise ValueError(f"telling, line {number}: {error}") from error
        if name in events:
            raise ValueError(f"telling, line {number}: {name} stands there twice")
        events[name] = Event(name, mailbox == "yes", roles)
    return events


def cell_of(written: str) -> Cell:
    return Cell(How(written.removesuffix(MANDATORY)), written.endswith(MANDATORY))


EVENTS = load((Path(__file__).parent / "telling.csv").read_text(encoding="utf-8"))


def how(event: str, person: Person) -> How:
    """Whom the table does not know beside an event is told at once: a mail too many is the smaller harm."""
    known = EVENTS.get(event)
    cell = known.roles.get(person.role) if known else None
    if cell is None:
        return How.NOW
    chosen = person.mail_choices.get(event, "")
    return How(chosen) if chosen in cell.choices else cell.how


def reaches_mailbox(event: str) -> bool:
    return EVENTS[event].mailbox
