"""Before the signature: the referral's fields, filled in from what is known, and all of it to check."""

import datetime as dt
from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts import coverage
from accounts.models import User
from audit import clock
from audit.refusals import Refusal
from duties import words as times
from referrals.choices import Agreement, ConcernType, YesNoUnknown
from referrals.forms import ReferralForm, SignForm
from referrals.models import Draft, Referral
from referrals.pages import screened
from referrals.pages.screened import Row
from referrals.services import clocks, drafts, signing
from screening import gates as gating
from screening import results
from screening.models import Level, Screening
from screening.voice import mark_of
from screening.words import GATE_VALUES
from youth.models import Youth

ONLY_MISSING = ("missing_known_at", "ncmec_at", "ncmec_number")
ONLY_ADULT = ("adult_agreement", "minor_at_risk")
SAID_URGENTLY = ("what_seen", "safe_tonight", "whereabouts", "callback_phone")
SEXUAL, LABOR = "XS", "XL"


def is_always_sent(level: str) -> bool:
    return level in signing.ALWAYS_SENT


def left_out(screening: Screening, level: str) -> list[str]:
    """What this case gives no reason to ask."""
    is_adult = screening.gates.get("G1") == "18_plus"
    names = [] if is_adult else list(ONLY_ADULT)
    if screening.gates.get("G4") != "missing_now":
        names += ONLY_MISSING
    if is_always_sent(level) and not is_adult:
        names.append("question")
    if screening.youth.sealed_at:
        names.append("conflict")
    return [*names, "send"] if leaves_no_choice(screening, level) else names


def leaves_no_choice(screening: Screening, level: str) -> bool:
    """Whether it goes to HART whatever is said about agreement: by its level, or to what is open already."""
    answers = (Agreement.YES, Agreement.DECLINED)
    return all(signing.is_sent(screening, level, {"adult_agreement": answer}) for answer in answers)


def said_before(screening: Screening, by: User) -> dict[str, Any]:
    """What was written by whoever referred first and began to screen later; merging adds nothing that is there."""
    theirs = Referral.objects.visible_to(by).open().sent_by(screening.started_by)
    sent = theirs.filter(youth=screening.youth_id, level="").first()
    if sent is None:
        return {}
    return {name: value for name in SAID_URGENTLY if (value := getattr(sent, name))}


def known(screening: Screening, by: User) -> dict[str, Any]:
    """From the profile, the screening, an earlier referral and the person who writes: nothing is asked twice."""
    youth, own_view = screening.youth, screening.safe_tonight_own_view
    found = {
        "safe_tonight": own_view if own_view in YesNoUnknown.values else "",
        "what_seen": screening.captured,
        "safe_contact": youth.safe_contact,
        "whereabouts": youth.placement,
        "concern_type": concern_of(screening),
        "callback_phone": by.phone,
        "wants_feedback": True,
        "cause_at": hour_known(clocks.first_information_at(screening)),
        **(reported_missing(youth) if screening.gates.get("G4") == "missing_now" else {}),
    }
    before = said_before(screening, by)
    return {**found, **before, "safe_tonight": found["safe_tonight"] or before.get("safe_tonight", "")}


def hour_known(at: dt.datetime | None) -> dt.datetime | None:
    """A day alone is no moment that anybody has said: it counts from its beginning, and is not offered as an answer."""
    return None if at and timezone.localtime(at).time() == dt.time() else at


def reported_missing(youth: Youth) -> dict[str, Any]:
    """What the missing episode says already."""
    episode = youth.episodes.open().first()
    if episode is None:
        return {}
    times_of = {"missing_known_at": episode.known_at, "police_at": episode.police_at, "ncmec_at": episode.ncmec_at}
    local = {name: timezone.localtime(at) for name, at in times_of.items() if at}
    return {**local, **{name: getattr(episode, name) for name in ("police_agency", "police_number", "ncmec_number")}}


def concern_of(screening: Screening) -> str:
    answers = screening.answers()
    seen = {code[:2] for code, answer in answers.items() if answer in ("possible", "clear")}
    kinds = {
        (True, True): ConcernType.BOTH,
        (True, False): ConcernType.SEXUAL,
        (False, True): ConcernType.LABOR,
    }
    return kinds.get((SEXUAL in seen, LABOR in seen), ConcernType.UNCLEAR)


