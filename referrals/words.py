"""Short names of duties, for lists. The full text of an action is in the instrument's own version."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duties.ladder import LADDER, To
from duties.models import Duty
from duties.names import ACTIONS

CLOCKS: dict[str, str | Promise] = {
    "acknowledge_4": _("HART acknowledges"),
    "acknowledge_3": _("HART acknowledges"),
    "acknowledge_2": _("HART acknowledges"),
    "determination": _("HART determines"),
    "feedback": _("First answer to the referrer"),
    "information_reply": _("The referrer's answer to HART"),
    **dict.fromkeys(("review_7", "review_14", "review_30", "review_90"), _("HART's next review")),
    "tell_outcome": _("The young person is told of the outcome"),
}


HEARD: dict[To, str | Promise] = {
    To.OWNER: _("whoever has it"),
    To.BACKUP: _("who stands behind them"),
    To.LEAD: _("HART's lead"),
    To.DEPUTY: _("the lead's deputy"),
}


def heard_of(duty: Duty) -> str:
    """Who has been told that it is late, up the ladder; nothing while it is not, or no longer."""
    told = [str(HEARD[rung.to]) for rung in LADDER[: duty.climbed] if not rung.is_warning] if duty.is_open else []
    return ", ".join(dict.fromkeys(told))


def name_of(duty: Duty) -> str:
    return name(duty.action, duty.clock)


def name(action: str, clock: str) -> str:
    """What has a code we do not know yet (a newer instrument) is shown by that code."""
    return str(ACTIONS.get(action) or CLOCKS.get(clock) or action or clock)
