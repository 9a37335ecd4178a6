"""The rules of domain.md 3.2, one function each, and the table that says how each bears on the level. No Django.

A rule looks at facts and yields what it found; it sees scored indicators and the gates G1 and G2, nothing else.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from screening.instrument import Instrument
from screening.instrument_shape import ANSWERS, SIGNS

CAP_FOR_ADULTS = "2"
STRONG_IN_DIFFERENT_DOMAINS = 2
STRONG_ANYWHERE = 3
STRONG_POSSIBLE = 2


class Fired(NamedTuple):
    rule: str
    level: str
    items: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Facts:
    """What the rules may know."""

    instrument: Instrument
    signs: Mapping[str, str]  # scored indicators answered possible or clear
    unknown: frozenset[str]  # scored indicators not known; one without an answer is among them
    minor_rule: bool  # under 18, age unknown, or 18 and over unless none of it began before
    handled_as_under_13: bool

    @staticmethod
    def of(instrument: Instrument, answers: Mapping[str, str], gates: Mapping[str, str]) -> "Facts":
        """Raises ValueError for an answer or a gate's value that the instrument does not have."""
        said = {code: answers.get(code) or "unknown" for code in instrument.scored}
        for code, answer in said.items():
            _refuse_unknown(f"answer to {code}", answer, ANSWERS)
        age, before_18 = (_gate(instrument, gates, code) for code in ("G1", "G2"))
        return Facts(
            instrument=instrument,
            signs={code: answer for code, answer in said.items() if answer in SIGNS},
            unknown=frozenset(code for code, answer in said.items() if answer == "unknown"),
            minor_rule=age != "18_plus" or before_18 != "no",
            handled_as_under_13=age in ("under_13", "unknown"),
        )

    def supposing(self, codes: Collection[str], answer: str) -> "Facts":
        """The same, had these unknown ones been answered so."""
        signs = {**self.signs, **dict.fromkeys(codes, answer)} if answer in SIGNS else self.signs
        return replace(self, signs=signs, unknown=self.unknown.difference(codes))

    def seen(self, codes: Collection[str]) -> tuple[str, ...]:
        return tuple(code for code in self.signs if code in codes)

    def clear(self, codes: Collection[str]) -> tuple[str, ...]:
        return tuple(code for code, answer in self.signs.items() if answer == "clear" and code in codes)

    def reaches(self, code: str, answer: str) -> bool:
        return code in self.signs and (answer == "possible" or self.signs[code] == "clear")

    @cached_property
    def points(self) -> dict[str, int]:
        """By domain, each held down to the cap; a domain without points is left out."""
        by_domain: dict[str, int] = {}
        for code, answer in self.signs.items():
            indicator = self.instrument.scored[code]
            worth = self.instrument.points.get(indicator.tier, {}).get(answer, 0)
            if worth:
                sum_so_far = by_domain.get(indicator.domain, 0) + worth
                by_domain[indicator.domain] = min(sum_so_far, self.instrument.domain_cap)
        return by_domain

    @property
    def known_share(self) -> float:
        total = len(self.instrument.scored)
        return (total - len(self.unknown)) / total

    @cached_property
    def means_seen(self) -> tuple[str, ...]:
        return self.seen(self.instrument.means)

    @cached_property
    def means_clear(self) -> tuple[str, ...]:
        return self.clear(self.instrument.means)


def _gate(instrument: Instrument, gates: Mapping[str, str], code: str) -> str:
    value = gates.get(code) or "unknown"
    _refuse_unknown(f"gate {code}", value, instrument.gate(code).values)
    return value


def _refuse_unknown(what: str, value: str, allowed: Collection[str]) -> None:
    if value not in allowed:
        raise ValueError(f"{what}: {value} is not one of {', '.join(allowed)}")


Found = Iterator[Fired]


def told_under_18(facts: Facts, _level: str) -> Found:
    if facts.minor_rule and (items := facts.clear(facts.instrument.sexual)):
        yield Fired("R1", "4", items, "Sexual exploitation has been told or is evidenced, and the minor rule applies.")


