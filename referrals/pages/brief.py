"""A referral that is understood in sixty seconds, and what HART can do with it now."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Office, User
from audit import clock
from audit.models import Entry
from duties import words as times
from duties.models import Duty
from referrals import desks, words
from referrals.choices import YesNoUnknown
from referrals.forms import CalledForm, MoveForm, move_form
from referrals.models import Referral
from referrals.pages import determinations, inquiry, noting, outside, receipt, restoration, voice
from referrals.services import calls, claiming
from referrals.services.clocks import ACKNOWLEDGEMENTS, REVIEWS
from referrals.workflow import Owner, moves_from
from screening import outcome, scoring, sections
from screening.instrument import Instrument
from screening.models import Level, Screening
from youth.models import Caregiver

Row = dict[str, Any]

LOOKERS = 5
FROM_REFERRER = ("send", "join")  # whoever told last is called: the number is theirs
REPORTS: dict[str, tuple[str | Promise, tuple[str, ...]]] = {  # name: (label, the actions that are this report)
    "careline": (gettext_lazy("Careline"), ("careline", "reasonable_cause")),
    "police": (gettext_lazy("Police"), ("police_identified", "police_missing", "police_now")),
    "ncmec": (gettext_lazy("NCMEC"), ("ncmec_missing",)),
}
CONCERN = ("concern_type", "what_seen", "how_known", "earlier_harm", "action_taken", "venue", "recruitment")
EXPLOITER = (
    "exploiter_relation", "exploiter_age", "exploiter_name", "exploiter_phone", "exploiter_handle",
    "exploiter_vehicle",
)  # fmt: skip
REST = ("others_at_risk", "adult_agreement")
RESTRICTED = ("urgent_health", "suicide_risk")


def detail_page(
    referral: Referral, user: User, bound: MoveForm | None = None, called: CalledForm | None = None
) -> dict[str, Any]:
    now = clock.now()
    if referral.youth:
        prefetch_related_objects([referral.youth], "caregivers")
    duties = list(receipt.duties_around(referral))
    screenings = screenings_of(referral)
    steps = receipt.told_steps(referral, user, now)
    works = desks.works(user, referral)
    moves = forms(referral, user, bound, now) if works else []
    return {
        "referral": referral,
        "age": referral.youth.age_on(times.day_of(referral.opened_at)) if referral.youth else None,
        "not_safe": referral.safe_tonight == YesNoUnknown.NO,
        "screenings": [in_brief(one) for one in screenings],
        "fired": reasons(screenings[0]) if screenings else [],
        "brief": [*reported(steps, now), *brief(referral, duties, now)],
        "concern": receipt.said(referral, CONCERN),
        "exploiter": receipt.said(referral, EXPLOITER),
        "rest": receipt.said(referral, REST),
        "inquiries": inquiry.asked_and_answered(referral, now, screenings),
        "restoration": restoration.restoration(referral, user, now),
        "determination": determinations.in_force(referral, now),
        "outcome": voice.outcome(referral, now),
        "restricted": receipt.said(referral, RESTRICTED),
        "called": (called or CalledForm()) if any(map(is_to_call, duties)) else None,
        **duty_lists(duties, now, user, works=works),
        "due": receipt.due_words(referral, now),
        "tone": receipt.row(referral, now)["tone"],
        "clock": clock_of(referral, duties, {form.move.name for form in moves} if works else None),
        "forms": moves,
        "reads_only": not works,
        "steps": steps,
        "tasks": noting.tasks_of(steps, now),
        "referrer": referrer(referral, steps),
        "mails": receipt.mails(referral, now),
        "lookers": looks_at(referral, user, now),
    }


class Clock(NamedTuple):
    """What the referral's time is of, and where that is recorded; nowhere while the page itself has the press."""

    name: str
    url: str = ""
    label: str | Promise = ""


