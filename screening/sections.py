"""The pages of a screening in their order, and what each still lacks. No Django."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from screening.instrument import Domain, Indicator, Instrument

Entry = Mapping[str, Any]

START = "start"
FIRST = ("XS", "XL")  # signs that harm is happening come before everything else
SCORED = frozenset({"determinative", "strong", "contributing"})
NEEDS_SOURCE = frozenset({"possible", "clear"})
RESTRICTED = frozenset({"HP2", "CX2"})  # foundations: restricted fields; G6 has a column of its own
NOTE_TIERS = frozenset({"determinative", "strong"})
START_GATES = ("G1", "G2", "G3", "G4", "G5")


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


def order(instrument: Instrument) -> list[str]:
    codes = [domain.code for domain in instrument.domains]
    return [*FIRST, *(code for code in codes if code not in FIRST)]


def following(instrument: Instrument, code: str) -> str | None:
    """The page after this one; None after the last, and after the two that come first."""
    codes = order(instrument)
    place = codes.index(code) + 1 if code in codes else 0
    return None if code == FIRST[-1] or place >= len(codes) else codes[place]


def is_scored(indicator: Indicator) -> bool:
    return indicator.tier in SCORED


def lacks(indicator: Indicator, entry: Entry) -> tuple[str, ...]:
    """What an answer still needs (instrument: per_answer); context and strengths need nothing."""
    if not is_scored(indicator):
        return ()
    answer = entry.get("answer")
    if not answer:
        return ("answer",)
    missing = []
    if answer in NEEDS_SOURCE and not entry.get("sources"):
        missing.append("source")
    if answer == "clear" and indicator.tier in NOTE_TIERS and not entry.get("note"):
        missing.append("note")
    return tuple(missing)


def state_of(instrument: Instrument, code: str, entries: Mapping[str, Entry]) -> SectionState:
    domain = next(domain for domain in instrument.domains if domain.code == code)
    scored = [indicator for indicator in domain.indicators if is_scored(indicator)]
    lacking = [(i.code, lack) for i in scored for lack in lacks(i, entries.get(i.code, {}))]
    answered = sum(1 for indicator in scored if entries.get(indicator.code, {}).get("answer"))
    begun = any(entries.get(i.code) for i in domain.indicators)
    return SectionState(code, domain.title, answered, len(scored), tuple(lacking), begun)


def gates_lacking(gates: Mapping[str, str]) -> tuple[str, ...]:
    asked = [code for code in START_GATES if code != "G2" or gates.get("G1") == "18_plus"]
    return tuple(code for code in asked if not gates.get(code))
