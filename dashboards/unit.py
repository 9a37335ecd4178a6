"""One worker of a unit: what they have, and what of it could go to somebody else."""

import datetime as dt
from collections import Counter
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.permissions import GRANTS, Permission
from audit import clock
from dashboards import acting
from dashboards.day import initials_and_age
from dashboards.under import of_worker, own_of, people_under
from dashboards.unit_forms import ReassignForm
from duties import words as times
from referrals import words
from referrals.models import Referral
from referrals.services.reassigning import Given
from screening.models import Screening
from vault import keys
from youth.models import Youth

SHOWN = 100  # of one worker at a time; what is given away makes room for the rest
SCREENERS = tuple(role for role, held in GRANTS.items() if Permission.SCREEN in held)


def worker_under(user: User, pk: UUID) -> User:
    worker = people_under(user, acting.units_led(user)).filter(pk=pk).first()
    if worker is None:
        raise Http404
    return worker


class WorkerPage:
    """One worker's young people, drafts and duties, and the form that gives them away."""

    def __init__(self, user: User, worker: User, typed: Any = None) -> None:
        self.user, self.worker, self.now = user, worker, clock.now()
        seen = Youth.objects.visible_to(user)
        self.youths = list(seen.filter(own_of([worker])).order_by("-pk")[:SHOWN])
        drafts = Screening.objects.drafts_of(worker).filter(youth__in=seen).select_related("youth")
        self.drafts = list(drafts[:SHOWN])
        self.consultations = list(nameless_of(user, worker))
        keys.unlock({one.pk for one in self.youths} | {one.youth_id for one in self.drafts})
        self.duties = list(of_worker([one.pk for one in self.youths]).open().soonest_first())
        self.form = ReassignForm(typed, offered=self.offered(), receivers=receivers(user, worker))

    def offered(self) -> dict[str, list[tuple[str, str]]]:
        today = timezone.localdate(self.now)
        open_duties = Counter(duty.youth_id for duty in self.duties)
        late = Counter(duty.youth_id for duty in self.duties if duty.is_late(self.now))
        return {
            "youths": [
                (str(one.pk), youth_words(one, today, open_duties[one.pk], late[one.pk])) for one in self.youths
            ],
            "drafts": [
                (str(one.pk), f"{one.youth.initials}, {_('started')} {times.moment(one.started_at, self.now)}")
                for one in self.drafts
            ],
            "consultations": [(str(one.pk), f"{one.reference}, {one.office}") for one in self.consultations],
        }

    def shown(self) -> list[UUID]:
        """Young people and drafts, for the trail."""
        return [one.pk for one in self.youths] + [one.pk for one in self.drafts]

    def context(self) -> dict[str, Any]:
        who = {one.pk: one.initials for one in self.youths}
        rows = [
            (duty, words.name_of(duty), who[duty.youth_id], duty.due_words(self.now), duty.is_late(self.now))
            for duty in self.duties
            if duty.youth_id
        ]
        has_anything = bool(self.youths or self.drafts or self.consultations)
        return {"worker": self.worker, "form": self.form, "duties": rows, "has_anything": has_anything}


def nameless_of(user: User, worker: User) -> QuerySet[Referral]:
    seen = Referral.objects.visible_to(user).open().filter(youth=None)
    return seen.sent_by(worker).select_related("office")[:SHOWN]


def receivers(user: User, worker: User) -> QuerySet[User]:
    """Whoever of the unit may screen, and the one who gives."""
    return people_under(user, acting.units_led(user)).filter(is_active=True, role__in=SCREENERS).exclude(pk=worker.pk)


def youth_words(youth: Youth, today: dt.date, open_duties: int, late: int) -> str:
    said = [initials_and_age(youth, today)]
    if open_duties:
        said.append(ngettext("%(n)d duty open", "%(n)d duties open", open_duties) % {"n": open_duties})
    if late:
        said.append(_("%(n)d overdue") % {"n": late})
    return "; ".join(said)


def given_words(given: Given, to: User) -> str:
    parts = (
        (given.youths, ngettext("%(n)d young person", "%(n)d young people", given.youths)),
        (given.drafts, ngettext("%(n)d draft", "%(n)d drafts", given.drafts)),
        (given.consultations, ngettext("%(n)d consultation", "%(n)d consultations", given.consultations)),
    )
    said = [words % {"n": count} for count, words in parts if count]
    if not said:
        return _("Nothing has changed hands.")
    return _("%(name)s has taken over: %(what)s.") % {"name": to.display_name, "what": ", ".join(said)}
