"""What the rows of the queue say of duties: which clock is next, and what of the reports is done. One query."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from duties.models import Duty
from referrals import words
from referrals.models import Referral
from referrals.pages.brief import REPORTS

SAID_OF_REPORTS: dict[str, str | Promise] = {
    "due": gettext_lazy("%(to)s due"),
    "done": gettext_lazy("%(to)s done"),
    "na": gettext_lazy("%(to)s does not apply"),
}
REPORT_OF = {action: name for name, (_label, actions) in REPORTS.items() for action in actions}
TOLD = ("youth", "about_id", "action", "clock", "due_at", "done_at", "done_recorded_at", "not_applicable_at")


class Told(NamedTuple):
    """Of a duty, as much as a row needs."""

    youth: UUID | None
    about: UUID
    action: str
    clock: str
    due_at: dt.datetime | None
    done_at: dt.datetime | None
    done_recorded_at: dt.datetime | None
    not_applicable_at: dt.datetime | None

    def state(self, since: dt.datetime) -> str:
        """What was settled before the referral came is not of it."""
        if self.done_at is None and self.not_applicable_at is None:
            return "due"
        if self.done_recorded_at:
            return "done" if self.done_recorded_at >= since else ""
        return "na" if self.not_applicable_at and self.not_applicable_at >= since else ""


class Around:
    """The federal notice is never in a list."""

    def __init__(self, referrals: Iterable[Referral]) -> None:
        rows = list(referrals)
        young_people = {row.youth_id for row in rows if row.youth_id}
        due = {row.next_due for row in rows if row.next_due}
        running = Q(about_kind="referral", about_id__in=[row.pk for row in rows], due_at__in=due, done_at=None)
        wanted = running | Q(youth__in=young_people, action__in=REPORT_OF)
        self.running: dict[tuple[UUID, dt.datetime | None], Told] = {}
        self.reports: dict[UUID | None, list[Told]] = defaultdict(list)
        for told in map(Told._make, Duty.objects.unrestricted().filter(wanted).values_list(*TOLD)):
            if told.action in REPORT_OF:
                self.reports[told.youth].append(told)
            if told.done_at is None and told.not_applicable_at is None:
                self.running.setdefault((told.about, told.due_at), told)

    def clock(self, referral: Referral) -> str:
        """Which clock the time is of."""
        found = self.running.get((referral.pk, referral.next_due)) if referral.next_due else None
        return words.name(found.action, found.clock) if found else ""

    def report_words(self, referral: Referral) -> list[str]:
        """Careline, police and NCMEC as far as something was to be done about them for this referral."""
        states: dict[str, set[str]] = defaultdict(set)
        for told in self.reports.get(referral.youth_id, ()) if referral.youth_id else ():
            states[REPORT_OF[told.action]].add(told.state(referral.opened_at))
        return [
            str(SAID_OF_REPORTS[said]) % {"to": label}
            for name, (label, _actions) in REPORTS.items()
            for said in [next((state for state in SAID_OF_REPORTS if state in states[name]), "")]
            if said
        ]
