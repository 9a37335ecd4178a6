"""Words added after a signature, each with its date: what was signed stays verbatim (foundations: the case, 6)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from audit import clock
from audit.refusals import Refusal
from audit.trail import record
from referrals import emails
from referrals.models import Referral, ReferralScreening
from referrals.services import anonymity, moves, opening, receiving
from screening.models import Addition, Screening

STEP = "add"


class CannotAdd(Refusal):
    """There is nothing signed to add to, or it has ended."""

    shows_typed = True


def add_to_screening(screening: Screening, words: str, *, by: User) -> Addition:
    """HART is told where the screening is part of an open referral. A second press adds nothing."""
    signed = Screening.objects.select_for_update(of=("self",)).get(pk=screening.pk)
    refuse_unsigned(signed)
    last = signed.additions.last()
    if last and (last.by_id, last.words) == (by.pk, words):
        return last
    number = last.number + 1 if last else 1
    added = Addition.objects.create(screening=signed, number=number, words=words, by=by, at=clock.now())
    record("screening.add_words", "screening", signed.pk, by=by.pk, youth=signed.youth_id)
    part_of = ReferralScreening.objects.select_related("referral").filter(screening=signed).first()
    if part_of and part_of.referral.is_open:
        add_to_referral(part_of.referral, words, by=by)
    return added


def add_to_referral(referral: Referral, words: str, *, by: User) -> Referral:
    referral = Referral.objects.held(referral.pk)
    refuse_ended(referral)
    refuse_names(referral, words, by=by)
    last = referral.steps.last()
    if last and last.move == STEP and (last.by_id, words_of(referral)) == (by.pk, words):
        return referral
    opening.take_step(referral, STEP, referral.status, by=by, at=clock.now(), words=words)
    record("referral.add_words", "referral", referral.pk, by=by.pk, youth=referral.youth_id)
    hears = [*receiving.receivers(referral), *referral.senders()]
    emails.tell(referral, "referral.add_words", hears, but=by)
    return referral


def refuse_unsigned(screening: Screening) -> None:
    if screening.status != Screening.Status.SIGNED:
        back = reverse("screening:tasks", args=[screening.pk])
        raise CannotAdd(_("Words are added to a signed screening only."), back)


def refuse_ended(referral: Referral) -> None:
    if not referral.is_open:
        raise CannotAdd(
            _("This referral has ended. Add the words to the screening, or refer again."), moves.page_of(referral)
        )


def refuse_names(referral: Referral, words: str, *, by: User) -> None:
    """As with an answer to HART: nothing that is added may say who an unnamed young adult is."""
    youth = anonymity.youth_behind(referral, known_to=by) if referral.names_nobody else None
    if youth and (found := anonymity.names_in(youth, words)):
        raise moves.AnswerNamesSomebody(anonymity.take_out(found), moves.page_of(referral))


def words_of(referral: Referral) -> str:
    last = referral.steps.last()
    assert last is not None
    last.referral = referral  # its key is the referral's
    return last.words
