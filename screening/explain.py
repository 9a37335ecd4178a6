"""What the unknown answers could still change, and who could know them. No Django."""

from itertools import combinations, islice
from typing import NamedTuple

from screening.facts import Facts
from screening.instrument import Instrument
from screening.rules import judge

MOST_PAIRS = 5
WEIGHT = {"contributing": 1, "strong": 2, "determinative": 3}  # to name the least that would do first

# Who is likely to know, by domain. The young person is in none of them: nothing is asked to fill in an answer.
COULD_KNOW = {
    "MH": ("placement_staff", "caregiver", "police", "case_record"),
    "HC": ("worker_observation", "case_record", "school", "other_agency"),
    "PH": ("case_record", "other_agency", "health"),
    "HP": ("health", "placement_staff", "case_record"),
    "RC": ("worker_observation", "placement_staff", "school", "caregiver"),
    "OT": ("caregiver", "placement_staff", "school", "police"),
    "MB": ("placement_staff", "caregiver", "school", "police"),
    "EP": ("school", "placement_staff", "caregiver", "health"),
    "XS": ("police", "other_agency", "case_record", "online_material"),
    "XL": ("school", "police", "other_agency", "case_record"),
}
ANYBODY = ("worker_observation", "case_record", "other_agency")
CAREGIVER = "caregiver"


class Band(NamedTuple):
    low: str
    high: str


def concern(level: str) -> int:
    """The place of a level in the order of concern; U stands outside it and is compared as 1."""
    return 1 if level == "U" else int(level)


def bands(facts: Facts) -> tuple[Band, Band]:
    """With the determinative ones held as they are and the other unknowns from no sign to clear; then with all."""
    return _band(facts, facts.unknown - facts.instrument.determinative), _band(facts, facts.unknown)


def _band(facts: Facts, open_codes: frozenset[str]) -> Band:
    return Band(*(judge(facts.supposing(open_codes, answer))[0] for answer in ("none", "clear")))


def raisers(facts: Facts, level: str) -> tuple[tuple[str, ...], ...]:
    """Each unknown that alone, turned out clear, would raise the level: those that lift it furthest first.

    Where none does, the smallest pairs, at most five. From U as from 1, to raise is to reach 2 or more.
    """
    if concern(_level_with(facts, *facts.unknown)) <= concern(level):
        return ()
    unknown = [code for code in facts.instrument.scored if code in facts.unknown]
    reached = {code: concern(_level_with(facts, code)) for code in unknown}
    alone = sorted((code for code in unknown if reached[code] > concern(level)), key=lambda code: -reached[code])
    if alone:
        return tuple((code,) for code in alone)
    scored = facts.instrument.scored
    pairs = sorted(combinations(unknown, 2), key=lambda pair: sum(WEIGHT[scored[code].tier] for code in pair))
    raising = (pair for pair in pairs if concern(_level_with(facts, *pair)) > concern(level))
    return tuple(islice(raising, MOST_PAIRS))


def _level_with(facts: Facts, *codes: str) -> str:
    return judge(facts.supposing(codes, "clear"))[0]


def who_could_know(instrument: Instrument, code: str, *, caregivers_implicated: bool = True) -> tuple[str, ...]:
    """Source types. A caregiver who is implicated, or about whom that is not known, is not asked."""
    sources = COULD_KNOW.get(instrument.indicators[code].domain, ANYBODY)
    known = (source for source in sources if source in instrument.source_types)
    return tuple(source for source in known if source != CAREGIVER or not caregivers_implicated)
