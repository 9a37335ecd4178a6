"""Advice by phone: logged, seen by whoever asked, and made a referral with one press (domain.md 1.9)."""

import uuid

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Office, User
from accounts.permissions import Permission, grants
from audit import clock
from audit.refusals import Refusal
from audit.trail import record
from referrals import emails
from referrals.models import PhoneConsultation, Referral
from referrals.services import receiving, urgent
from referrals.services.urgent import Suspicion
from vault import keys


def log(consultation: PhoneConsultation, *, by: User, submission_key: uuid.UUID) -> PhoneConsultation:
    """The same key is the same press."""
    if not grants(by, Permission.DECIDE_REFERRAL):
        raise PermissionDenied
    User.objects.locked().get(pk=by.pk)  # two presses, one after the other
    if found := PhoneConsultation.objects.filter(pk=submission_key, by=by).first():
        return found
    asker = consultation.asker
    consultation.pk, consultation.by = submission_key, by
    consultation.office = (asker and asker.office) or by.office or Office.objects.central()
    if consultation.youth_id is None:
        keys.create(consultation.pk)
    consultation.save(force_insert=True)
    record("consultation.log", "consultation", consultation.pk, by=by.pk, youth=consultation.youth_id)
    if asker:
        emails.tell_of_consultation(consultation, asker)
    return consultation


class NotAsked(Refusal):
    """Somebody known is 18 or over, and whether they agree to be named is not known."""


def refer(consultation: PhoneConsultation, *, by: User) -> Referral:
    """What was asked becomes what was seen; about somebody known it joins what is open. Pressed twice it is one.

    Raises NotAsked.
    """
    if not grants(by, Permission.DECIDE_REFERRAL):
        raise PermissionDenied
    locked = PhoneConsultation.objects.select_for_update(of=("self",)).with_people().get(pk=consultation.pk)
    if locked.referral:
        return locked.referral
    suspicion = Suspicion({"what_seen": locked.question}, since=locked.at, who={"age": locked.age})
    refuse_unasked(locked, suspicion)
    referral = urgent.refer_now(suspicion, by=by, submission_key=locked.pk, youth=locked.youth)
    locked.referral = referral
    locked.save(update_fields=["referral"])
    if locked.asker:
        receiving.let_in(referral, [locked.asker])
        emails.tell(referral, "referral.from_consultation", [locked.asker], but=by)
    return referral


def refuse_unasked(consultation: PhoneConsultation, suspicion: Suspicion) -> None:
    """A consultation without identity must not be led to from a person by name: their own form asks first."""
    youth = consultation.youth
    if youth and urgent.is_withheld(suspicion, youth, clock.now()):
        raise NotAsked(
            _("They are 18 or over: enter a report about them, which asks whether they agree."),
            reverse("referrals:take-report-known", args=[youth.pk]),
        )
