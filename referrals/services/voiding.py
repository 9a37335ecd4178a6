"""What was entered in error stays in the trail and counts for nothing (foundations: the case, 6)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from uuid import UUID

from django.utils.translation import gettext as _

from accounts import coverage
from accounts.models import User
from audit.trail import record
from duties import services as duties
from duties.models import Duty
from referrals import emails, urgency
from referrals.models import Referral, ReferralScreening, WithheldLink
from referrals.services import clocks, opening, receiving
from referrals.workflow import ENDED, Status
from screening import services as screenings
from screening.models import Screening
from vault import keys
from youth.models import Youth
from youth.services.access import HANDOVER
from youth.services.findings import end_findings, end_reported


@dataclass(frozen=True)
class Void:
    """Who confirmed it, when, and in which words somebody else had asked."""

    by: User
    at: dt.datetime
    reason: str


def void_screening(screening: Screening, void: Void) -> None:
    """With its duties; ``screening`` and its young person are locked."""
    screenings.void(screening, by=void.by)
    end_duties(Duty.objects.about("screening", screening.pk).open(), void)
    ask_again(screening)


def take_out(screening: Screening, referral: Referral, void: Void) -> None:
    """An open referral ends with the one screening that opened it; with others it stays, and is counted anew."""
    if referral.is_open and not stands_without(referral, screening.youth):
        void_referral(referral, void)
    else:
        recount(referral, void)


def referral_of(screening: Screening) -> Referral | None:
    """The referral or consultation it opened or joined, locked."""
    link = ReferralScreening.objects.filter(screening=screening).first()
    withheld = WithheldLink.objects.filter(screening=screening).first()
    pk = link.referral_id if link else UUID(withheld.consultation) if withheld else None
    return locked_referral(pk) if pk else None


def locked_referral(pk: UUID) -> Referral:
    referral = Referral.objects.held(pk)
    keys.unlock([referral.key_owner])
    return referral


def stands_without(referral: Referral, youth: Youth) -> bool:
    """Whether a screening that counts, or a call to refer now, has brought it to HART as well."""
    return bool(rests_on(referral, youth)) or calls_in(referral, youth) > 0


def rests_on(referral: Referral, youth: Youth) -> list[Screening]:
    """The screenings in it that still count."""
    if not referral.names_nobody:
        links = referral.screenings.select_related("screening")
        return [link.screening for link in links if not link.screening.is_void]
    return [link.screening for link in unnamed_links(referral, youth) if link.screening and not link.screening.is_void]


def calls_in(referral: Referral, youth: Youth) -> int:
    """How often it was sent or joined without a screening: each sending is a step, and a screening's has a link."""
    if not referral.names_nobody:
        return referral.steps.of_sending().count() - referral.screenings.count()
    return sum(link.screening is None for link in unnamed_links(referral, youth))


def unnamed_links(referral: Referral, youth: Youth) -> list[WithheldLink]:
    links = WithheldLink.objects.filter(youth=youth).select_related("screening")
    return [link for link in links if link.consultation == str(referral.pk)]


def recount(referral: Referral, void: Void) -> None:
    """The level is that of what still counts. A priority never falls by itself, nor does a clock that is promised."""
    if referral.youth:
        standing = rests_on(referral, referral.youth)
        if standing:
            referral.level = reduce(urgency.higher, (one.level for one in standing))
        elif referral.is_open:
            referral.level = ""  # what is left is a call to refer now
        still_said = {code for one in standing for code, answer in one.answers().items() if answer == "clear"}
        end_reported(referral.youth, reference=referral.reference, but=still_said, by=void.by)
    clocks.keep_next_due(referral)
    referral.save()
    opening.take_step(referral, "void_part", referral.status, by=void.by, at=void.at, words=void.reason)
    record("referral.void_part", "referral", referral.pk, by=void.by.pk, youth=referral.youth_id)
    emails.tell(referral, "referral.void_part", who_hears(referral, void), but=void.by)


def void_referral(referral: Referral, void: Void) -> None:
    """One that had ended already keeps when and how."""
    before, referral.status = referral.status, Status.VOID
    if before not in ENDED:
        referral.ended_at, referral.ended_by = void.at, void.by
    end_duties(Duty.objects.about("referral", referral.pk).open(), void)
    if referral.youth:
        end_duties(started_by_call(referral, referral.youth), void)
        end_findings(referral.youth, reference=referral.reference, by=void.by)
        end_reported(referral.youth, reference=referral.reference, by=void.by)
        rows = referral.youth.access.filter(why=f"referral:{referral.reference}", ends_at=None)
        rows.update(ends_at=void.at + HANDOVER)  # long enough to read what became of it
    clocks.keep_next_due(referral)
    referral.save()
    opening.take_step(referral, "void", before, by=void.by, at=void.at, words=void.reason)
    facts = {"from": before}
    record("referral.void", "referral", referral.pk, by=void.by.pk, youth=referral.youth_id, facts=facts)
    emails.tell(referral, "referral.void", who_hears(referral, void), but=void.by)


def started_by_call(referral: Referral, youth: Youth) -> Iterable[Duty]:
    """What a call to refer now asks of the worker is about the young person."""
    sent = referral.steps.of_sending().values("at")
    return Duty.objects.about("youth", youth.pk).filter(started_at__in=sent).open()


def who_hears(referral: Referral, void: Void) -> list[User | None]:
    supervisor = coverage.supervisor_of(referral.opened_by, void.at)
    return [*receiving.receivers(referral), *User.objects.leads(), *referral.senders(), supervisor]


def end_duties(hanging: Iterable[Duty], void: Void) -> None:
    for duty in hanging:
        duties.not_applicable(duty, by=void.by, because=_("Entered in error."))


def ask_again(screening: Screening) -> None:
    """What its signature had settled waits for a screening that counts."""
    if Screening.objects.signed().filter(youth=screening.youth, signed_at__gt=screening.signed_at).exists():
        return
    settled = Duty.objects.filter(
        youth=screening.youth, action__in=clocks.SETTLED_BY_SIGNING,
        done_at=screening.signed_at, done_by=screening.signed_by,
    )  # fmt: skip
    open_now = set(Duty.objects.filter(youth=screening.youth).open().values_list("action", flat=True))
    duties.start(
        *(
            duties.prepared(
                about=(duty.about_kind, duty.about_id), clock=duty.clock, action=duty.action, kind=duty.kind,
                owner=duty.owner_role, youth_id=duty.youth_id, started_at=duty.started_at,
            )
            for duty in settled
            if duty.action not in open_now and not is_about_what_is_void(duty)
        )
    )  # fmt: skip


def is_about_what_is_void(duty: Duty) -> bool:
    return Screening.objects.filter(pk=duty.about_id, status=Screening.Status.VOID).exists()
