"""Another worker, another office: who sees a young person from now on, and who only for the time of a handover."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Office, Town, User
from accounts.permissions import HART_ROLES
from audit import clock
from audit.refusals import Refusal
from audit.trail import record
from notifications import notices
from youth.models import OfficeChange, Youth
from youth.models.access import NAMED
from youth.services.access import DRAFTS, HANDOVER, follow_assignment
from youth.services.sealing import named_ids


class CannotMove(Refusal):
    """They are there already, or the person chosen may not see them."""


def worker_of(youth: Youth) -> User:
    """Whose the young person is: the assigned worker's, or else whoever's who added the profile."""
    return youth.assigned_worker or youth.created_by


def hand_over(youth: Youth, *, to: User, because: str, by: User) -> None:
    """``youth`` is held. The duties go with the young person; a draft goes by itself (``screening``)."""
    earlier = worker_of(youth)
    youth.assigned_worker = to
    save(youth, ["assigned_worker"], by=by)
    let_go(youth, earlier)
    follow_assignment(youth)
    facts = {"from": str(earlier.pk), "to": str(to.pk), "because": because}
    record("youth.hand_over", "youth", youth.pk, by=by.pk, youth=youth.pk, facts=facts)
    if to != by:
        notices.tell(to.pk, "youth.hand_over", "youth", youth.pk)


def let_go(youth: Youth, *people: User) -> None:
    """Whatever they see the young person for ends with the handover, a referral they sent included.

    What stays is a draft that was handed to them, and the list of a sealed record.
    """
    rows = youth.access.filter(user__in=people, ends_at=None).exclude(why__in=(NAMED, DRAFTS))
    rows.update(ends_at=clock.now() + HANDOVER)


def save(youth: Youth, names: list[str], *, by: User) -> None:
    """A tab of the profile that was opened before is stale from here on."""
    youth.number_of_saves += 1
    youth.updated_at, youth.updated_by = clock.now(), by
    youth.save(update_fields=[*names, "number_of_saves", "updated_at", "updated_by"])


def move_office(
    youth: Youth, *, town: Town, to: User | None, from_day: dt.date, because: str, by: User
) -> OfficeChange | None:
    """``youth`` is held. The town's office is theirs from now on; None where it was already.

    ``to`` is their worker there, or None as long as the worker of now stays. Raises CannotMove.
    """
    earlier, was = worker_of(youth), youth.office
    if youth.town_id == town.pk and youth.office_id == town.office_id:
        raise CannotMove(_("They are recorded in %(town)s already.") % {"town": town}, page_of(youth))
    refuse_receiver(youth, to)
    youth.town, youth.out_of_state, youth.office = town, False, town.office
    youth.assigned_worker = to or youth.assigned_worker
    save(youth, ["town", "out_of_state", "office", "assigned_worker"], by=by)
    if to and to != earlier:
        let_go(youth, *staff_seeing(youth))
    follow_assignment(youth)
    facts: dict[str, str | None] = {"from": pk_of(was), "to": str(town.office_id), "because": because}
    record("youth.move_office", "youth", youth.pk, by=by.pk, youth=youth.pk, facts=facts)
    if to and to != by:
        notices.tell(to.pk, "youth.hand_over", "youth", youth.pk)
    if was == town.office:
        return None
    return OfficeChange.objects.create(
        youth=youth, from_office=was, to_office=town.office, from_day=from_day, because=because, by=by, at=clock.now()
    )


def refuse_receiver(youth: Youth, to: User | None) -> None:
    if to and youth.sealed_at and to.pk not in named_ids(youth):
        raise CannotMove(
            _("The record is sealed, and %(name)s is not named for it. HART's lead says who may open it.")
            % {"name": to.display_name},
            page_of(youth),
        )


def staff_seeing(youth: Youth) -> list[User]:
    """Caseworkers and supervisors who see the young person until now; HART's people see by their office."""
    rows = youth.access.filter(user__isnull=False, ends_at=None).values("user")
    return list(User.objects.filter(pk__in=rows).exclude(role__in=HART_ROLES))


def pk_of(office: Office | None) -> str | None:
    return str(office.pk) if office else None


def page_of(youth: Youth) -> str:
    return reverse("referrals:youth", args=[youth.pk])
