"""The answers of a draft: a section saved, a source added, the rest of a page swept and taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from audit import clock
from audit.trail import record
from screening import sections
from screening.models import Screening, SectionAnswers, Source
from screening.services.drafts import locked, touch


@dataclass(frozen=True)
class Saved:
    section: SectionAnswers
    stale: bool  # another tab has saved since this one was opened: nothing was written


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
    scored = (item for item in draft.instrument.domain(code).indicators if item.is_scored)
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
