"""Two people for what was entered in error: one asks and says why, another decides. Never the same one."""

import datetime as dt
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from audit import clock
from audit.refusals import Refusal
from audit.trail import record
from duties import words as times
from notifications import notices
from referrals import emails
from referrals.corrections import Correction
from referrals.models import Referral
from referrals.services import anonymity, moving, voiding
from referrals.services.voiding import Void
from referrals.workflow import Status
from screening.models import Screening
from vault import keys
from youth import services as youths
from youth.models import Youth

LET_IN = "correction"  # why HART's lead may see it: nobody else can decide
LOOKING_ON = dt.timedelta(days=1)  # after the answer


class CorrectionRefused(Refusal):
    """It was void already, somebody else has asked or answered, or it is not the way to take something back."""

    shows_typed = True


def ask_about_screening(screening: Screening, *, reason: str, by: User, moves_to: Youth | None = None) -> Correction:
    """To void it; with ``moves_to``, to move it to whom it is about. A second press finds the first."""
    signed = Screening.objects.select_for_update(of=("self",)).select_related("youth").get(pk=screening.pk)
    refuse_unsigned(signed)
    if moves_to:
        refuse_move(signed, moves_to, by)
    asked = Correction(youth=signed.youth, screening=signed, moves_to=moves_to)
    return found_or_kept(asked, reason=reason, by=by)


def ask_about_referral(referral: Referral, *, reason: str, by: User) -> Correction:
    """Only one that no signed screening rests on: that one is asked about, and the referral goes with it."""
    found = voiding.locked_referral(referral.pk)
    refuse_resting(found, by)
    return found_or_kept(Correction(youth=found.youth, referral=found), reason=reason, by=by)


def refuse_unsigned(screening: Screening) -> None:
    if screening.is_void:
        raise CorrectionRefused(_("This was entered in error already. Nothing is left to do."), page_of(screening))
    if screening.is_draft:
        raise CorrectionRefused(_("A draft counts for nothing yet. Only what is signed is taken back."), "/")


def refuse_move(screening: Screening, right: Youth, by: User) -> None:
    back = reverse("referrals:right-person", args=[screening.pk])
    if right.pk == screening.youth_id:
        raise CorrectionRefused(_("It is written about this young person already. Choose another one."), back)
    seen = Youth.objects.visible_to(by).filter(pk__in=[right.pk, screening.youth_id]).count()
    if seen < 2:
        raise CorrectionRefused(_("A screening can be moved only between young people whom you may see."), back)


def refuse_resting(referral: Referral, by: User) -> None:
    if referral.status == Status.VOID:
        raise CorrectionRefused(_("This was entered in error already. Nothing is left to do."), page_of(referral))
    youth = referral.youth or anonymity.youth_behind(referral, known_to=by)
    if youth is None:
        raise CorrectionRefused(
            _("It names nobody, and only its referrer can take it back. Close it, or say that it is not accepted."),
            page_of(referral),
        )
    if voiding.rests_on(referral, youth):
        raise CorrectionRefused(
            _("It rests on a signed screening. Say there that it was entered in error: the referral goes with it."),
            page_of(referral),
        )


def found_or_kept(asked: Correction, *, reason: str, by: User) -> Correction:
    """The row it is about is locked, so two who ask at once are one after the other."""
    open_one = Correction.objects.open().with_people()
    known = open_one.filter(screening=asked.screening, referral=asked.referral).first()
    if known and known.asked_by_id == by.pk:
        return known
    if known:
        raise CorrectionRefused(
            _("%(person)s has asked for this already, %(moment)s. Somebody else has to answer.")
            % {"person": known.asked_by.display_name, "moment": times.moment(known.asked_at, clock.now())},
            page_of(known.screening or known.referral),
        )
    asked.reason, asked.asked_by, asked.asked_at = reason, by, clock.now()
    asked.save(force_insert=True)
    record_about("correction.ask", asked, by)
    emails.tell_of_correction(asked, "correction.ask", confirmers(asked))
    return asked


def record_about(event: str, correction: Correction, by: User) -> None:
    """In the trail of the young person; of a move, in both."""
    facts = {"about": "screening" if correction.screening_id else "referral", "moves": correction.is_move}
    for youth in {correction.youth_id, correction.moves_to_id or correction.youth_id}:
        record(event, "correction", correction.pk, by=by.pk, youth=youth, facts=facts)


