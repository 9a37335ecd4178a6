"""HART's queue: its views with how much stands in each, and what a row says."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from duties import words as times
from referrals import desks, paging, urgency
from referrals.choices import AgeBand, ConcernType, Kind, YesNoUnknown
from referrals.counting import counted
from referrals.forms import ReferenceForm
from referrals.forms.queueing import SaveViewForm, SeveralForm
from referrals.models import COUNTED, Referral, Task
from referrals.pages import deciding, receipt
from referrals.pages import queue as queues
from referrals.pages.around import Around
from referrals.pages.queue import Queue
from referrals.services import calls
from referrals.workflow import Status
from screening.models import Level
from vault import keys

ROWS = 50
RECENTLY = dt.timedelta(minutes=15)  # as long as somebody may still be reading
CALLS = 5  # the most urgent ones; who has more than that to make does not read a longer list first


def inbox_page(queue: Queue, several: SeveralForm | None = None, saving: SaveViewForm | None = None) -> dict[str, Any]:
    user, now = queue.user, queue.now
    user.ask_for_offices()
    mine, decisions = Referral.objects.visible_to(user), deciding.waiting(user)
    long = {"closed": mine.in_view("closed", user, now), "tasks": Task.objects.open_of(user), **decisions}
    counts = counted(long, most=COUNTED + 1, beside=mine.counts_of_open(user, now))
    found = queue.rows().for_list().with_company(user, now - RECENTLY)
    asked = queue.asked.get
    part = paging.part_of(found, queue.order, size=ROWS, after=asked("after", ""), before=asked("before", ""))
    to_call = list(calls.waiting_for(user, now).most_urgent_first().for_list()[: CALLS + 1])
    keys.unlock(referral.key_owner for referral in (*part.rows, *to_call))
    return {
        **{name: counts[name] for name in decisions},
        **queue.around(),
        "tasks": counts["tasks"],
        "several": several or queue.several(),
        "saving": saving or queue.save_form(),
        "calls": [row(referral, now) for referral in to_call[:CALLS]],
        "more_calls": len(to_call) > CALLS,
        "find_form": ReferenceForm(),
        "tabs": [(name, one.label, count_words(counts[name])) for name, one in desks.VIEWS.items()],
        "rows": listed(part.rows, queue, chosen=several["chosen"].value() if several else []),
        "earlier": part.earlier,
        "later": part.later,
    }


def count_newer(queue: Queue, since: str) -> int:
    """What is no moment counts nothing."""
    try:
        moment = parse_datetime(since)
    except ValueError:
        moment = None
    if moment is None or timezone.is_naive(moment):
        return 0
    return counted({"newer": queue.rows().filter(opened_at__gt=moment)}, most=COUNTED + 1)["newer"]


def count_words(count: int) -> str:
    return f"{COUNTED:,}+" if count > COUNTED else f"{count:,}"


def row(referral: Referral, now: dt.datetime) -> dict[str, Any]:
    """With its codes in words, so that the table looks none up."""
    level = Level(referral.level) if referral.level else None
    return {
        **receipt.row(referral, now),
        "not_safe": referral.safe_tonight == YesNoUnknown.NO,
        "level": level.value if level else Level.TOLD.value,
        "level_words": level.label if level else _("No screening: as level 4"),
        "kind": Kind(referral.kind).label,
        "status": Status(referral.status).label,
        "age_band": AgeBand(referral.age_band).label,
    }


def listed(referrals: list[Referral], queue: Queue, *, chosen: Sequence[str]) -> list[dict[str, Any]]:
    """Each row with which clock is next, what of the reports is done, why it stands where it stands, who is at it."""
    around, names = Around(referrals), queue.named.get("owner", {})
    return [
        {
            **row(referral, queue.now),
            "chosen": str(referral.pk) in chosen,
            "may_claim": referral.status == Status.SENT,
            "type": ConcernType(referral.concern_type).label if referral.concern_type else "",
            "tags": [queue.tag_names[tag] for tag in referral.tags],  # type: ignore[attr-defined]
            "opened": queues.opened_words(referral, names, queue.now),
            "contact": times.moment(referral.last_contact_at, queue.now) if referral.last_contact_at else "",
            "snoozed": referral.snoozed_until and referral.snoozed_until > queue.now,
            "clock": around.clock(referral),
            "reports": around.report_words(referral),
            "caregiver": urgency.has_flag(referral.priority, "caregiver_implicated"),
        }
        for referral in referrals
    ]
