"""Which duties a signature and each move start and stop. `next_due` is kept here and nowhere else."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from duties import business
from duties import services as duties
from duties.models import RETURN_SCREEN, Duty
from referrals import urgency
from referrals.choices import Kind, Review
from referrals.models import Referral
from referrals.services import history
from referrals.workflow import WATCHED
from screening.actions import Action
from screening.models import Screening
from screening.results import ScreeningResult
from screening.services import returns

HART, WORKER = Duty.Owner.HART, Duty.Owner.WORKER
ACKNOWLEDGEMENTS = ("acknowledge_2", "acknowledge_3", "acknowledge_4")
REVIEWS, REVIEW = tuple(Review.values), "review"  # the clocks, and the action that is recorded by hand
SERVICE_CLOCKS = (*ACKNOWLEDGEMENTS, *REVIEWS, "determination", "feedback", "information_reply")
# Said on the page; the signature itself is the answer, or there is nothing to record.
NO_DUTY = frozenset({"call_911", "stop_asking", "hart_referral", "hart_consult", "adult_agreement"})
# A new screening settles what an earlier one asked to do again.
FILLING = ("fill_unknowns", "fill_unknowns_missing")
SETTLED_BY_SIGNING = (
    *("rescreen", *FILLING, "screening_after_referral"),
    *RETURN_SCREEN,
)
FROM_INFORMATION = ("careline_report", "police_identified", "otip_notice")
FROM_MISSING = ("police_missing_now", "police_missing", "ncmec_missing")
# What was reported before the signature is done already: report -> the actions it settles.
REPORTED = {"careline": ("careline", "reasonable_cause"), "ncmec": ("ncmec_missing",)}
POLICE_WHEN_MISSING = ("police_now", "police_missing")
POLICE_OTHERWISE = ("police_identified",)


def start_from_screening(
    screening: Screening,
    found: ScreeningResult,
    fields: Mapping[str, Any],
    referral: Referral | None,
    *,
    by: User,
) -> None:
    """Every action of the result becomes a duty of the worker or, with a referral, of HART."""
    settle_earlier(screening, by=by)
    fields = {**fields, "cause_at": fields.get("cause_at") or first_information_at(screening)}
    codes = {action.code for action in found.actions}
    asked_already = open_actions(screening)
    begun = []
    for action in found.actions:
        doubled = action.code == "reasonable_cause" and "careline" in codes
        if action.code in NO_DUTY or action.code in asked_already or doubled or is_linked(action, found, fields):
            continue
        if action.by == HART and (referral is None or referral.names_nobody):
            continue
        begun.append(prepared(action, screening, fields, referral))
    duties.start(*begun)
    for duty in begun:
        settle_when_reported(duty, screening, fields, by=by)


def start_beside(screening: Screening, found: ScreeningResult, referral: Referral, *, at: dt.datetime) -> None:
    """What answers given after the signature ask for besides, from now; nothing that was asked before."""
    around = Q(about_kind="screening", about_id=screening.pk) | Q(about_kind="referral", about_id=referral.pk)
    asked = set(Duty.objects.filter(around).values_list("action", flat=True)) | open_actions(screening)
    wanted = [one for one in found.actions if one.code not in NO_DUTY | asked and one.code not in SETTLED_BY_SIGNING]
    duties.start(*(prepared(action, screening, {}, referral, at=at) for action in wanted))


def finish_filling(screening: Screening, *, at: dt.datetime, by: User) -> None:
    for duty in Duty.objects.about("screening", screening.pk).filter(action__in=FILLING).open():
        duties.done(duty, by=by, at=at, how=_("Answered to HART."))


def open_actions(screening: Screening) -> set[str]:
    """What is open; and of somebody who is missing also what was reported since they are."""
    rows = Duty.objects.filter(youth=screening.youth_id)
    wanted = Q(done_at=None, not_applicable_at=None)
    if screening.gates.get("G4") == "missing_now":
        wanted |= Q(about_kind="episode", about_id__in=screening.youth.episodes.open().values("pk"))
    return set(rows.filter(wanted).values_list("action", flat=True))


def settle_earlier(screening: Screening, *, by: User) -> None:
    assert screening.signed_at is not None
    for duty in Duty.objects.filter(youth=screening.youth_id, action__in=SETTLED_BY_SIGNING).open():
        if duty.clock in RETURN_SCREEN and not returns.is_return_screen(screening, duty.started_at):
            continue
        duties.done(duty, by=by, at=screening.signed_at, how=_("A new screening was signed."))


def is_linked(action: Action, found: ScreeningResult, fields: Mapping[str, Any]) -> bool:
    """What is past and was already reported starts no clock again (domain.md 3.2)."""
    reports = fields.get("reports") or {}
    wanted = {"careline_report": "careline", "police_identified": "police"}.get(action.clock, "")
    return found.historic and bool(reports.get(wanted, {}).get("number"))


def prepared(
    action: Action,
    screening: Screening,
    fields: Mapping[str, Any],
    referral: Referral | None,
    *,
    at: dt.datetime | None = None,
) -> Duty:
    """``at``: when it became known, where that was after the signature."""
    clock = clock_of(action, fields)
    for_hart = action.by == HART and referral is not None
    return duties.prepared(
        about=("referral", referral.pk) if for_hart and referral else ("screening", screening.pk),
        clock=clock, action=action.code, kind=action.kind, owner=action.by,
        youth_id=screening.youth_id, started_at=at or started_at(clock, screening, fields),
    )  # fmt: skip


def first_information_at(screening: Screening) -> dt.datetime | None:
    """When cause to report is taken to have begun where nobody says otherwise (clocks.csv, careline_report).

    What was only taken over from the screening before is no new information.
    """
    taken_over = screening.sources_taken_over()
    sources = (source for source in screening.sources.all() if str(source.pk) not in taken_over)
    days = [source.information_date for source in sources if source.information_date]
    known = [business.standard().local(day, dt.time()) for day in days]
    moments = [at for at in (screening.told_me_at, screening.interviewed_at) if at]
    return min([*known, *moments], default=None)


def clock_of(action: Action, fields: Mapping[str, Any]) -> str:
    if action.clock == "forensic_window" and not fields.get("last_contact_at"):
        return ""  # a window that nobody knows the beginning of has no end to show
    return action.clock


def started_at(clock: str, screening: Screening, fields: Mapping[str, Any]) -> dt.datetime:
    """From the event the clock is about, where it was asked; never later than the signature."""
    assert screening.signed_at is not None
    asked: dt.datetime | None = None
    if clock in FROM_INFORMATION:
        asked = fields.get("cause_at")
    elif clock in FROM_MISSING:
        asked = fields.get("missing_known_at")
    elif clock == "forensic_window":
        asked = fields.get("last_contact_at")
    return min(asked or screening.signed_at, screening.signed_at)


def settle_when_reported(duty: Duty, screening: Screening, fields: Mapping[str, Any], *, by: User) -> None:
    reports = fields.get("reports") or {}
    missing = screening.gates.get("G4") == "missing_now"
    settles = {**REPORTED, "police": POLICE_WHEN_MISSING if missing else POLICE_OTHERWISE}
    for name, actions in settles.items():
        report = reports.get(name) or {}
        if duty.action in actions and report.get("at"):
            record_done(duty, by=by, at=dt.datetime.fromisoformat(report["at"]), how=words_of(report))
    if duty.action == "told_young_person" and fields.get("told_young_person"):
        assert screening.signed_at is not None
        duties.done(duty, by=by, at=fields.get("told_at") or screening.signed_at, how=told_words(fields))


def told_words(fields: Mapping[str, Any]) -> str:
    told_by, words = fields.get("told_by"), fields["told_young_person"]
    return f"{told_by}: {words}" if told_by else words


def words_of(report: Mapping[str, str]) -> str:
    return ", ".join(report[part] for part in ("agency", "number") if report.get(part))


def record_done(duty: Duty, *, by: User, at: dt.datetime, how: str) -> Duty:
    """Recording a Careline report starts the written one."""
    was_open = duty.is_open
    duty = duties.done(duty, by=by, at=at, how=how)
    if was_open:
        history.keep_report(duty, by=by)
    if was_open and duty.clock == "careline_report" and duty.done_at:
        written = duties.prepared(
            about=(duty.about_kind, duty.about_id), clock="written_report", action="written_report",
            kind=Duty.Kind.LEGAL, owner=WORKER, youth_id=duty.youth_id, started_at=duty.done_at,
        )  # fmt: skip
        duties.start(written)
    return duty


def start_for_referral(referral: Referral, *, at: dt.datetime, historic: bool) -> None:
    """HART's own clocks: the acknowledgement, and the determination of what is a referral."""
    names = [urgency.acknowledgement(referral, historic=historic)]
    names += ["determination"] if referral.kind == Kind.REFERRAL else []
    duties.start(*(of_service(referral, clock, at) for clock in names))