def told_with_means(facts: Facts, _level: str) -> Found:
    items = facts.clear(facts.instrument.sexual)
    if not facts.minor_rule and items and facts.means_clear:
        why = "Sexual exploitation has been told or is evidenced, with force, fraud or coercion."
        yield Fired("R2", "4", (*items, *facts.means_clear), why)


def labor_with_means(facts: Facts, _level: str) -> Found:
    items = facts.clear(facts.instrument.labor)
    if items and facts.means_clear:
        why = "Labor or service exploitation is clear, with force, fraud or coercion."
        yield Fired("R2L", "4", (*items, *facts.means_clear), why)


def possible_sexual_exploitation(facts: Facts, _level: str) -> Found:
    seen, clear = facts.seen(facts.instrument.sexual), facts.clear(facts.instrument.sexual)
    if facts.minor_rule and (items := tuple(code for code in seen if code not in clear)):
        yield Fired("R3", "3", items, "Some information points to sexual exploitation, and the minor rule applies.")
    if not facts.minor_rule and seen and facts.means_seen:
        why = "Information points to sexual exploitation, and to force, fraud or coercion."
        yield Fired("R3", "3", (*seen, *facts.means_seen), why)


def labor_without_clear_means(facts: Facts, _level: str) -> Found:
    seen, clear = facts.seen(facts.instrument.labor), facts.clear(facts.instrument.labor)
    if not seen or (clear and facts.means_clear):
        return
    if facts.means_seen:
        why = "Information points to labor or service exploitation, and to force, fraud or coercion."
        yield Fired("R4", "3", (*seen, *facts.means_seen), why)
    elif clear and facts.minor_rule:
        yield Fired("R4", "3", clear, "Labor or service exploitation is clear, and the minor rule applies.")
    else:
        why = "Information points to labor or service exploitation, without a sign of force, fraud or coercion."
        yield Fired("R4", "2", seen, why)


def several_strong_signs(facts: Facts, _level: str) -> Found:
    items = facts.clear(facts.instrument.strong)
    domains = {facts.instrument.scored[code].domain for code in items}
    if len(domains) >= STRONG_IN_DIFFERENT_DOMAINS:
        yield Fired("R5", "3", items, "Strong signs are clear in different areas of life.")
    elif len(items) >= STRONG_ANYWHERE:
        yield Fired("R5", "3", items, "Several strong signs are clear.")


def many_signs(facts: Facts, _level: str) -> Found:
    wanted, points = facts.instrument.thresholds, facts.points
    if sum(points.values()) >= wanted.suspected_points and len(points) >= wanted.suspected_min_domains:
        scored = tuple(code for code in facts.signs if facts.instrument.scored[code].domain in points)
        yield Fired("R6", "3", scored, "Many signs together, spread over many areas of life.")


def sign_with_a_floor(facts: Facts, _level: str) -> Found:
    for code in facts.signs:
        for answer, level in facts.instrument.scored[code].floor.items():
            if facts.reaches(code, answer):
                yield Fired("R6", level, (code,), "This sign reaches the level by itself.")


def combination(facts: Facts, _level: str) -> Found:
    for found in facts.instrument.combinations:
        if all(facts.reaches(code, answer) for code, answer in found.all.items()):
            yield Fired("R6", found.level, tuple(found.all), f"These signs together: {found.why}.")


def strong_sign_under_13(facts: Facts, _level: str) -> Found:
    if facts.handled_as_under_13 and (items := facts.seen(facts.instrument.strong)):
        yield Fired("R7", "3", items, "Under 13, or age not known: any strong sign counts.")


