"""Earlier answers and the record's counts are taken over by a press, marked, and can be taken back."""

from collections.abc import Mapping, Sequence
from typing import Any

from accounts.models import User
from audit import clock
from audit.trail import record
from screening import again, sections
from screening.again import AS_BEFORE, FROM_RECORD, Earlier
from screening.instrument import Indicator
from screening.models import Screening, Source
from screening.services.answering import add_source, record_press, same_source, section_of, store, write_entries
from screening.services.drafts import locked

RECORD = {"source_type": "case_record", "information_date": None, "who": ""}


def answer_the_rest_as_before(screening: Screening, codes: Sequence[str], *, by: User) -> int:
    """One press: what these sections leave open becomes what it was, or what the record counts. Gives how many."""
    draft = locked(screening)
    domains = [draft.instrument.domain(code) for code in codes]
    earlier = again.earlier_of(draft, [item.code for one in domains for item in one.indicators], clock.now())
    sources, taken = Sources(draft, earlier, by), 0
    for domain in domains:
        part = section_of(draft, domain.code)
        given = {item.code: sources.entry(item) for item in earlier.left(domain.indicators, part.entries)}
        if given:
            write_entries(part, {**part.entries, **given})
            store(part)
            taken += len(given)
    record_press("screening.as_before", draft, taken, by=by)
    return taken


def say_again(screening: Screening, item: Indicator, *, by: User) -> None:
    """One answer as it was, by a press of its own; a fact that was reported is linked, and starts nothing again."""
    draft = locked(screening)
    earlier = again.earlier_of(draft, [item.code], clock.now())
    if not earlier.entries.get(item.code, {}).get("answer"):
        return
    part = section_of(draft, item.domain)
    entry: dict[str, Any] = {**Sources(draft, earlier, by).as_it_was(item.code), "linked": earlier.link(item.code)}
    write_entries(part, {**part.entries, item.code: {name: value for name, value in entry.items() if value}})
    store(part)
    facts: dict[str, str | int | bool | None] = {"section": item.domain.lower(), "linked": bool(entry["linked"])}
    record("screening.say_again", "screening", draft.pk, by=by.pk, youth=draft.youth_id, facts=facts)


class Sources:
    """Entries as they were, with their sources made sources of this draft: each once."""

    def __init__(self, draft: Screening, earlier: Earlier, by: User) -> None:
        self.draft, self.earlier, self.by = draft, earlier, by
        self.before = {str(one.pk): one for one in (earlier.base.sources.all() if earlier.base else ())}
        self.made: dict[str, str] = {}

    def entry(self, item: Indicator) -> dict[str, Any]:
        if proposal := self.earlier.record.get(item.code):
            source = self.here(RECORD)
            said = {"answer": proposal.answer, "note": proposal.words, "sources": [source]}
            return {**said, "swept": FROM_RECORD}
        return {**self.as_it_was(item.code), "swept": AS_BEFORE}

    def as_it_was(self, code: str) -> dict[str, Any]:
        """Without a restricted note: whoever screens now need not be whoever wrote it."""
        was = self.earlier.entries[code]
        entry = {
            "answer": was.get("answer", ""),
            "note": "" if code in sections.RESTRICTED else was.get("note", ""),
            "sources": [self.copied(pk) for pk in was.get("sources", []) if pk in self.before],
        }
        return {name: value for name, value in entry.items() if value}

    def copied(self, pk: str) -> str:
        if pk not in self.made:
            old = self.before[pk]
            self.made[pk] = self.here({name: getattr(old, name) for name in RECORD})
        return self.made[pk]

    def here(self, wanted: Mapping[str, Any]) -> str:
        found: Source | None = same_source(self.draft, wanted)
        return str((found or add_source(self.draft, **wanted, by=self.by)).pk)