BY_A_PRESS = frozenset({*ACKNOWLEDGEMENTS, "information_reply"})  # of the page, or of the referrer
FIRST = ("feedback", *REVIEWS)  # of what is due at the same moment


def clock_of(referral: Referral, duties: Sequence[Duty], moves: Collection[str] | None) -> Clock | None:
    """Never a restricted one, though it may be due at the same moment (foundations: mail and clocks, 20).

    ``moves``: those of the page; None for who only reads it.
    """
    waiting = (one for one in duties if one.about_id == referral.pk and one.is_open and not one.is_restricted)
    due = [one for one in waiting if referral.next_due and one.due_at == referral.next_due]
    if not due:
        return None
    first = min(due, key=lambda one: one.clock not in FIRST)
    return Clock(words.name_of(first), *(recorded_at(referral, first, moves) if moves is not None else ()))


def recorded_at(referral: Referral, duty: Duty, moves: Collection[str]) -> tuple[str, Promise] | tuple[()]:
    if duty.clock == "feedback":
        return reverse("referrals:write-note", args=[referral.pk]), gettext_lazy("Write to the referrer")
    if duty.clock == "determination":
        url = reverse("referrals:determine", args=[referral.pk])
        return (url, gettext_lazy("Record the determination")) if "determine" in moves else ()
    if duty.clock in BY_A_PRESS:
        return ()
    label = gettext_lazy("Record the review") if duty.clock in REVIEWS else gettext_lazy("Record as done")
    return reverse("referrals:duty-done", args=[duty.pk]), label


class Referrer(NamedTuple):
    """Whom HART calls back: with an account, or from outside."""

    display_name: str
    phone: str
    call_when: str = ""
    office: Office | None = None
    pk: UUID | None = None


def referrer(referral: Referral, steps: list[dict[str, Any]]) -> Referrer:
    """Whoever told last."""
    last = next(one for one in reversed(steps) if one["step"].move in FROM_REFERRER)
    report, by = last["report"], last["step"].by
    if report:
        return Referrer(report.reporter or report.get_source_display(), report.callback_phone)
    phone = referral.callback_phone or by.phone
    return Referrer(by.display_name, phone, referral.callback_time, by.office, by.pk)


def duty_lists(duties: list[Duty], now: dt.datetime, user: User, *, works: bool) -> dict[str, Any]:
    """The call that is still to be made stands above them all, so it is not in the list."""
    listed = [one for one in duties if not one.is_restricted]
    to_do = [one for one in listed if one.is_open and not is_to_call(one)]
    rows = receipt.rows_of(to_do, now, user, works=works)
    return {
        "duties": rows,
        "late": sum(row["tone"] == "late" for row in rows),
        "done": receipt.rows_of((one for one in listed if not one.is_open), now, user, works=works),
        "restricted_duties": receipt.rows_of((one for one in duties if one.is_restricted), now, user, works=works),
    }


def is_to_call(duty: Duty) -> bool:
    return duty.action == calls.CALL_NOW and duty.is_open


def screenings_of(referral: Referral) -> list[Screening]:
    linked = Screening.objects.standing().filter(referred__referral=referral).with_version().with_lowering()
    linked = linked.select_related("signed_by", "started_by")
    found = list(linked.prefetch_related("sections").order_by("-signed_at"))
    for screening in found:
        for part in screening.sections.all():
            part.screening = screening  # its key is the young person's
    return found


def reasons(screening: Screening) -> list[dict[str, Any]]:
    """Why this level, by the newest screening; the older ones are one press away."""
    result = scoring.score(screening.instrument, screening.answers(), screening.all_gates())
    return [
        {"rule": one.rule, "why": _(one.why), "texts": [text_of(screening.instrument, code) for code in one.items]}
        for one in result.fired
    ]


def in_brief(screening: Screening) -> Row:
    return {
        "screening": screening,
        "raised": outcome.raised(screening, screening.computed_level),
        "lowered_to": Level(screening.lowered_to).label if screening.lowered_to else "",
        "unknown": sum(answer == "unknown" for answer in screening.answers().values()),
    }


