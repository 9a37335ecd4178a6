"""The unit's page: who has how much, and on one worker what could go to somebody else."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Absence, Unit, User
from accounts.permissions import GRANTS, Permission
from audit import clock
from dashboards import acting
from dashboards.day import initials_and_age
from dashboards.unit_forms import ReassignForm
from duties import words as times
from duties.models import Duty, DutyQuerySet
from referrals import words
from referrals.models import Referral
from referrals.services.reassigning import Given
from screening.models import Screening
from vault import keys
from youth.models import Youth

SHOWN = 100  # of one worker at a time; what is given away makes room for the rest
SCREENERS = tuple(role for role, held in GRANTS.items() if Permission.SCREEN in held)


class Load(NamedTuple):
    """One person of the unit, by counts alone."""

    person: User
    youths: int
    drafts: int
    duties: int
    overdue: int
    said: str  # their role and unit; that they have left, or until when they are away

    @property
    def has_anything(self) -> bool:
        return bool(self.youths or self.drafts)


def people_under(user: User, units: Iterable[Unit]) -> QuerySet[User]:
    """The people of the units, those who have left as well, and the one who asks: they may have young people, too."""
    found: QuerySet[User] = User.objects.filter(Q(unit__in=list(units)) | Q(pk=user.pk)).select_related("unit")
    return found.order_by("unit__name", "name", "email")


def own_of(people: Iterable[User]) -> Q:
    """Assigned to one of them, or added by them and assigned to nobody."""
    return Q(assigned_worker__in=people) | Q(assigned_worker=None, created_by__in=people)


def unit_page(user: User) -> dict[str, Any]:
    now, units = clock.now(), acting.units_led(user)
    people = list(people_under(user, units))
    rows = loads(people, user, now)
    shown = [row for row in rows if row.person.is_active or row.has_anything]
    return {
        "units": [(unit, acting.words_of(unit, now)) for unit in units],
        "rows": [row for row in shown if row.person != user or row.has_anything],
    }


def loads(people: list[User], user: User, now: dt.datetime) -> list[Load]:
    """Within the reader's own scope: what is sealed to others counts for nothing here."""
    own = Youth.objects.visible_to(user).filter(own_of(people))
    whose = {pk: worker or creator for pk, worker, creator in own.values_list("pk", "assigned_worker", "created_by")}
    drafts = Counter(handed or started for handed, started in owners_of_drafts(user))
    open_duties, overdue = Counter[UUID](), Counter[UUID]()
    for youth, due in duties_of(whose).values_list("youth", "due_at"):
        open_duties[whose[youth]] += 1
        overdue[whose[youth]] += bool(due and due < now)
    away = dict(Absence.objects.filter(starts_at__lte=now, ends_at__gt=now).values_list("user", "ends_at"))
    have = Counter(whose.values())
    return [
        Load(
            one, have[one.pk], drafts[one.pk], open_duties[one.pk], overdue[one.pk],
            said_of(one, user, away.get(one.pk), now),
        )
        for one in people
    ]  # fmt: skip


def said_of(person: User, reader: User, away: dt.datetime | None, now: dt.datetime) -> str:
    parts = (
        _("You") if person == reader else person.get_role_display(),
        person.unit,
        "" if person.is_active else _("has left"),
        _("away until %(until)s") % {"until": times.moment(away, now)} if away else "",
    )
    return ", ".join(str(part) for part in parts if part)


def owners_of_drafts(user: User) -> Iterable[tuple[UUID | None, UUID]]:
    seen = Screening.objects.filter(status=Screening.Status.DRAFT, youth__in=Youth.objects.visible_to(user))
    return seen.values_list("handed_to", "started_by")


def duties_of(youths: Iterable[UUID]) -> DutyQuerySet:
    """What a worker has to do; it goes with the young person to whoever is assigned."""
    theirs: DutyQuerySet = Duty.objects.filter(youth__in=list(youths), owner_role=Duty.Owner.WORKER)
    return theirs.open().unrestricted()


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
        self.duties = list(duties_of(one.pk for one in self.youths).soonest_first())
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