def confirmers(correction: Correction) -> list[User]:
    """Whoever may decide. Where that is nobody, HART's leads are let in until it is decided."""
    found = may_confirm(correction)
    if not found and correction.youth:
        leads = [lead for lead in User.objects.leads() if lead != correction.asked_by]
        for youth in filter(None, (correction.youth, correction.moves_to)):
            youths.grant_all(youth, why=LET_IN, users=leads)
        found = may_confirm(correction)
    return found


def may_confirm(correction: Correction) -> list[User]:
    units = [person.unit for person in (correction.asked_by, correction.entered_by) if person.unit]
    people = [person for unit in units for person in (unit.supervisor, unit.acting_supervisor) if person]
    asked = {person.pk: person for person in (*people, *User.objects.leads()) if person.is_active}
    return [one for one in asked.values() if Correction.objects.to_settle_by(one).filter(pk=correction.pk).exists()]


def confirm(correction: Correction, *, by: User) -> Correction:
    """It is void, or it moves, with all that hangs on it. Of two at once one does, and the other hears who."""
    held = held_for(correction, by)
    if is_answered(held, True, by):
        return held
    reason, void_at = held.reason, clock.now()
    write_answer(held, True, by=by)
    void = Void(by, void_at, reason)
    if held.screening:
        take_back_screening(held, held.screening, void)
    elif held.referral_id:
        voiding.void_referral(open_referral(held.referral_id), void)
    tell_answer("correction.confirm", held, by)
    return held


def take_back_screening(held: Correction, wrong: Screening, void: Void) -> None:
    screening = Screening.objects.held().with_record().get(pk=wrong.pk)
    refuse_unsigned(screening)
    if held.moves_to:
        refuse_move(screening, held.moves_to, held.asked_by)
        moving.move(held, screening, void)
        return
    voiding.void_screening(screening, void)
    referral = voiding.referral_of(screening)
    if referral:
        voiding.take_out(screening, referral, void)


def open_referral(pk: UUID) -> Referral:
    referral = voiding.locked_referral(pk)
    if referral.status == Status.VOID:
        raise CorrectionRefused(_("This was entered in error already. Nothing is left to do."), page_of(referral))
    return referral


def refuse(correction: Correction, *, by: User, why_not: str) -> Correction:
    """It stands as it was signed; whoever asked is told why, and may ask again."""
    held = held_for(correction, by)
    if not is_answered(held, False, by):
        held.why_not = why_not
        write_answer(held, False, by=by)
        tell_answer("correction.refuse", held, by)
    return held


def held_for(correction: Correction, by: User) -> Correction:
    """Locked with the young people it is about, in an order that is the same for everybody."""
    Correction.objects.select_for_update().get(pk=correction.pk)  # alone: a row joined to it would be the older one
    held = Correction.objects.with_people().get(pk=correction.pk)
    youths_of = [pk for pk in (held.youth_id, held.moves_to_id) if pk]
    list(Youth.objects.locked().filter(pk__in=youths_of).order_by("pk").values_list("pk"))
    keys.unlock([held.key_owner, *youths_of])
    if held.settled_at is None and not Correction.objects.to_settle_by(by).filter(pk=held.pk).exists():
        raise PermissionDenied
    return held


def is_answered(held: Correction, is_confirmed: bool, by: User) -> bool:
    """A second press of the same answer changes nothing. Raises CorrectionRefused after anybody else's."""
    if held.settled_at is None or held.settled_by is None:
        return False
    if (held.settled_by, held.is_confirmed) == (by, is_confirmed):
        return True
    sentence = (
        _("%(person)s has confirmed it, %(moment)s.")
        if held.is_confirmed
        else _("%(person)s has refused it, %(moment)s.")
    )
    said = {"person": held.settled_by.display_name, "moment": times.moment(held.settled_at, clock.now())}
    raise CorrectionRefused(sentence % said, reverse("referrals:correction", args=[held.pk]))


def write_answer(held: Correction, is_confirmed: bool, *, by: User) -> None:
    held.is_confirmed, held.settled_by, held.settled_at = is_confirmed, by, clock.now()
    held.save()


def tell_answer(event: str, held: Correction, by: User) -> None:
    record_about(event, held, by)
    for youth in filter(None, (held.youth, held.moves_to)):
        youth.access.filter(why=LET_IN, ends_at=None).update(ends_at=clock.now() + LOOKING_ON)
    notices.mark_seen(by.pk, kind="correction", subject=held.pk)
    emails.tell_of_correction(held, event, [held.asked_by, held.entered_by], but=by)


def page_of(about: Screening | Referral | None) -> str:
    if isinstance(about, Screening):
        return reverse("screening:signed", args=[about.pk])
    return reverse("referrals:open", args=[about.pk]) if about else "/"
