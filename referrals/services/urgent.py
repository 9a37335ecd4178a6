"""Refer now, screen later: a full referral on any suspicion, the screening due in 72 hours."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from audit import clock
from audit.refusals import Refusal
from duties import services as duties
from duties import words as times
from duties.models import Duty
from referrals import identity
from referrals.choices import Kind, YesNoUnknown
from referrals.models import Referral, Step
from referrals.services import anonymity, clocks, opening
from referrals.workflow import Status
from screening import services as screenings
from screening.actions import Action, actions_for
from screening.models import InstrumentVersion, Level, Screening, Trigger
from youth import findings
from youth import services as youths
from youth.choices import AgeGate
from youth.models import Caregiver, Youth

SCREENING = "screening_after_referral"  # the clock, and the task that stands beside it
DANGER: dict[str, str] = {YesNoUnknown.YES: "no", YesNoUnknown.NO: "yes"}  # safe tonight -> gate G5


class EnteredInError(Refusal):
    """Nothing is begun from what counts for nothing."""


@dataclass(frozen=True)
class Suspicion:
    """What was typed: the referral's fields, and what belongs to the profile."""

    fields: Mapping[str, Any]
    missing_now: bool = False
    caregiver_involved: str = YesNoUnknown.UNKNOWN
    conflict: str = ""  # of interest: a yes seals the record
    since: dt.datetime | None = None  # when it became known, where that was before it is written down
    asks_screening: bool = True
    is_known: bool = False  # HART has it in hand already: by its level alone nothing of it is urgent
    who: Mapping[str, Any] = field(default_factory=dict)  # name, number, age, town: of somebody new


def refer_now(suspicion: Suspicion, *, by: User, submission_key: uuid.UUID, youth: Youth | None = None) -> Referral:
    """A press that is repeated returns what the first one sent. Raises NamesSomebody."""
    User.objects.locked().get(pk=by.pk)  # two presses, one after the other
    pressed = Step.objects.filter(submission_key=submission_key, by=by).select_related("referral").first()
    if pressed:
        return pressed.referral
    now = clock.now()
    if youth is None:
        profile = youths.profile_of(suspicion.who, by=by, now=now)
        youth = youths.create_youth({**profile, "conflict": suspicion.conflict}, by=by)
    else:
        youths.note_conflict(youth, suspicion.conflict, by=by)
    note_caregiver(youth, suspicion.caregiver_involved)
    referral = send(suspicion, youth, by=by, submission_key=submission_key, at=now)
    start_duties(suspicion, youth, referral, at=suspicion.since or now)
    return referral


