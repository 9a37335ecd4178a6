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

SWEPT = "unknown"
HOW = ("swept", "linked")  # what is kept of how an answer came about

Entries = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Saved:
    section: SectionAnswers
    stale: bool  # another tab has saved something else since this one was opened: nothing was written
    source: Source | None = None  # that came with the answers


def save_section(
    screening: Screening,
    code: str,
    entries: Entries,
    *,
    seen: int,
    by: User,
    field: str = "",
    source: Mapping[str, Any] | None = None,
) -> Saved:
    """Keep one page of answers, and the source that came with them.

    ``seen`` is the number of saves the page was built from. A stale page writes nothing, its source neither, unless
    it says what is kept already: a second press, or the autosave that was faster, is no other tab.
    """
    draft = locked(screening)
    part = section_of(draft, code)
    same = same_source(draft, source) if source else None
    wanted = with_source(draft, carry_swept(part, entries), same)
    is_kept = spoken(wanted) == spoken(part.entries)
    if part.number_of_saves != seen and not is_kept:
        return Saved(part, stale=True)
    if source and same is None:
        same = add_source(draft, **source, by=by)
        wanted = with_source(draft, wanted, same)
    write_entries(part, wanted)
    keep_section(part, by=by)
    touch(draft, code, field, alone=True)
    return Saved(part, stale=False, source=same)


def same_source(draft: Screening, wanted: Mapping[str, Any]) -> Source | None:
    """A source is entered once: a second press finds the first one's."""
    found = (one for one in draft.sources.all() if all(getattr(one, name) == wanted[name] for name in wanted))
    return next(found, None)


def with_source(draft: Screening, entries: Entries, source: Source | None) -> Entries:
    """The source attached to every answer that needs one and has none."""
    if source is None:
        return entries
    needing = draft.instrument.per_answer.source_required
    return {
        code: {**entry, "sources": [str(source.pk)]}
        if entry.get("answer") in needing and not entry.get("sources")
        else entry
        for code, entry in entries.items()
    }


def carry_swept(part: SectionAnswers, entries: Entries) -> Entries:
    """What one press answered stays known as such, so that it can be taken back, until somebody says otherwise.

    "Not known" may gain a note; what was taken over, or linked with a report, is that only as long as all of it stays.
    """
    return {code: {**entry, **carried(part.entries.get(code, {}), entry)} for code, entry in entries.items()}


def carried(kept: Mapping[str, Any], entry: Mapping[str, Any]) -> dict[str, Any]:
    marks = {name: kept[name] for name in HOW if kept.get(name)}
    if kept.get("swept") is True:
        return marks if entry.get("answer") == SWEPT else {}
    return marks if said_in(kept) == said_in(entry) else {}


def spoken(entries: Entries) -> Entries:
    """What somebody has said, without the empty and without how it was said."""
    said = {code: said_in(entry) for code, entry in entries.items()}
    return {code: entry for code, entry in said.items() if entry}


def said_in(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if value and key not in HOW}


def section_of(draft: Screening, code: str) -> SectionAnswers:
    """Of a draft that is held: what was read with it is what stands."""
    now = clock.now()
    found = next((part for part in draft.sections.all() if part.code == code), None)
    return found or SectionAnswers(screening=draft, code=code, saved_at=now, recorded_at=now)


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
    store(part)


def store(part: SectionAnswers) -> None:
    part.number_of_saves += 1
    part.saved_at = clock.now()
    if part._state.adding:
        part.screening.sections.add(part, bulk=False)  # among those read with the draft
    else:
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
            entries[key] = {**entries.get(key, {}), "answer": SWEPT, "swept": True}
        if open_codes:
            write_entries(part, entries)
            store(part)
            swept += len(open_codes)
    record_press("screening.sweep", draft, swept, by=by)
    return swept


def record_press(action: str, draft: Screening, answers: int, *, by: User) -> None:
    """A press is no autosave: it always has a row of its own."""
    if answers:
        facts = {"answers": answers}
        record(action, "screening", draft.pk, by=by.pk, youth=draft.youth_id, facts=facts)


def unanswered(draft: Screening, code: str, entries: Mapping[str, Mapping[str, Any]]) -> list[str]:
    scored = (item for item in draft.instrument.domain(code).indicators if item.is_scored)
    return [item.code for item in scored if not entries.get(item.code, {}).get("answer")]


def undo_the_rest(screening: Screening, codes: Sequence[str], *, by: User) -> int:
    """Takes back only the answers that one press gave and nobody has changed since. Returns how many that was."""
    draft = locked(screening)
    undone = 0
    for part in SectionAnswers.objects.filter(screening=draft, code__in=codes):
        part.screening = draft
        swept = [key for key, entry in part.entries.items() if entry.get("swept")]
        if swept:
            write_entries(part, {key: without_sweep(entry) for key, entry in part.entries.items()})
            store(part)
            undone += len(swept)
    record_press("screening.undo", draft, undone, by=by)
    return undone


def without_sweep(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """Of an answer "not known" a note that was written stays; what was taken over goes as it came."""
    if "swept" not in entry:
        return entry
    kept = entry if entry["swept"] is True else {}
    return {key: value for key, value in kept.items() if key not in ("answer", "swept")}
