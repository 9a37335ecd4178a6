"""Short names of duties, for lists. The full text of an action is in the instrument's own version."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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


def name_of(duty: Duty) -> str:
    """What has a code we do not know yet (a newer instrument) is shown by that code."""
    return str(ACTIONS.get(duty.action) or CLOCKS.get(duty.clock) or duty.action or duty.clock)
