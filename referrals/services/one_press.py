"""What is recorded with one press, as done now: who was called, on which number, at what time."""

import datetime as dt
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _L

from accounts import coverage
from accounts.models import User
from audit import clock
from audit.refusals import Refusal
from duties.models import Duty
from duties.names import NUMBERS
from duties.words import moment
from referrals.services import acts


class Press(NamedTuple):
    button: Promise
    done: Promise  # what is kept, before the moment


# A report that has a number of its own (Careline, NCMEC) is typed: one press would lose the number.
PRESSES = {
    "supervisor_call": Press(_L("Supervisor called just now"), _L("Supervisor called")),
    "police_now": Press(_L("Police called just now"), _L("Police called")),
    "attorney": Press(_L("Attorney or guardian told just now"), _L("Attorney or guardian told")),
    "health": Press(_L("Health care offered just now"), _L("Health care offered")),
    "safety_plan_now": Press(_L("Safety plan made just now"), _L("Safety plan made")),
}


class NeedsWords(Refusal):
    """Not something that one press can say."""


def record_now(duty: Duty, *, by: User, back: str) -> Duty:
    """Raises NeedsWords for a duty that has to be described."""
    if duty.action not in PRESSES:
        raise NeedsWords(_("Write down how it was done, and with whom."), back)
    now = clock.now()
    return acts.do(duty, by=by, at=now, how=words_for(duty, by, now))


def words_for(duty: Duty, by: User, now: dt.datetime) -> str:
    """What was done, when, with whom or on which number."""
    with_whom = [NUMBERS.get(duty.action, "")]
    if duty.action == "supervisor_call" and (person := coverage.supervisor_of(by, now)):
        with_whom = [person.display_name, person.phone]
    return ", ".join(part for part in (str(PRESSES[duty.action].done), moment(now, now), *with_whom) if part)
