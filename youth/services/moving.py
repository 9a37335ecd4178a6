"""A young person gets another worker: who sees them from now on, and who only for the time of a handover."""

from accounts.models import User
from audit import clock
from audit.trail import record
from notifications import notices
from youth.models import Youth
from youth.models.access import NAMED
from youth.services.access import HANDED, HANDOVER, follow_assignment


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
    rows = youth.access.filter(user__in=people, ends_at=None).exclude(why__in=(NAMED, HANDED))
    rows.update(ends_at=clock.now() + HANDOVER)


def save(youth: Youth, names: list[str], *, by: User) -> None:
    """A tab of the profile that was opened before is stale from here on."""
    youth.number_of_saves += 1
    youth.updated_at, youth.updated_by = clock.now(), by
    youth.save(update_fields=[*names, "number_of_saves", "updated_at", "updated_by"])