def some_signs(facts: Facts, _level: str) -> Found:
    clear, seen = facts.clear(facts.instrument.strong), facts.seen(facts.instrument.strong)
    if clear:
        yield Fired("R8", "2", clear, "A strong sign is clear.")
    if len(seen) >= STRONG_POSSIBLE:
        yield Fired("R8", "2", seen, "More than one strong sign is at least possible.")
    if sum(facts.points.values()) >= facts.instrument.thresholds.at_risk_points:
        scored = tuple(code for code in facts.signs if facts.instrument.scored[code].domain in facts.points)
        yield Fired("R8", "2", scored, "Several signs together.")


def adult_without_means(facts: Facts, _level: str) -> Found:
    items = facts.seen(facts.instrument.sexual)
    if not facts.minor_rule and items and not facts.means_seen:
        why = "18 or over: information points to sexual exploitation, without a sign of force, fraud or coercion."
        yield Fired("R8", "2", items, why)


def nothing_above(_facts: Facts, level: str) -> Found:
    if not level:
        yield Fired("R9", "1", (), "Nothing that is known meets a rule for a higher level.")


def cap_for_adults(facts: Facts, level: str) -> Found:
    lifted = [reached for code in facts.signs for reached in _lifts(facts, code)]
    cap = max([CAP_FOR_ADULTS, *lifted])
    if not facts.minor_rule and not facts.means_seen and level > cap:
        yield Fired("R11", cap, (), "18 or over, and no sign of force, fraud or coercion: the level is held here.")


def floor_at_any_age(facts: Facts, _level: str) -> Found:
    for code in facts.signs:
        for level in _lifts(facts, code):
            yield Fired("R11", level, (code,), "This sign reaches the level at any age.")


def _lifts(facts: Facts, code: str) -> list[str]:
    floors = facts.instrument.scored[code].floor_any_age
    return [level for answer, level in floors.items() if facts.reaches(code, answer)]


def not_enough_known(facts: Facts, level: str) -> Found:
    if level != "1":
        return
    if items := tuple(code for code in facts.instrument.scored if code in facts.unknown & facts.instrument.determinative):
        yield Fired("R10", "U", items, "A sign of exploitation itself is not known.")
    if facts.known_share < facts.instrument.thresholds.completeness_for_level_1:
        items = tuple(code for code in facts.instrument.scored if code in facts.unknown)
        yield Fired("R10", "U", items, "Too few answers are known to say that there is no concern.")


def at_least(level: str, found: str) -> str:
    return max(level, found)


def at_most(level: str, found: str) -> str:
    return min(level, found)


def instead(_level: str, found: str) -> str:
    return found


class Rule(NamedTuple):
    code: str
    find: Callable[[Facts, str], Found]  # (facts, level so far)
    bears: Callable[[str, str], str]  # how what it found changes the level so far


# In this order: what lifts the level, then what holds it down, then what takes its place.
RULES = (
    Rule("R1", told_under_18, at_least),
    Rule("R2", told_with_means, at_least),
    Rule("R2L", labor_with_means, at_least),
    Rule("R3", possible_sexual_exploitation, at_least),
    Rule("R4", labor_without_clear_means, at_least),
    Rule("R5", several_strong_signs, at_least),
    Rule("R6", many_signs, at_least),
    Rule("R6", sign_with_a_floor, at_least),
    Rule("R6", combination, at_least),
    Rule("R7", strong_sign_under_13, at_least),
    Rule("R8", some_signs, at_least),
    Rule("R8", adult_without_means, at_least),
    Rule("R9", nothing_above, at_least),
    Rule("R11", floor_at_any_age, at_least),
    Rule("R11", cap_for_adults, at_most),
    Rule("R10", not_enough_known, instead),
)


def judge(facts: Facts, rules: Sequence[Rule] = RULES) -> tuple[str, tuple[Fired, ...]]:
    """The level and the rules that fired; what R10 replaces is not among them."""
    level, fired = "", []
    for rule in rules:
        for found in rule.find(facts, level):
            level = rule.bears(level, found.level)
            fired = [*fired, found] if rule.bears is not instead else [*(f for f in fired if f.level == found.level), found]
    return level, tuple(sorted(fired, key=lambda one: (one.level, one.rule), reverse=False))