def start_hart(referral: Referral, clock: str, at: dt.datetime, owner: str = HART) -> None:
    if not Duty.objects.about("referral", referral.pk).filter(clock=clock).open().exists():
        duties.start(of_service(referral, clock, at, owner))


def set_review(referral: Referral, clock: str, at: dt.datetime, *, by: User) -> None:
    """The one date by which HART looks again; an earlier one no longer counts."""
    stop(referral, *REVIEWS, by=by, because=_("A new review was set."))
    duties.start(of_service(referral, clock, at, action=REVIEW))


def review_again(referral: Referral, reviewed: Duty) -> None:
    """Who is watched over or searched for is looked at again as long after this review as after the one before."""
    if reviewed.clock not in REVIEWS or reviewed.done_at is None or referral.status not in WATCHED:
        return
    if not Duty.objects.about("referral", referral.pk).filter(clock__in=REVIEWS).open().exists():
        duties.start(of_service(referral, reviewed.clock, reviewed.done_at, action=REVIEW))


def of_service(referral: Referral, clock: str, at: dt.datetime, owner: str = HART, action: str = "") -> Duty:
    return duties.prepared(
        about=("referral", referral.pk), clock=clock, action=action, kind=Duty.Kind.PROPOSED, owner=owner,
        youth_id=referral.youth_id, started_at=at,
    )  # fmt: skip


