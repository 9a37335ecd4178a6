"""The pages of a screening in their order, and what each still lacks. No Django."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from screening.instrument import Domain, Indicator, Instrument

Entry = Mapping[str, Any]

START = "start"
RESTRICTED = frozenset({"HP2", "CX2"})  # foundations: restricted fields; G6 has a column of its own


EARLIER = "PH3"  # earlier exploitation: what HART determined is shown above it
WISHES = "PR4"  # their own wishes are asked once, beside the result (domain.md 3.4)
NOT_ASKED = "not_asked"  # the key in the section of strengths under which it is said why nobody asked


@dataclass(frozen=True)
class SectionState:
    """How far one page is: counts of questions, never of points."""

    code: str
    title: str
    answered: int
    total: int
    lacking: tuple[tuple[str, str], ...]  # (indicator code, "answer" | "source" | "note")
    begun: bool

    @property
    def name(self) -> str:
        if not self.total:
            return "done" if self.begun else "optional"
        if not self.lacking:
            return "done"
        return self.only_lack or ("part" if self.begun else "todo")

    @property
    def only_lack(self) -> str:
        """What a page with all its answers still needs."""
        kinds = {lack for _code, lack in self.lacking}
        return "" if "answer" in kinds else ("source" if "source" in kinds else "note")


def is_strengths(domain: Domain) -> bool:
    return all(indicator.tier == "protective" for indicator in domain.indicators)


def asked(domain: Domain) -> list[Indicator]:
    return [indicator for indicator in domain.indicators if indicator.code != WISHES]


def first(instrument: Instrument) -> list[str]:
    """Signs that harm is happening come before everything else."""
    return [
        domain.code
        for domain in instrument.domains
        if any(indicator.code in instrument.determinative for indicator in domain.indicators)
    ]


def order(instrument: Instrument) -> list[str]:
    codes, ahead = [domain.code for domain in instrument.domains], first(instrument)
    return [*ahead, *(code for code in codes if code not in ahead)]


def following(instrument: Instrument, code: str) -> str | None:
    """The page after this one; None after the last, and after those that come first."""
    codes = order(instrument)
    place = codes.index(code) + 1 if code in codes else 0
    return None if place in (len(first(instrument)), len(codes)) else codes[place]


def lacks(instrument: Instrument, indicator: Indicator, entry: Entry) -> tuple[str, ...]:
    """What an answer still needs (instrument: per_answer); context and strengths need nothing."""
    if not indicator.is_scored:
        return ()
    answer, needs = entry.get("answer"), instrument.per_answer
    if not answer:
        return ("answer",)
    missing = []
    if answer in needs.source_required and not entry.get("sources"):
        missing.append("source")
    if answer in needs.note_answers and indicator.tier in needs.note_tiers and not entry.get("note"):
        missing.append("note")
    return tuple(missing)


def state_of(instrument: Instrument, code: str, entries: Mapping[str, Entry]) -> SectionState:
    domain = instrument.domain(code)
    scored = [indicator for indicator in domain.indicators if indicator.is_scored]
    lacking = [(i.code, lack) for i in scored for lack in lacks(instrument, i, entries.get(i.code, {}))]
    answered = sum(1 for indicator in scored if entries.get(indicator.code, {}).get("answer"))
    begun = any(entries.get(i.code) for i in domain.indicators)
    return SectionState(code, domain.title, answered, len(scored), tuple(lacking), begun)
