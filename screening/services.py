"""What happens to a screening: started, answered, swept, raised, signed. The request is the transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from audit import clock
from audit.refusals import Refusal
from audit.trail import record
from screening import results, scoring, sections
from screening.models import AUTOSAVE_TRAIL, InstrumentVersion, Screening, SectionAnswers, Source
from youth.models import Youth


class AlreadySigned(Refusal):
    """Nothing signed is changed."""


class NotReady(Refusal):
    """Something is still missing before the signature."""


class NotHigher(Refusal):
    """A raise that would not raise."""


@dataclass(frozen=True)
class Saved:
    section: SectionAnswers
    stale: bool  # another tab has saved since this one was opened: nothing was written


def start(youth: Youth, *, by: User) -> Screening:
    """A new draft with the newest version, or the draft this person already has for this young person."""
    Youth.objects.select_for_update(of=("self",)).get(pk=youth.pk)
    draft = Screening.objects.drafts_of(by).filter(youth=youth).first()
    if draft:
        return draft
    now = clock.now()
    gates = {"G1": youth.age_gate(now.date()), "G3": youth.dcf_status}
    version = InstrumentVersion.objects.newest()
    screening = Screening.objects.create(
        youth=youth, version=version, started_by=by, started_at=now, saved_at=now,
        gates={code: value for code, value in gates.items() if value},
    )  # fmt: skip
    record("screening.start", "screening", screening.pk, by=by.pk, youth=youth.pk)
    return screening


def locked(screening: Screening) -> Screening:
    """The draft, locked until the transaction ends; raises AlreadySigned."""
    draft = Screening.objects.select_for_update(of=("self",)).select_related("youth", "version").get(pk=screening.pk)
    if not draft.is_draft:
        raise AlreadySigned(_("This screening is signed. It cannot be changed."), screening_url(draft))
    return draft


def screening_url(screening: Screening) -> str:
    return reverse("screening:tasks", args=[screening.pk])


def save_start(screening: Screening, *, trigger: str, gates: Mapping[str, str], by: User) -> Screening:
    draft = locked(screening)
    draft.trigger = trigger
    draft.gates = {**draft.gates, **gates}
    if draft.gates.get("G1") != "18_plus":
        draft.gates.pop("G2", None)
    touch(draft, sections.START, "")
    record(
        "screening.save",
        "screening",
        draft.pk,
        by=by.pk,
        youth=draft.youth_id,
        facts={"section": sections.START},
    )
    return draft


def touch(draft: Screening, section: str, field: str) -> None:
    draft.saved_at = clock.now()
    draft.last_section, draft.last_field = section, field[:60]
    draft.save()


def save_section(
    screening: Screening,
    code: str,
    entries: Mapping[str, Mapping[str, Any]],
    *,
    seen: int,
    by: User,
    field: str = "",
) -> Saved:
    """Keep one page of answers. ``seen`` is the number of saves the page was built from; a stale one writes nothing."""
    draft = locked(screening)
    part = section_of(draft, code)
    if part.number_of_saves != seen:
        return Saved(part, stale=True)
    write_entries(part, entries)
    keep_section(part, by=by)
    touch(draft, code, field)
    return Saved(part, stale=False)


def section_of(draft: Screening, code: str) -> SectionAnswers:
    now = clock.now()
    found = SectionAnswers.objects.filter(screening=draft, code=code).first()
    part = found or SectionAnswers(screening=draft, code=code, saved_at=now, recorded_at=now)
    part.screening = draft
    return part


def write_entries(part: SectionAnswers, entries: Mapping[str, Mapping[str, Any]]) -> None:
    kept = {code: dict(entry) for code, entry in entries.items() if any(entry.values())}
    part.open_items = {code: entry for code, entry in kept.items() if code not in sections.RESTRICTED}
    part.restricted_items = {code: entry for code, entry in kept.items() if code in sections.RESTRICTED}


def keep_section(part: SectionAnswers, *, by: User) -> None:
    now = clock.now()
    if part.due_in_trail(now):
        part.recorded_at = now
        facts = {"section": part.code.lower()}
        record("screening.save", "screening", part.screening_id, by=by.pk, youth=part.youth_id, facts=facts)
    part.number_of_saves += 1
    part.saved_at = now
    part.save()


def add_source(screening: Screening, *, source_type: str, information_date: Any, who: str, by: User) -> Source:
    draft = locked(screening)
    source = Source.objects.create(
        screening=draft,
        source_type=source_type,
        information_date=information_date,
        who=who,
        added_at=clock.now(),
    )
    record("screening.add_source", "screening", draft.pk, by=by.pk, youth=draft.youth_id)
    return source


def answer_the_rest_not_known(screening: Screening, codes: Sequence[str], *, by: User) -> int:
    """One press: whatever these sections still leave open becomes "not known". Returns how many answers that was."""
    draft = locked(screening)
    swept = 0
    for code in codes:
        part = section_of(draft, code)
        entries = {key: dict(entry) for key, entry in part.entries.items()}
        open_codes = unanswered(draft, code, entries)
        for key in open_codes:
            entries[key] = {**entries.get(key, {}), "answer": "unknown", "swept": True}
        if open_codes:
            write_entries(part, entries)
            keep_section(part, by=by)
            swept += len(open_codes)
    return swept


def unanswered(draft: Screening, code: str, entries: Mapping[str, Mapping[str, Any]]) -> list[str]:
    domain = next(domain for domain in draft.instrument.domains if domain.code == code)
    scored = (item for item in domain.indicators if sections.is_scored(item))
    return [item.code for item in scored if not entries.get(item.code, {}).get("answer")]


def undo_the_rest(screening: Screening, codes: Sequence[str], *, by: User) -> None:
    """Takes back only the answers that one press gave and nobody has touched since."""
    draft = locked(screening)
    for part in SectionAnswers.objects.filter(screening=draft, code__in=codes):
        part.screening = draft
        kept = {
            key: ({k: v for k, v in entry.items() if k not in ("answer", "swept")} if entry.get("swept") else entry)
            for key, entry in part.entries.items()
        }
        write_entries(part, kept)
        keep_section(part, by=by)


def told_me(screening: Screening, *, by: User) -> Screening:
    """The young person has told: the time is kept from the first press on."""
    draft = locked(screening)
    if draft.told_me_at is None:
        draft.told_me_at = clock.now()
        draft.save(update_fields=["told_me_at"])
        record("screening.told_me", "screening", draft.pk, by=by.pk, youth=draft.youth_id)
    return draft


def save_words(screening: Screening, values: Mapping[str, Any], *, by: User, section: str = "result") -> Screening:
    """Free text beside the answers: what was told, wishes, safe tonight; and the gates asked on the result."""
    draft = locked(screening)
    for name in (
        "told_me_words",
        "words_and_wishes",
        "safe_tonight_own_view",
        "not_asked_because",
        "foreign_national",
    ):
        if name in values:
            setattr(draft, name, values[name])
    if values.get("G7"):
        draft.gates = {**draft.gates, "G7": values["G7"]}
    if draft.last_section != section or clock.now() - draft.saved_at > AUTOSAVE_TRAIL:
        record("screening.save", "screening", draft.pk, by=by.pk, youth=draft.youth_id, facts={"section": section})
    touch(draft, section, "")
    return draft


def raise_level(screening: Screening, level: str, *, reason: str, by: User) -> Screening:
    """Professional judgment may raise a level at any time; both values are kept."""
    draft = locked(screening)
    computed = results.result_of(draft).computed
    if level and scoring.level_in_force(computed, level) == computed:
        raise NotHigher(
            _("Only a higher level than the computed one can be chosen here."),
            reverse("screening:result", args=[draft.pk]),
        )
    draft.raised_to, draft.raise_reason = level, reason if level else ""
    draft.save()
    facts = {"computed": computed, "raised_to": level}
    record("screening.raise", "screening", draft.pk, by=by.pk, youth=draft.youth_id, facts=facts)
    return draft


def finalize(screening: Screening, *, by: User) -> Screening:
    """Sign: freeze gates and levels. The referral of a level 3 or 4 is the same act; ``referrals`` calls this.

    Raises NotReady when an answer is missing; an unknown one never blocks.
    """
    draft = locked(screening)
    refuse_unready(draft)
    found = results.result_of(draft)
    draft.computed_level, draft.level, draft.historic = found.computed, found.level, found.historic
    draft.status = Screening.Status.SIGNED
    draft.signed_at, draft.signed_by = clock.now(), by
    draft.save()
    facts = {"computed": found.computed, "level": found.level}
    record("screening.sign", "screening", draft.pk, by=by.pk, youth=draft.youth_id, facts=facts)
    return draft


def refuse_unready(draft: Screening) -> None:
    if sections.gates_lacking(draft.gates) or not draft.trigger:
        raise NotReady(
            _("Answer the questions under Before you start first."),
            reverse("screening:start-page", args=[draft.pk]),
        )
    missing = results.lacking(draft)
    if missing:
        titles = ", ".join(state.title for state in missing)
        raise NotReady(
            _("Some answers are still missing: %(sections)s. What nobody knows is answered Not known.")
            % {"sections": titles},
            screening_url(draft),
        )
