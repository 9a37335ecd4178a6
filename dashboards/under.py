"""Whom a supervisor leads, whose a young person is, and what their worker has to do."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from accounts.models import Unit, User
from duties.models import Duty, DutyQuerySet
from youth.models import Youth

OWNER = Coalesce("assigned_worker", "created_by")  # the same three ways: of a young person, of a duty about them
OWNER_OF_DUTY = Coalesce("youth__assigned_worker", "youth__created_by")
HOLDER = Coalesce("handed_to", "started_by")  # of a draft, as ``Screening.owner`` says it of one


def people_under(user: User, units: Iterable[Unit]) -> QuerySet[User]:
    """The people of the units, those who have left as well, and the one who asks: they may have young people, too."""
    found: QuerySet[User] = User.objects.filter(Q(unit__in=list(units)) | Q(pk=user.pk)).select_related("unit")
    return found.order_by("unit__name", "name", "email")


def own_of(people: Iterable[User]) -> Q:
    """Assigned to one of them, or added by them and assigned to nobody."""
    return Q(assigned_worker__in=people) | Q(assigned_worker=None, created_by__in=people)


def of_worker(youths: Any) -> DutyQuerySet:
    """What a worker has to do; it goes with the young person to whoever is assigned."""
    theirs: DutyQuerySet = Duty.objects.filter(youth__in=youths, owner_role=Duty.Owner.WORKER)
    return theirs.unrestricted()


def whose(youth: Youth) -> User:
    """As ``own_of`` says it of one: assigned to them, or added by them and assigned to nobody."""
    return youth.assigned_worker or youth.created_by
