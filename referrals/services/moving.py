"""A screening that was written about the wrong young person goes to the right one, with its clocks and its referral."""

from typing import Any

from duties.models import Duty
from referrals.choices import Kind
from referrals.content import CONTENT
from referrals.models import Correction, Referral, WithheldLink
from referrals.services import history, opening, signing, voiding
from referrals.services.voiding import Void
from referrals.workflow import Status
from screening import services as screenings
from screening.models import Screening
from vault import keys


def move(correction: Correction, original: Screening, void: Void) -> Screening:
    """The copy under the right person's key; the original, its own duties and what it alone opened are void."""
    right = correction.moves_to
    assert right
    keys.unlock([right.pk, original.youth_id])
    copy = screenings.copy_for(right, original, by=void.by)
    take_clocks_along(original, copy)
    voiding.void_screening(original, void)
    left = voiding.referral_of(original)
    if left and left.names_nobody:  # whom it is about stands nowhere in it
        WithheldLink.objects.create(youth=right, screening=copy, consultation=str(left.pk))
        return copy
    if left:
        voiding.take_out(original, left, void)
    sent = send(copy, left, correction, void)
    for duty in Duty.objects.about("screening", copy.pk):
        history.keep_report(duty, by=void.by)
    if sent:
        opening.take_step(sent, "moved", sent.status, by=void.by, at=void.at)
    return copy


def take_clocks_along(original: Screening, copy: Screening) -> None:
    """Also what was done: it was done for the right person. From when it began, until when it was due."""
    open_now = set(Duty.objects.filter(youth=copy.youth).open().values_list("action", flat=True))
    following = Duty.objects.about("screening", original.pk).filter(not_applicable_at=None)
    Duty.objects.bulk_create(follow(duty, copy) for duty in following if duty.action not in open_now)


def follow(duty: Duty, copy: Screening) -> Duty:
    return Duty(
        youth=copy.youth, about_kind="screening", about_id=copy.pk, action=duty.action, clock=duty.clock,
        kind=duty.kind, owner_role=duty.owner_role, started_at=duty.started_at, due_at=duty.due_at,
        done_at=duty.done_at, done_recorded_at=duty.done_recorded_at, done_by=duty.done_by, done_how=duty.done_how,
    )  # fmt: skip


def send(copy: Screening, left: Referral | None, correction: Correction, void: Void) -> Referral | None:
    """In the name of whoever asked for it. An open referral of the right person is joined."""
    fields = content_of(left)
    if not signing.is_sent(copy, copy.level, {**fields, "send": left is not None}):
        return None
    sending = opening.Sending(
        youth=copy.youth,
        kind=Kind.REFERRAL if copy.level in signing.ALWAYS_SENT else Kind.CONSULTATION,
        level=copy.level,
        fields=fields,
        submission_key=correction.pk,
        missing_now=copy.gates.get("G4") == "missing_now",
        screening=copy,
        historic=copy.historic,
        at=void.at,
    )
    return opening.open_or_join(sending, by=correction.asked_by)


def content_of(left: Referral | None) -> dict[str, Any]:
    """What was written for HART with it, where nobody else has written into the same fields."""
    if left is None or left.status != Status.VOID:
        return {}
    return {name: getattr(left, name) for name in CONTENT}
