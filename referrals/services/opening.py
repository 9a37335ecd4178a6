"""A referral is opened, or what is new joins the one that is open."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from accounts import coverage
from accounts.models import User
from audit import clock as database_clock
from audit.trail import record
from duties import words as times
from referrals import emails, reference, urgency
from referrals.choices import AgeBand, Kind, YesNoUnknown
from referrals.content import CONTENT, NAMING_NOBODY
from referrals.models import Referral, ReferralScreening, Step, WithheldLink
from referrals.routing import Route
from referrals.services import calls, clocks, merging, receiving
from screening.models import Level, Screening
from vault import keys
from youth.choices import AgeGate
from youth.models import Caregiver, Youth

SUPERVISOR_HEARS = (Level.SUSPECTED, Level.TOLD, "")


@dataclass(frozen=True)
class Sending:
    """What one signature, or one urgent call, sends to HART."""

    youth: Youth
    kind: str
    level: str  # "" without a screening
    fields: Mapping[str, Any]
    submission_key: uuid.UUID
    missing_now: bool = False
    screening: Screening | None = None
    names_nobody: bool = False
    historic: bool = False
    is_known: bool = False  # by its level alone it is what was reported before: nothing of it is urgent
    at: dt.datetime = field(default_factory=database_clock.now)
    since: dt.datetime | None = None  # when HART received it, where that was before it is written down

    @property
    def safe_tonight(self) -> str:
        return self.fields.get("safe_tonight") or YesNoUnknown.UNKNOWN

    @property
    def received_at(self) -> dt.datetime:
        return self.since or self.at

    @property
    def is_urgent(self) -> bool:
        return urgency.is_in_danger_now(self) if self.is_known else urgency.is_urgent(self)

    @property
    def content(self) -> dict[str, Any]:
        allowed = NAMING_NOBODY if self.names_nobody else CONTENT
        said = self.fields.items()
        return {name: value for name, value in said if name in allowed and value not in (None, "")}

    @property
    def dcf_status(self) -> str:
        return self.gate("G3") or self.youth.dcf_status

    @property
    def age_gate(self) -> str:
        return self.gate("G1") or self.youth.age_gate(times.day_of(self.at))

    def gate(self, code: str) -> str:
        """As the signature froze it."""
        return self.screening.gates.get(code, "") if self.screening else ""

    @property
    def was_raised(self) -> bool:
        return bool(self.screening and self.screening.raised_to)


def open_or_join(sending: Sending, *, by: User) -> Referral:
    """One open referral per young person: its row is locked before anybody looks."""
    youth = Youth.objects.locked().get(pk=sending.youth.pk)
    rows = Referral.objects.open().select_for_update(of=("self",))
    unnamed = rows.unnamed_of(youth).first()
    found = unnamed if sending.names_nobody else rows.filter(youth=youth).first()
    referral = join(found, sending, by=by) if found else open_new(sending, by=by)
    if sending.names_nobody:
        WithheldLink.objects.create(youth=youth, screening=sending.screening, consultation=str(referral.pk))
    elif unnamed:
        go_on(unnamed, referral, sending, by=by)
    return referral


def go_on(consultation: Referral, referral: Referral, sending: Sending, *, by: User) -> None:
    """Said once: what was asked without identity goes on under a name. HART closes the one it has (decision 0011)."""
    if consultation.steps.filter(move="named").exists():
        return
    words = _("It goes on as %(reference)s.") % {"reference": referral.reference}
    take_step(consultation, "named", consultation.status, by=by, at=sending.at, words=words)
    record("referral.named", "referral", consultation.pk, by=by.pk)
    emails.tell(consultation, "referral.named", receiving.receivers(consultation), but=by)


def open_new(sending: Sending, *, by: User) -> Referral:
    referral = Referral(
        reference=unused_reference(), kind=sending.kind, level=sending.level, priority=priority_of(sending),
        youth=None if sending.names_nobody else sending.youth, missing_now=sending.missing_now,
        age_band=AgeBand.of(sending.youth.age_on(times.day_of(sending.at))), opened_by=by,
        opened_at=sending.received_at, submission_key=sending.submission_key, **sending.content,
    )  # fmt: skip
    if sending.names_nobody:
        keys.create(referral.id)
    found = route_of(sending, by=by)
    receiving.address(referral, found)
    referral.save()
    clocks.start_for_referral(referral, at=sending.received_at, historic=sending.historic or sending.is_known)
    if sending.is_urgent:
        calls.ask(referral, at=sending.at)
    clocks.keep_next_due(referral)
    referral.save(update_fields=["next_due"])
    take_step(referral, "send", "", by=by, at=sending.at, submission_key=sending.submission_key)
    note_screening(referral, sending)
    supervisor = coverage.supervisor_of(by, sending.at)
    receiving.let_in_sender(referral, by=by, at=sending.at)
    record_sent("referral.send", referral, by, {"because": found.because.value, "desk": found.desk.value})
    tell_of("referral.send", referral, found, supervisor, sending, by=by)
    return referral


def join(referral: Referral, sending: Sending, *, by: User) -> Referral:
    """New information for the open referral: the priority may only rise, a consultation may become the referral."""
    was, before = referral.kind, referral.priority
    merging.merge(referral, sending.content, at=sending.at)
    referral.level = urgency.higher(referral.level, sending.level)
    referral.priority = max(referral.priority, priority_of(sending))
    referral.missing_now = referral.missing_now or sending.missing_now
    referral.snoozed_until = None
    if sending.kind == Kind.REFERRAL:
        referral.kind = Kind.REFERRAL
    found = route_of(sending, by=by)
    if sending.is_urgent:
        receiving.put_on_call(referral, found)
        calls.ask(referral, at=sending.at)
    if was == Kind.CONSULTATION and referral.kind == Kind.REFERRAL:
        clocks.start_hart(referral, "determination", sending.at)
    if referral.priority > before and not sending.is_known:
        clocks.hurry(referral, at=sending.at, by=by)
    clocks.keep_next_due(referral)
    referral.save()
    take_step(
        referral, "join", referral.status, by=by, at=sending.at, choice=sending.kind,
        submission_key=sending.submission_key,
    )  # fmt: skip
    note_screening(referral, sending)
    supervisor = coverage.supervisor_of(by, sending.at)
    receiving.let_in_sender(referral, by=by, at=sending.at)
    record_sent("referral.join", referral, by, {"raised": referral.priority > before})
    tell_of("referral.join", referral, found, supervisor, sending, by=by)
    return referral


def unused_reference() -> str:
    while Referral.objects.filter(reference=(drawn := reference.new())).exists():
        pass
    return drawn


def priority_of(sending: Sending) -> int:
    """Unknown is never no (foundations: the case, 4): an age not known counts as under 13, as it does in R7."""
    caregivers = list(sending.youth.caregivers.all())
    return urgency.priority(
        sending.level,
        not_safe_tonight=sending.safe_tonight == YesNoUnknown.NO,
        missing_now=sending.missing_now,
        under_13=sending.age_gate in (AgeGate.UNDER_13, AgeGate.UNKNOWN),
        caregiver_implicated=not caregivers or any(one.implicated != Caregiver.Implicated.NO for one in caregivers),
    )


def route_of(sending: Sending, *, by: User) -> Route:
    return receiving.routed(
        sending.youth,
        dcf_status=sending.dcf_status,
        is_urgent=sending.is_urgent,
        by=by,
        at=sending.at,
    )


def take_step(
    referral: Referral,
    move: str,
    from_status: str,
    *,
    by: User,
    at: dt.datetime,
    choice: str = "",
    words: str = "",
    submission_key: uuid.UUID | None = None,
) -> Step:
    return Step.objects.create(
        referral=referral, number=referral.steps.count() + 1, move=move, from_status=from_status,
        to_status=referral.status, level=referral.level, choice=choice, words=words, by=by, at=at,
        submission_key=submission_key,
    )  # fmt: skip


def note_screening(referral: Referral, sending: Sending) -> None:
    """A consultation that names nobody carries no way back to the screening."""
    if sending.screening and not referral.names_nobody:
        ReferralScreening.objects.create(referral=referral, screening=sending.screening, at=sending.at)


def record_sent(event: str, referral: Referral, by: User, facts: Mapping[str, Any]) -> None:
    said = {"kind": referral.kind, "level": referral.level, "status": referral.status, **facts}
    record(event, "referral", referral.pk, by=by.pk, youth=referral.youth_id, facts=said)


def tell_of(
    event: str, referral: Referral, found: Route, supervisor: User | None, sending: Sending, *, by: User
) -> None:
    leads = list(User.objects.leads())
    hears = sending.level in SUPERVISOR_HEARS or sending.was_raised
    told = [*receiving.receivers(referral), *leads, *referral.senders(), supervisor if hears else None]
    emails.tell(referral, event, told, but=by)
    if found.alert_lead:
        emails.alert(leads, referral, emails.NOBODY_ON_CALL if found.state_careline else emails.NO_LIAISON)
