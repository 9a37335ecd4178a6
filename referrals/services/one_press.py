"""What is recorded with one press, as done now: who was called, on which number, at what time."""

import datetime as dt
from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import coverage
from accounts.models import User
from audit import clock
from audit.refusals import Refusal
from duties.models import Duty
from duties.names import NUMBERS
from duties.words import moment
from referrals.services import acts

# A report that has a number of its own (Careline, NCMEC) is typed: one press would lose the number.
LABELS: dict[str, str | Promise] = {
    "supervisor_call": gettext_lazy("Supervisor called just now"),
    "police_now": gettext_lazy("Police called just now"),
    "attorney": gettext_lazy("Attorney or guardian told just now"),
    "health": gettext_lazy("Health care offered just now"),
    "safety_plan_now": gettext_lazy("Safety plan made just now"),
}


class NeedsWords(Refusal):
    """Not something that one press can say."""


def record_now(duty: Duty, *, by: User, back: str) -> Duty:
    """Raises NeedsWords for a duty that has to be described."""
    if duty.action not in LABELS:
        raise NeedsWords(_("Write down how it was done, and with whom."), back)
    now = clock.now()
    return acts.do(duty, by=by, at=now, how=words_for(duty, by, now))


def words_for(duty: Duty, by: User, now: dt.datetime) -> str:
    at = {"at": moment(now, now)}
    if duty.action == "supervisor_call":
        person = coverage.supervisor_of(by, now)
        known = (person.display_name, person.phone) if person else ()
        return ", ".join((_("Supervisor called, %(at)s") % at, *(part for part in known if part)))
    said: dict[str, Callable[[], str]] = {
        "police_now": lambda: _("Police called, %(at)s") % at,
        "attorney": lambda: _("Attorney or guardian told, %(at)s") % at,
        "health": lambda: _("Health care offered, %(at)s") % at,
        "safety_plan_now": lambda: _("Safety plan made, %(at)s") % at,
    }
    number = NUMBERS.get(duty.action, "")
    return ", ".join(part for part in (said[duty.action](), number) if part)
