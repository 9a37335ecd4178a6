"""What HART sees: the inbox, and a referral that is understood in sixty seconds."""

import datetime as dt
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import clock
from audit.models import Entry
from duties.models import Duty
from referrals.choices import YesNoUnknown
from referrals.forms import MoveForm
from referrals.models import Referral
from referrals.pages import receipt
from referrals.workflow import Owner, moves_from
from screening import results
from screening.models import Screening
from vault import keys
from youth.models import Caregiver

ROWS = 50
LOOKERS = 5
VIEWS: dict[str, str | Promise] = {"new": _("New"), "mine": _("Mine"), "all": _("All in my offices")}
REPORTS: dict[str, str | Promise] = {"careline": _("Careline"), "police": _("Police"), "ncmec": _("NCMEC")}


class Report(NamedTuple):
    """Whether a report was made, in words; the number where there is one."""

    to: str | Promise
    made: bool
    words: str


def inbox_page(user: User, view: str, number: str) -> dict[str, Any]:
    if view not in VIEWS:
        raise Http404
    chosen = {name: rows_of(user, name) for name in VIEWS}
    page = Paginator(chosen[view].most_urgent_first().with_people(), ROWS).get_page(number)
    now = clock.now()
    rows = [row(referral, now) for referral in unlocked(page)]
    counts = [(name, label, chosen[name].count()) for name, label in VIEWS.items() if name != view]
    tabs = {name: (label, count) for name, label, count in [*counts, (view, VIEWS[view], page.paginator.count)]}
    return {"view": view, "tabs": [(name, *tabs[name]) for name in VIEWS], "rows": rows, "page": page}


def rows_of(user: User, view: str) -> Any:
    seen = Referral.objects.visible_to(user)
    if view == "new":
        return seen.new_for(user)
    return seen.mine(user) if view == "mine" else seen.open().in_offices_of(user)


def unlocked(page: Page[Referral]) -> list[Referral]:
    referrals = list(page)
    keys.unlock(referral.key_owner for referral in referrals)
    return referrals


def row(referral: Referral, now: dt.datetime) -> dict[str, Any]:
    return {
        "referral": referral,
        "due": receipt.due_words(referral, now),
        "late": bool(referral.next_due and referral.next_due < now),
        "not_safe": referral.safe_tonight == YesNoUnknown.NO,
    }


def detail_page(referral: Referral, user: User, bound: MoveForm | None = None) -> dict[str, Any]:
    now = clock.now()
    duties = list(receipt.duties_around(referral))
    screenings = screenings_of(referral)
    return {
        "referral": referral,
        "reasons": reasons(screenings),
        "screenings": screenings,
        "reports": reports(referral, duties, now),
        "caregivers": caregivers_to_avoid(referral),
        "duties": receipt.rows_of((one for one in duties if one.is_open), now, user),
        "done": receipt.rows_of((one for one in duties if not one.is_open), now, user),
        "due": receipt.due_words(referral, now),
        "forms": forms(referral, bound),
        "steps": receipt.told_steps(referral, now),
        "mails": receipt.mails(referral, now),
        "lookers": lookers(referral, user),
        "not_safe": referral.safe_tonight == YesNoUnknown.NO,
    }


def screenings_of(referral: Referral) -> list[Screening]:
    found = list(Screening.objects.with_record().filter(referred__referral=referral).order_by("-signed_at"))
    for screening in found:
        if referral.youth:
            screening.youth = referral.youth
    return found


def reasons(screenings: list[Screening]) -> results.ScreeningResult | None:
    """Of the newest screening; the older ones are one press away."""
    return results.result_of(screenings[0]) if screenings else None


def reports(referral: Referral, duties: list[Duty], now: dt.datetime) -> list[Report]:
    """What the referrer had reported when it was sent, and what has been recorded as done since."""
    settled = {
        "careline": ("careline",),
        "police": ("police_identified", "police_missing", "police_now"),
        "ncmec": ("ncmec_missing",),
    }
    found = []
    for name, label in REPORTS.items():
        done = next((duty for duty in duties if duty.action in settled[name] and duty.done_at), None)
        said = referral.reports.get(name, {})
        words = ", ".join(part for part in (said.get("agency", ""), said.get("number", "")) if part)
        found.append(Report(label, bool(said or done), (done.due_words(now) if done else "") or words))
    return found


def caregivers_to_avoid(referral: Referral) -> list[Caregiver]:
    """Not known counts as implicated: nobody of these is told anything."""
    if referral.youth is None:
        return []
    return [one for one in referral.youth.caregivers.all() if one.implicated != Caregiver.Implicated.NO]


def forms(referral: Referral, bound: MoveForm | None) -> list[MoveForm]:
    """One for each of HART's moves that is possible now."""
    moves = [move for move in moves_from(referral.status) if move.tells != Owner.HART]
    return [bound if bound and bound.move == move else MoveForm(move=move) for move in moves]


def lookers(referral: Referral, user: User) -> list[dict[str, Any]]:
    """Who opened it last, besides the reader. The trail is asked by young person, as its index is."""
    if referral.youth_id is None:
        return []
    seen = Entry.objects.about_youth(referral.youth_id).filter(action="referral.view", subject=referral.pk)
    entries = list(seen.exclude(actor=user.pk)[:LOOKERS])
    people = User.objects.in_bulk({entry.actor for entry in entries if entry.actor})
    return [{"who": people[one.actor], "at": one.at} for one in entries if one.actor in people]