def hurry(referral: Referral, *, at: dt.datetime, by: User) -> None:
    """A raise before anybody has it: the shorter promise takes the place of the longer one."""
    wanted = urgency.acknowledgement(referral, historic=False)
    slower = [clock for clock in ACKNOWLEDGEMENTS if clock < wanted]
    if referral.acknowledged_at is None:
        start_hart(referral, wanted, at)
        stop(referral, *slower, by=by, because=_("The priority was raised."))


def finish(referral: Referral, *clocks: str, at: dt.datetime, by: User, how: str) -> None:
    for duty in Duty.objects.about("referral", referral.pk).filter(clock__in=clocks).open():
        duties.done(duty, by=by, at=at, how=how)


def stop(referral: Referral, *clocks: str, by: User, because: str) -> None:
    for duty in Duty.objects.about("referral", referral.pk).filter(clock__in=clocks).open():
        duties.not_applicable(duty, by=by, because=because)


def set_hours(*, since: dt.date, opens: dt.time, closes: dt.time, by: User) -> None:
    """HART works these hours from that day on; what waits first in a referral may be another then."""
    counted = Duty.objects.in_business_time().open().filter(about_kind="referral")
    # Each referral before its duties, as every act locks them.
    waiting = list(Referral.objects.filter(pk__in=counted.values("about_id")).order_by("pk").select_for_update())
    moved = {duty.about_id for duty in duties.set_hours(since=since, opens=opens, closes=closes, by=by)}
    changed = [referral for referral in waiting if referral.pk in moved]
    for referral in changed:
        keep_next_due(referral)
    Referral.objects.bulk_update(changed, ["next_due"])


def keep_next_due(referral: Referral) -> None:
    """Set, not saved: the service that changed the referral saves it. A restricted time must not show through it."""
    waiting = Duty.objects.unrestricted().exclude(clock="tell_outcome")  # it makes nobody wait for HART
    referral.next_due = waiting.next_due_about("referral", referral.pk)
