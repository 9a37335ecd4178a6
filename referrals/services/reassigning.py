"""A worker leaves or is sick: what was theirs goes to another of the unit, all in one transaction."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission, grants
from audit.refusals import Refusal
from audit.trail import record
from notifications import notices
from referrals.models import Audience, Referral
from screening.models import Screening
from screening.services import handing
from vault import keys
from youth import services as youths
from youth.models import Youth


class CannotGive(Refusal):
    """The person chosen cannot take anything."""


@dataclass(frozen=True)
class Chosen:
    """What is to change hands."""

    youths: Collection[UUID] = ()
    drafts: Collection[UUID] = ()
    consultations: Collection[UUID] = ()  # without identity


@dataclass
class Given:
    youths: int = 0
    drafts: int = 0
    consultations: int = 0
    skipped: list[str] = field(default_factory=list)  # each a sentence: what stays, and why


def reassign(worker: User, chosen: Chosen, *, to: User, because: str, by: User) -> Given:
    """``because``: left, sick or other. Two at once: the second finds what the first has left. Raises CannotGive."""
    refuse_receiver(worker, to)
    given = Given()
    drafts, people = held(chosen, by)
    for draft in drafts:
        give_draft(draft, given, worker=worker, to=to, by=by)
    for youth in people:
        give_youth(youth, given, worker=worker, to=to, because=because, by=by)
    for consultation in consultations_of(worker, chosen, by):
        give_consultation(consultation, given, to=to, by=by)
    missing = sum(map(len, (chosen.youths, chosen.drafts, chosen.consultations))) - asked(given)
    given.skipped += [_("%(count)d ticked are out of your reach by now.") % {"count": missing}] if missing > 0 else []
    note(given, worker, to, because, actor=by)
    return given


def note(given: Given, worker: User, to: User, because: str, actor: User) -> None:
    facts: dict[str, str | int] = {"to": str(to.pk), "because": because, "skipped": len(given.skipped)}
    facts |= {"youths": given.youths, "drafts": given.drafts, "consultations": given.consultations}
    record("unit.reassign", "user", worker.pk, by=actor.pk, facts=facts)


def asked(given: Given) -> int:
    return given.youths + given.drafts + given.consultations + len(given.skipped)


def refuse_receiver(worker: User, to: User) -> None:
    who = {"name": to.display_name}
    back = reverse("dashboards:unit-worker", args=[worker.pk])
    if to == worker:
        raise CannotGive(_("%(name)s has it already. Choose somebody else.") % who, back)
    if not grants(to, Permission.SCREEN):
        raise CannotGive(_("%(name)s does not screen, or has left. Choose somebody else.") % who, back)


def held(chosen: Chosen, by: User) -> tuple[list[Screening], list[Youth]]:
    """Drafts before young people, each in one order, as signing and handing hold them: nobody waits in a circle."""
    seen = Youth.objects.visible_to(by)
    drafts = list(Screening.objects.filter(pk__in=chosen.drafts, youth__in=seen).held().order_by("pk"))
    wanted = {*chosen.youths, *(draft.youth_id for draft in drafts)}
    people = {youth.pk: youth for youth in Youth.objects.filter(pk__in=wanted).visible_to(by).locked().order_by("pk")}
    keys.unlock(people)
    within = [draft for draft in drafts if draft.youth_id in people]  # the reach may have ended meanwhile
    for draft in within:
        draft.youth = people[draft.youth_id]
    return within, [youth for youth in people.values() if youth.pk in chosen.youths]


def give_draft(draft: Screening, given: Given, *, worker: User, to: User, by: User) -> None:
    if why := why_draft_stays(draft, worker, to):
        given.skipped.append(f"{draft.youth.initials}: {why}")
        return
    handing.give(draft, to=to, by=by)
    given.drafts += 1


def why_draft_stays(draft: Screening, worker: User, to: User) -> str:
    """A sentence, or nothing."""
    if not draft.is_draft:
        return _("The screening was signed meanwhile.")
    if draft.owner != worker:
        return _("The draft was given away already, to %(name)s.") % {"name": draft.owner.display_name}
    return handing.why_not(draft, to)


def give_youth(youth: Youth, given: Given, *, worker: User, to: User, because: str, by: User) -> None:
    if why := why_youth_stays(youth, worker, to):
        given.skipped.append(f"{youth.initials}: {why}")
        return
    youths.hand_over(youth, to=to, because=because, by=by)
    handing.keep_owners(youth)
    given.youths += 1


def why_youth_stays(youth: Youth, worker: User, to: User) -> str:
    """A sentence, or nothing."""
    has_it = youths.worker_of(youth)
    if has_it != worker:
        return _("Given away already, to %(name)s.") % {"name": has_it.display_name}
    if youth.sealed_at and to.pk not in youths.named_ids(youth):
        return _("The record is sealed, and %(name)s is not named for it. HART's lead says who may open it.") % {
            "name": to.display_name
        }
    return ""


def consultations_of(worker: User, chosen: Chosen, by: User) -> Iterator[Referral]:
    """Open ones that name nobody; they hang on no young person, and are given by themselves."""
    seen = Referral.objects.visible_to(by).open().filter(pk__in=chosen.consultations, youth=None)
    yield from seen.followed_by(worker).order_by("pk")


def give_consultation(consultation: Referral, given: Given, *, to: User, by: User) -> None:
    """The one who had it keeps it, too: it says nothing of anybody."""
    Audience.objects.get_or_create(referral=consultation, user=to)
    record("referral.give", "referral", consultation.pk, by=by.pk, facts={"to": str(to.pk)})
    if to != by:
        notices.tell(to.pk, "referral.give", "referral", consultation.pk)
    given.consultations += 1
