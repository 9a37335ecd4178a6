"""A level raised with a reason, and the signature."""

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit import clock
from audit.refusals import Refusal
from audit.trail import record
from screening import gates as gating
from screening import results, scoring
from screening.models import Screening
from screening.services import handing
from screening.services.drafts import locked, screening_url
from youth import services as youths
from youth.models import Finding


class NotReady(Refusal):
    """Something is still missing before the signature."""


class NotHigher(Refusal):
    """A raise that would not raise."""


def raise_level(screening: Screening, level: str, *, reason: str, by: User) -> Screening:
    """Professional judgment may raise a level at any time; both values are kept."""
    draft = locked(screening)
    computed = results.result_of(draft).computed
    if level and scoring.level_in_force(computed, level) == computed:
        raise NotHigher(
            _("Only a higher level than the computed one can be chosen here."),
            reverse("screening:result", args=[draft.pk]),
        )
    draft.raised_to, draft.raise_reason = level, reason if level else ""
    draft.raised_by = by if level else None
    draft.save()
    facts = {"computed": computed, "raised_to": level}
    record("screening.raise", "screening", draft.pk, by=by.pk, youth=draft.youth_id, facts=facts)
    return draft


def finalize(screening: Screening, *, by: User) -> Screening:
    """Sign: freeze gates, levels and what the profile says. ``referrals`` calls this: sending is the same act.

    Raises NotReady when an answer is missing; an unknown one never blocks.
    """
    draft = locked(screening)
    prefetch_related_objects([draft], "sections", "youth__caregivers")  # once, for all that signing asks of them
    refuse_unready(draft)
    found = results.result_of(draft)
    if found.level == found.computed:  # a raise that the answers have overtaken is none
        draft.raised_to, draft.raised_by, draft.raise_reason = "", None, ""
    draft.computed_level, draft.level, draft.historic = found.computed, found.level, found.historic
    draft.gates = {code: value for code, value in draft.gates.items() if code in found.gates}
    draft.foreign_national = found.gates.get("G6", "")
    draft.exploitation_history, draft.caregivers_implicated = found.exploitation_history, found.caregivers_implicated
    draft.not_known = list(found.result.unknown)
    draft.status = Screening.Status.SIGNED
    draft.signed_at, draft.signed_by = clock.now(), by
    draft.save()
    handing.settle(draft)
    leave_finding(draft, by=by)
    facts = {"computed": found.computed, "level": found.level}
    record("screening.sign", "screening", draft.pk, by=by.pk, youth=draft.youth_id, facts=facts)
    return draft


def leave_finding(signed: Screening, *, by: User) -> None:
    """A sexual determinative that was ever clear is known to every later screening and call, without end."""
    assert signed.signed_at is not None
    if results.is_evidenced(signed.instrument, signed.answers()):
        youths.add_finding(
            signed.youth, kind=Finding.Kind.EVIDENCED, on=timezone.localdate(signed.signed_at),
            reference=str(signed.pk), expires_on=None, by=by,
        )  # fmt: skip


def refuse_unready(draft: Screening) -> None:
    if gating.lacking(draft.instrument, draft.gates) or not draft.trigger:
        raise NotReady(
            _("Answer the questions under Before you start first."),
            reverse("screening:start-page", args=[draft.pk]),
        )
    missing = results.lacking(draft)
    if missing:
        titles = ", ".join(state.title for state in missing)
        raise NotReady(
            _("Some answers are still missing: %(sections)s. What nobody knows is answered Not known.")
            % {"sections": titles},
            screening_url(draft),
        )