def text_of(instrument: Instrument, code: str) -> str:
    return _("A restricted item") if code in sections.RESTRICTED else instrument.indicators[code].text


def brief(referral: Referral, duties: list[Duty], now: dt.datetime) -> Iterator[Row]:
    """Safety and silence first: how to reach them, who must not know and what they ask come before anything to do."""
    yield row(_("Safe tonight"), referral.get_safe_tonight_display())
    yield from voice.turning(referral, now)
    yield row(_("Where they are"), referral.whereabouts)
    yield row(_("Safe way to make contact"), referral.safe_contact)
    yield row(_("Whom not to call"), "\n".join(not_to_call(referral)))
    if referral.youth:
        yield from voice.before(referral, now)
    for name, (label, actions) in REPORTS.items():
        yield row(label, report_words(referral, name, actions, duties, now))
    if referral.question:
        yield row(_("The referrer asks"), referral.question)


def reported(steps: list[dict[str, Any]], now: dt.datetime) -> Iterator[Row]:
    """From whom HART has it, where it came from outside; the newest report."""
    told = [one["report"] for one in steps if one["report"]]
    return (row(label, value) for label, value in outside.reported(told[-1] if told else None, now))


def row(label: str | Promise, value: Any) -> Row:
    return {"label": label, "value": value or _("Not known"), "change": ""}


def not_to_call(referral: Referral) -> Iterator[str]:
    """Not known counts as implicated: nobody of these is told anything."""
    if said := determinations.not_told(referral):
        yield said
    for one in referral.youth.caregivers.all() if referral.youth else ():
        if one.implicated != Caregiver.Implicated.NO:
            known = _("implicated") if one.implicated == Caregiver.Implicated.YES else _("not known whether implicated")
            yield f"{one.name or _('Caregiver')} ({one.relation or _('relation not known')}): {known}"


def report_words(referral: Referral, name: str, actions: tuple[str, ...], duties: list[Duty], now: dt.datetime) -> str:
    """What is reported and what is not: from the referral, from what was recorded since, or the open duty."""
    said = referral.reports.get(name, {})
    number = ", ".join(part for part in (said.get("agency", ""), said.get("number", "")) if part)
    asked = [duty for duty in duties if duty.action in actions]
    done = next((duty for duty in asked if duty.done_at), None)
    if done:
        return ", ".join(part for part in (_("Reported"), number or done.done_how, done.due_words(now)) if part)
    if said:
        return ", ".join(part for part in (_("Reported"), number) if part)
    still_due = next((duty for duty in asked if duty.is_open), None)
    return _("Not reported yet: %(due)s") % {"due": still_due.due_words(now)} if still_due else _("None recorded")


def forms(referral: Referral, user: User, bound: MoveForm | None, now: dt.datetime) -> list[MoveForm]:
    """One for each of HART's moves that is possible now."""
    moves = [move for move in moves_from(referral.status) if move.tells != Owner.HART]
    moves = [move for move in moves if not move.is_undo or claiming.may_give_back(referral, user, now)]
    return [
        bound if bound and bound.move == move else move_form(move=move, names_nobody=referral.names_nobody)
        for move in moves
    ]


def looks_at(referral: Referral, user: User, now: dt.datetime) -> list[tuple[str, str]]:
    """Who opened it last, and when, besides the reader. The trail is asked by young person, as its index is."""
    if referral.youth_id is None:
        return []
    seen = Entry.objects.about_youth(referral.youth_id).filter(action="referral.view", subject=referral.pk)
    named = seen.exclude(actor=user.pk).annotate(who=receipt.name_of("actor"))
    latest: dict[Any, tuple[str, str]] = {}
    for entry in named[: LOOKERS * LOOKERS]:
        latest.setdefault(entry.actor, (entry.who, times.moment(entry.at, now)))
    return [look for look in latest.values() if look[0]][:LOOKERS]