def fields_page(screening: Screening, posted: QueryDict | None, by: User) -> dict[str, Any]:
    found, draft = results.result_of(screening), drafts.of(screening)
    initial = {**known(screening, by), **(ReferralForm.initial_from(draft.fields) if draft else {})}
    initial["seen"] = mark_of(draft.fields if draft else {})
    form = ReferralForm(posted, leave_out=left_out(screening, found.level), initial=initial)
    return {
        "screening": screening,
        "form": form,
        "level": found.level,
        "always_sent": leaves_no_choice(screening, found.level),
        "saved_at": draft.saved_at if draft else None,
    }


def check_page(screening: Screening, by: User, form: SignForm | None = None) -> dict[str, Any]:
    found, draft = results.result_of(screening), drafts.of(screening)
    fields = drafts.fields_of(draft)
    sent = signing.is_sent(screening, found.level, fields)
    return {
        "screening": screening,
        "level": found.level,
        "level_label": Level(found.level).label,
        "draft": draft,
        "is_sent": sent,
        "is_joined": signing.joins(screening, fields),
        "is_withheld": sent and signing.is_withheld(screening, fields),
        "is_open": not leaves_no_choice(screening, found.level) and not fields_chosen(draft),
        "groups": [
            *about(screening),
            *screened.groups(screening, gating.asked_on_result(found.known)),
            *said_groups(screening, found.level, draft.fields if draft else {}),
        ],
        "supervisor": coverage.supervisor_of(by, clock.now()),
        "form": form or SignForm(initial={"submission_key": key_to_sign(screening, draft)}),
    }


def fields_chosen(draft: Draft | None) -> bool:
    """Whether somebody has decided between sending and not sending; a draft that saved itself may not say so yet."""
    return bool(draft and draft.fields.get("send"))


def about(screening: Screening) -> list[tuple[str, list[Row]]]:
    """Who it is about, and the questions that are frozen by the signature."""
    youth, start = screening.youth, reverse("screening:start-page", args=[screening.pk])
    edit = reverse("youth:edit", args=[youth.pk])
    age = youth.age_on(times.day_of(clock.now()))
    gates = [
        Row(gate.ask, str(GATE_VALUES[gate.code].get(screening.gates[gate.code], "")), start)
        for gate in screening.instrument.gates
        if screening.gates.get(gate.code) and gate.asked_on != "result"
    ]
    who = [
        Row(_("Initials"), youth.initials, edit),
        Row(_("Age"), _("not known") if age is None else str(age), edit),
    ]
    return [(_("Young person"), [*who, *gates])]


def said_groups(screening: Screening, level: str, said: dict[str, Any]) -> list[tuple[str | Promise, list[Row]]]:
    form = ReferralForm(leave_out=left_out(screening, level), initial=ReferralForm.initial_from(said))
    change = reverse("referrals:fields", args=[screening.pk])
    return [
        (
            group.title,
            [Row(one.label, in_words(one.field, one.initial), f"{change}#{one.id_for_label}") for one in group.fields],
        )
        for group in form.groups()
    ]


def in_words(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.BooleanField):
        return _("Yes") if value else _("No")
    if value in (None, ""):
        return _("Not known. Does not stop sending")
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, ""))  # type: ignore[arg-type]
    return times.moment(value, clock.now()) if isinstance(field, forms.DateTimeField) else str(value)


def key_to_sign(screening: Screening, draft: Draft | None) -> UUID | None:
    """Good for what the page shows: another one as soon as an answer, a field or the level is."""
    if draft is None:
        return None
    parts = sorted(part.saved_at for part in screening.sections.all())
    shown = (screening.saved_at, draft.saved_at, *parts, results.result_of(screening).level)
    return uuid5(draft.submission_key, "|".join(map(str, shown)))


class StaleCheck(Refusal):
    """Something was saved since the page to sign was opened, or its key is not ours."""


def draft_to_sign(screening: Screening, form: SignForm) -> Draft | None:
    """What was checked; None when an earlier press has signed it, which answers this one too. Raises StaleCheck."""
    Screening.objects.select_for_update(of=("self",)).get(pk=screening.pk)  # what is looked at is what is signed
    current, draft = Screening.objects.with_record().get(pk=screening.pk), drafts.of(screening)
    if draft and form["submission_key"].data == str(key_to_sign(current, draft)):
        return draft
    if draft or Screening.objects.filter(pk=screening.pk, status=Screening.Status.DRAFT).exists():
        raise StaleCheck(
            _("Something was saved since this page was opened. Check it again, then sign."),
            reverse("referrals:check", args=[screening.pk]),
        )
    return None
