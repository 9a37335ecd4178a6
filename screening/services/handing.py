"""A draft goes to a colleague: one owner at a time, who alone reads and writes it."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission, grants
from audit import clock
from audit.refusals import Refusal
from audit.trail import record
from duties import words as times
from notifications import notices
from screening.models import Handing, Screening
from screening.services.drafts import locked
from youth import services as youths
from youth.models import Youth
from youth.services.access import DRAFTS


class HandedOn(Refusal):
    """It is somebody else's by now; what was typed meanwhile is shown once more."""

    shows_typed = True


class CannotHand(Refusal):
    """The colleague cannot take it."""


def hand(screening: Screening, *, to: User, by: User) -> Screening:
    """Their owner's own press. Raises AlreadySigned, HandedOn, CannotHand."""
    draft = locked(screening)
    if draft.owner != by:
        refuse_handed_on(draft.pk, by)
        raise PermissionDenied
    if why := why_not(draft, to):
        raise CannotHand(why, reverse("screening:hand", args=[draft.pk]))
    return give(draft, to=to, by=by)


def why_not(draft: Screening, to: User) -> str:
    """A sentence, or nothing. The young person is held, so that no draft of theirs begins meanwhile."""
    youth = Youth.objects.locked().get(pk=draft.youth_id)
    who = {"name": to.display_name}
    if draft.owner == to:
        return _("%(name)s has it already.") % who
    if not grants(to, Permission.SCREEN):
        return _("%(name)s does not screen, or has left.") % who
    if youth.sealed_at and to.pk not in youths.named_ids(youth):
        return _("The record is sealed, and %(name)s is not named for it. HART's lead says who may open it.") % who
    if Screening.objects.drafts_of(to).filter(youth=youth).exists():
        return _("%(name)s has a draft of their own for this young person. It has to be signed first.") % who
    return ""


def give(draft: Screening, *, to: User, by: User) -> Screening:
    """``draft`` is held, and nothing stands against it. Who started it, and every time in it, stays as it was."""
    giver, now = draft.owner, clock.now()
    draft.handed_to = None if to.pk == draft.started_by_id else to
    draft.save(update_fields=["handed_to"])
    Handing.objects.create(screening=draft, giver=giver, receiver=to, by=by, at=now)
    youths.leave(draft.youth, DRAFTS, people=[giver])
    youths.grant_access(draft.youth, why=DRAFTS, user=to)
    facts = {"from": str(giver.pk), "to": str(to.pk)}
    record("screening.hand", "screening", draft.pk, by=by.pk, youth=draft.youth_id, facts=facts)
    record("youth.let_in", "user", to.pk, by=by.pk, youth=draft.youth_id, facts={"because": DRAFTS})
    notices.tell(to.pk, "screening.hand", "draft", draft.pk)
    if giver != by and giver.is_active:
        notices.tell(giver.pk, "screening.handed_on", "youth", draft.youth_id)
    return draft


def keep_owners(youth: Youth) -> None:
    """Whoever writes a draft sees whom it is about as long as it is one, whosever the young person becomes."""
    drafts = Screening.objects.filter(youth=youth, status=Screening.Status.DRAFT)
    for draft in drafts.select_related("started_by", "handed_to"):
        youths.grant_access(youth, why=DRAFTS, user=draft.owner)


def settle(signed: Screening) -> None:
    """What its owner saw for the draft's sake alone ends with the handover; a worker of one's own has no such row."""
    if signed.handed_to_id or signed.youth.assigned_worker_id != signed.started_by_id:
        youths.leave(signed.youth, DRAFTS, people=[signed.owner])


def refuse_handed_on(pk: UUID, giver: User) -> None:
    """Raises HandedOn for whoever has had this draft, and may still see whom it is about."""
    theirs = Handing.objects.filter(screening=pk, giver=giver, screening__status=Screening.Status.DRAFT)
    known = theirs.filter(screening__youth__in=Youth.objects.visible_to(giver))
    last = known.select_related("screening__started_by", "screening__handed_to").order_by("-at").first()
    if last:
        raise HandedOn(handed_words(last))


def handed_words(last: Handing) -> str:
    return _("This screening is with %(name)s since %(at)s. What was kept until then is there; ask them to go on.") % {
        "name": last.screening.owner.display_name,
        "at": times.moment(last.at, clock.now()),
    }
