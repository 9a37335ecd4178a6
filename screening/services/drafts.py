"""A draft: started, its gates, what the young person told, what they wish. The request is the transaction."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit import clock
from audit.refusals import Refusal
from audit.trail import record
from screening import gates as gating
from screening import sections
from screening.models import AUTOSAVE_TRAIL, InstrumentVersion, Screening, Trigger
from screening.services import returns
from youth.choices import BirthKnown
from youth.models import Youth

TYPED_BESIDE = (
    "told_me_words", "words_and_wishes", "safe_tonight_own_view", "not_asked_because", "asked_not_to",
    "wanted_person", "wanted_relation", "wanted_contact", "raise_reason", "foreign_national", "news",
)  # fmt: skip


class AlreadySigned(Refusal):
    """Nothing signed is changed; what was typed meanwhile is shown once more."""

    shows_typed = True


def start(youth: Youth, *, by: User, because: str = "", pk: uuid.UUID | None = None) -> Screening:
    """A new draft with the newest version, or the draft this person already has for this young person."""
    Youth.objects.select_for_update(of=("self",)).get(pk=youth.pk)
    draft = Screening.objects.drafts_of(by).filter(youth=youth).first()
    if draft:
        return draft
    now = clock.now()
    gates = {"G1": known_age(youth, now), "G3": youth.dcf_status, "G4": returns.missing_status(youth, now)}
    version = InstrumentVersion.objects.newest()
    screening = Screening.objects.create(
        pk=pk or uuid.uuid4(), youth=youth, version=version, started_by=by, started_because=because,
        started_at=now, saved_at=now,
        gates={code: value for code, value in gates.items() if value},
        trigger=Trigger.RETURN if returns.is_awaited(youth) else "",
    )  # fmt: skip
    record("screening.start", "screening", screening.pk, by=by.pk, youth=youth.pk)
    return screening


def known_age(youth: Youth, at: dt.datetime) -> str:
    """The value of gate G1 that local day; empty where the birth date is estimated or not known."""
    return youth.age_gate(timezone.localdate(at)) if youth.birth_known == BirthKnown.KNOWN else ""


def locked(screening: Screening) -> Screening:
    """The draft, held until the transaction ends; one that is held is not read again. Raises AlreadySigned."""
    if screening.is_held:
        return unsigned(screening)
    return unsigned(Screening.objects.held().select_related("youth").get(pk=screening.pk))


def unsigned(screening: Screening) -> Screening:
    """Raises AlreadySigned."""
    if not screening.is_draft:
        raise AlreadySigned(_("This screening is signed. It cannot be changed."), screening_url(screening))
    return screening


def screening_url(screening: Screening) -> str:
    return reverse("screening:tasks", args=[screening.pk])


def save_start(screening: Screening, *, trigger: str, gates: Mapping[str, str], by: User) -> Screening:
    draft = locked(screening)
    draft.trigger = trigger
    draft.gates = gating.settled_at_start(draft.instrument, {**draft.gates, **gates})
    touch(draft, sections.START, "")
    record(
        "screening.save",
        "screening",
        draft.pk,
        by=by.pk,
        youth=draft.youth_id,
        facts={"section": sections.START},
    )
    returns.settle_start(draft, by=by)
    return draft


def touch(draft: Screening, section: str, field: str, *, alone: bool = False) -> None:
    """``alone``: nothing else of the draft has changed, so nothing else is sealed and written anew."""
    draft.saved_at = clock.now()
    draft.last_section, draft.last_field = section, field[:60]
    draft.save(update_fields=["saved_at", "last_section", "last_field"] if alone else None)


def told_me(screening: Screening, *, by: User) -> Screening:
    """The young person has told: the time is kept from the first press on."""
    draft = locked(screening)
    if draft.told_me_at is None:
        draft.told_me_at = clock.now()
        draft.save(update_fields=["told_me_at"])
        record("screening.told_me", "screening", draft.pk, by=by.pk, youth=draft.youth_id)
    return draft


def save_words(screening: Screening, values: Mapping[str, Any], *, by: User, section: str = "result") -> Screening:
    """What is typed beside the answers: told, wishes, safe tonight, a reason; and the gates asked on the result."""
    draft = locked(screening)
    for name in TYPED_BESIDE:
        if name in values:
            setattr(draft, name, values[name])
    if values.get("G7"):
        draft.gates = {**draft.gates, "G7": values["G7"]}
    if draft.last_section != section or clock.now() - draft.saved_at > AUTOSAVE_TRAIL:
        record("screening.save", "screening", draft.pk, by=by.pk, youth=draft.youth_id, facts={"section": section})
    touch(draft, section, "")
    return draft
