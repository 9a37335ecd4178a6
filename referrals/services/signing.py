"""Signing is sending (foundations: the case, 1): one act, one transaction."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from accounts import coverage
from accounts.models import User
from audit import clock
from referrals import content, emails, identity
from referrals.choices import Kind
from referrals.models import Draft, Referral, ReferralScreening, WithheldLink
from referrals.services import anonymity, clocks, opening
from screening import results
from screening import services as screenings
from screening.models import Level, Screening
from youth import services as youths
from youth.choices import AgeGate
from youth.models import Youth

ALWAYS_SENT = (Level.SUSPECTED, Level.TOLD)


def sign_and_send(
    screening: Screening, fields: Mapping[str, Any], *, by: User, submission_key: uuid.UUID
) -> Referral | None:
    """The referral or consultation this signature sent; None where nothing was to be sent.

    A second press, in this window or another, returns what the first one sent.
    """
    draft = Screening.objects.select_for_update(of=("self",)).get(pk=screening.pk)
    if not draft.is_draft:
        return sent_with(draft)
    signed = screenings.finalize(draft, by=by)
    found = results.result_of(signed)
    youths.note_conflict(signed.youth, fields.get("conflict") or "", by=by)
    referral = send(signed, found, fields, by=by, submission_key=submission_key)
    clocks.start_from_screening(signed, found, fields, referral, by=by)
    if referral:
        clocks.keep_next_due(referral)
        referral.save(update_fields=["next_due"])
    elif signed.raised_to and (supervisor := coverage.supervisor_of(by, clock.now())):
        youths.admit_leading(signed.youth, by, why="screening:raise")
        emails.tell_of_raise(signed, supervisor)
    Draft.objects.filter(screening=signed).delete()
    return referral


def sent_with(screening: Screening) -> Referral | None:
    """What an earlier signature sent, also where only the young person's own key can tell."""
    link = ReferralScreening.objects.select_related("referral").filter(screening=screening).first()
    if link:
        return link.referral
    withheld = WithheldLink.objects.filter(screening=screening).first()
    return Referral.objects.get(pk=withheld.consultation) if withheld else None


def send(
    signed: Screening,
    found: results.ScreeningResult,
    fields: Mapping[str, Any],
    *,
    by: User,
    submission_key: uuid.UUID,
) -> Referral | None:
    Youth.objects.locked().get(pk=signed.youth_id)  # nobody opens one between the look and the act
    if not is_sent(signed, found.level, fields):
        return None
    withheld = is_withheld(signed, fields)
    if withheld:
        anonymity.refuse_names(signed.youth, fields, reverse("referrals:fields", args=[signed.pk]))
    sending = opening.Sending(
        youth=signed.youth,
        kind=Kind.REFERRAL if found.level in ALWAYS_SENT and not withheld else Kind.CONSULTATION,
        level=found.level,
        fields={**their_wishes(signed), **fields},
        submission_key=submission_key,
        missing_now=signed.gates.get("G4") == "missing_now",
        screening=signed,
        names_nobody=withheld,
        historic=found.historic,
        is_known=found.is_known,
    )
    return opening.open_or_join(sending, by=by)


def their_wishes(signed: Screening) -> dict[str, str]:
    """What HART must know before it calls anybody: said once, beside the result, and part of the referral."""
    return {name: getattr(signed, name) for name in content.THEIR_WISHES}


def is_sent(screening: Screening, level: str, fields: Mapping[str, Any]) -> bool:
    """At levels 3 and 4, when it was chosen, and when something is open that it has to join."""
    return level in ALWAYS_SENT or bool(fields.get("send")) or joins(screening, fields)


def joins(screening: Screening, fields: Mapping[str, Any]) -> bool:
    """One open referral per young person (foundations: the case, 2); what names nobody joins only its like."""
    rows = Referral.objects.open()
    if not is_withheld(screening, fields) and rows.filter(youth=screening.youth_id).exists():
        return True
    return rows.unnamed_of(screening.youth).exists()


def is_withheld(screening: Screening, fields: Mapping[str, Any]) -> bool:
    gates = screening.gates
    return identity.is_withheld(
        identity.Said(
            is_adult=gates.get("G1") == AgeGate.ADULT,
            agreement=fields.get("adult_agreement", ""),
            danger=gates.get("G5", ""),
            safe_tonight=fields.get("safe_tonight", ""),
            missing_now=gates.get("G4") == "missing_now",
            minor_at_risk=bool(fields.get("minor_at_risk")),
        )
    )