def as_question(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Of somebody unnamed what was seen is asked, and nothing else goes in words."""
    return {**fields, "question": fields["what_seen"]}


def names_said(
    suspicion: Suspicion, *, by: User, youth: Youth | None, besides: Mapping[str, str]
) -> dict[str, set[str]]:
    """What would say who an unnamed young adult is, by field; empty for everybody else.

    ``besides``: words that stand beside the referral, by field.
    """
    now = clock.now()
    youth = youth or Youth(**youths.profile_of(suspicion.who, by=by, now=now))
    withheld = is_withheld(suspicion, youth, now)
    if not withheld:
        return {}
    beside = {name: found for name, words in besides.items() if (found := anonymity.names_in(youth, words))}
    return anonymity.names_by_field(youth, as_question(suspicion.fields)) | beside


def note_caregiver(youth: Youth, involved: str) -> None:
    """Somebody in the household, not yet named; unknown needs no row, it counts as implicated anyway."""
    Youth.objects.locked().get(pk=youth.pk)  # two who refer at once describe one household once
    if involved in (YesNoUnknown.YES, YesNoUnknown.NO) and not youth.caregivers.exists():
        Caregiver.objects.create(youth=youth, implicated=involved)


def send(suspicion: Suspicion, youth: Youth, *, by: User, submission_key: uuid.UUID, at: dt.datetime) -> Referral:
    fields = dict(suspicion.fields)
    withheld = is_withheld(suspicion, youth, at)
    if withheld:
        fields = as_question(fields)
        anonymity.refuse_names(youth, fields, reverse("referrals:refer-now"))
    return opening.open_or_join(
        opening.Sending(
            youth=youth,
            kind=Kind.CONSULTATION if withheld else Kind.REFERRAL,
            level="",
            fields=fields,
            submission_key=submission_key,
            missing_now=suspicion.missing_now,
            names_nobody=withheld,
            at=at,
            since=suspicion.since,
            is_known=suspicion.is_known,
        ),
        by=by,
    )


def is_withheld(suspicion: Suspicion, youth: Youth, at: dt.datetime) -> bool:
    return identity.is_withheld(
        identity.Said(
            is_adult=youth.age_gate(times.day_of(at)) == AgeGate.ADULT,
            agreement=suspicion.fields.get("adult_agreement", ""),
            safe_tonight=suspicion.fields.get("safe_tonight", ""),
            missing_now=suspicion.missing_now,
            minor_at_risk=bool(suspicion.fields.get("minor_at_risk")),
        )
    )


def start_duties(suspicion: Suspicion, youth: Youth, referral: Referral, *, at: dt.datetime) -> None:
    """The clocks of level 4, which a referral without a screening counts as; and the screening itself."""
    open_now = set(Duty.objects.filter(youth=youth).open().values_list("action", flat=True))
    screening = Action(SCREENING, Duty.Owner.WORKER, SCREENING, Duty.Kind.PROPOSED, "")
    begun = []
    for action in (*timed_actions(suspicion, youth, at), *([screening] if suspicion.asks_screening else [])):
        for_hart = action.by == Duty.Owner.HART
        if action.code not in open_now and not (for_hart and referral.names_nobody):
            begun.append(
                duties.prepared(
                    about=("referral", referral.pk) if for_hart else ("youth", youth.pk), clock=action.clock,
                    action=action.code, kind=action.kind, owner=action.by, youth_id=youth.pk, started_at=at,
                )
            )  # fmt: skip
    duties.start(*begun)
    clocks.keep_next_due(referral)
    referral.save(update_fields=["next_due"])


def timed_actions(suspicion: Suspicion, youth: Youth, at: dt.datetime) -> list[Action]:
    """All of level 4 that have a clock; what only a screening starts waits for it."""
    found = actions_for(
        InstrumentVersion.objects.newest().instrument,
        level=Level.TOLD,
        gates=gates_of(suspicion, youth, at),
        duties=(),
        exploitation_history=any(one.means_exploitation for one in findings.known(youth)),
    )
    timed = (one for one in found if clocks.clock_of(one, suspicion.fields))
    return [one for one in timed if one.code not in clocks.SETTLED_BY_SIGNING]


def gates_of(suspicion: Suspicion, youth: Youth, at: dt.datetime) -> dict[str, str]:
    return {
        "G1": youth.age_gate(times.day_of(at)),
        "G3": youth.dcf_status,
        "G4": "missing_now" if suspicion.missing_now else "not_missing",
        "G5": DANGER.get(suspicion.fields.get("safe_tonight") or "", "not_sure"),
    }


def start_screening(referral: Referral, *, by: User) -> Screening:
    """The screening that follows, with what the referral already says."""
    assert referral.youth is not None
    if referral.status == Status.VOID:
        raise EnteredInError(
            _("This referral was entered in error. Begin from the young person's profile."),
            reverse("referrals:youth", args=[referral.youth_id]),
        )
    screening = screenings.start(referral.youth, by=by)
    if screening.trigger and screening.last_section:
        return screening
    trigger = screening.trigger or Trigger.ALLEGATION
    gates = {"G4": "missing_now"} if referral.missing_now else {}
    screenings.add_source(screening, source_type="case_record", information_date=None, who=referral.reference, by=by)
    return screenings.save_start(screening, trigger=trigger, gates=gates, by=by)
