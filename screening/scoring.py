"""Answers and gates to a level with its reasons (domain.md 3.2): a pure function of the instrument's data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations

from screening.instrument import Indicator, Instrument

RANK = {"none": 0, "possible": 1, "clear": 2}
MOST_RAISERS = 5
UNKNOWN_LEVEL = "U"


@dataclass(frozen=True)
class Fired:
    rule: str
    level: str
    items: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Band:
    low: str
    high: str


@dataclass(frozen=True)
class Result:
    level: str
    fired: tuple[Fired, ...]
    unknown: tuple[str, ...]
    bands: tuple[Band, Band]  # determinatives held and the others moved; all unknowns moved
    raisers: tuple[tuple[str, ...], ...]  # each alone, else the smallest pairs: clear, they would raise the level
    points: int
    known_share: float


@dataclass(frozen=True)
class Case:
    """The answers as the rules ask about them."""

    instrument: Instrument
    answers: Mapping[str, str]
    minor_rule: bool
    under_13_rule: bool

    def at_least(self, item: Indicator, answer: str) -> bool:
        return RANK.get(self.answers.get(item.code, ""), -1) >= RANK[answer]

    def having(self, answer: str, *, tier: str = "", kind: str = "", means: bool = False) -> tuple[str, ...]:
        """Codes answered with ``answer`` or worse."""
        return tuple(
            item.code
            for item in self.instrument.scored
            if (not tier or item.tier == tier)
            and (not kind or item.kind == kind)
            and (not means or item.means)
            and self.at_least(item, answer)
        )

    def points_by_domain(self) -> dict[str, int]:
        points: dict[str, int] = {}
        for item in self.instrument.scored:
            worth = self.instrument.points.get(item.tier, {}).get(self.answers.get(item.code, ""), 0)
            points[item.domain] = points.get(item.domain, 0) + worth
        return {domain: min(sum_, self.instrument.domain_cap) for domain, sum_ in points.items() if sum_}


Rule = Callable[[Case], Fired | None]


def sexual_clear(case: Case) -> Fired | None:
    clear = case.having("clear", kind="sexual")
    if case.minor_rule and clear:
        return Fired("R1", "4", clear, "A sign of commercial sexual exploitation is clear")
    return None


def sexual_clear_with_means(case: Case) -> Fired | None:
    clear, means = case.having("clear", kind="sexual"), case.having("clear", means=True)
    if not case.minor_rule and clear and means:
        return Fired("R2", "4", clear + means, "A sign of commercial sexual exploitation and force, fraud or coercion are clear")
    return None


def labor_clear_with_means(case: Case) -> Fired | None:
    clear, means = case.having("clear", kind="labor"), case.having("clear", means=True)
    if clear and means:
        return Fired("R2L", "4", clear + means, "Labor exploitation and force, fraud or coercion are clear")
    return None


def sexual_possible(case: Case) -> Fired | None:
    signs, means = case.having("possible", kind="sexual"), case.having("possible", means=True)
    if case.minor_rule and signs:
        return Fired("R3", "3", signs, "A sign of commercial sexual exploitation is possible")
    if not case.minor_rule and signs and means:
        return Fired("R3", "3", signs + means, "A sign of commercial sexual exploitation, with a sign of force, fraud or coercion")
    return None


def labor(case: Case) -> Fired | None:
    clear, signs = case.having("clear", kind="labor"), case.having("possible", kind="labor")
    means, means_clear = case.having("possible", means=True), case.having("clear", means=True)
    if not signs or (clear and means_clear):
        return None
    suspected = bool(means) or (bool(clear) and case.minor_rule)
    return Fired("R4", "3" if suspected else "2", signs + means, "Signs of labor or service exploitation")


def strong_together(case: Case) -> Fired | None:
    clear = case.having("clear", tier="strong")
    domains = {case.instrument.indicators[code].domain for code in clear}
    if (len(clear) >= 2 and len(domains) >= 2) or len(clear) >= 3:
        return Fired("R5", "3", clear, "Several strong signs are clear")
    return None


def many_points(case: Case) -> Fired | None:
    points, limits = case.points_by_domain(), case.instrument.thresholds
    if sum(points.values()) >= limits["suspected_points"] and len(points) >= limits["suspected_min_domains"]:
        items = tuple(code for code in case.having("possible") if case.instrument.indicators[code].domain in points)
        return Fired("R6", "3", items, "Many signs across several parts of life")
    return None


def floors(case: Case) -> Fired | None:
    reached = [
        (item, level)
        for item in case.instrument.scored
        for answer, level in {**item.floor, **item.floor_any_age}.items()
        if case.at_least(item, answer)
    ]
    if not reached:
        return None
    level = max(level for _item, level in reached)
    return Fired("R6", str(level), tuple(item.code for item, _level in reached), "A sign that weighs enough by itself")


def together(case: Case) -> Fired | None:
    hit = [
        entry
        for entry in case.instrument.combinations
        if all(case.at_least(case.instrument.indicators[code], answer) for code, answer in entry.all.items())
    ]
    if not hit:
        return None
    worst = max(hit, key=lambda entry: entry.level)
    return Fired("R6", str(worst.level), tuple(worst.all), f"Two signs that belong together: {worst.why}")


def very_young(case: Case) -> Fired | None:
    strong = case.having("possible", tier="strong")
    if case.under_13_rule and strong:
        return Fired("R7", "3", strong, "Under 13, or age not known, with a strong sign")
    return None


def some_signs(case: Case) -> Fired | None:
    clear, possible = case.having("clear", tier="strong"), case.having("possible", tier="strong")
    points = sum(case.points_by_domain().values())
    if clear or len(possible) >= 2 or points >= case.instrument.thresholds["at_risk_points"]:
        return Fired("R8", "2", case.having("possible"), "Signs of being at risk")
    signs = case.having("possible", kind="sexual")
    if not case.minor_rule and signs and not case.having("possible", means=True):
        return Fired("R8", "2", signs, "A sign of commercial sexual exploitation of an adult, with no sign of force, fraud or coercion")
    return None


RULES: tuple[Rule, ...] = (
    sexual_clear, sexual_clear_with_means, labor_clear_with_means, sexual_possible, labor, strong_together,
    many_points, floors, together, very_young, some_signs,
)  # fmt: skip


def score(instrument: Instrument, answers: Mapping[str, str], gates: Mapping[str, str]) -> Result:
    """``answers``: indicator code to none, possible, clear or unknown; one that is not there is not known."""
    case = case_of(instrument, answers, gates)
    fired = fired_rules(case)
    level = level_of(case)
    return Result(
        level, fired, unknown_items(case), bands(case), raisers(case, level),
        sum(case.points_by_domain().values()), known_share(case),
    )  # fmt: skip


def case_of(instrument: Instrument, answers: Mapping[str, str], gates: Mapping[str, str]) -> Case:
    """An unknown age is a minor's, and under 13 in R7; an unknown G2 is yes."""
    age = gates.get("G1", "unknown")
    minor_rule = age != "18_plus" or gates.get("G2", "unknown") != "no"
    return Case(instrument, answers, minor_rule, age in ("under_13", "unknown"))


def fired_rules(case: Case) -> tuple[Fired, ...]:
    return tuple(found for rule in RULES if (found := rule(case)))


def level_of(case: Case) -> str:
    highest = max((int(found.level) for rule in RULES if (found := rule(case))), default=1)
    if not case.minor_rule and not case.having("possible", means=True):
        highest = max(min(highest, 2), any_age_floor(case)) if highest > 2 else highest  # R11
    return UNKNOWN_LEVEL if highest == 1 and too_little_known(case) else str(highest)


def any_age_floor(case: Case) -> int:
    return max(
        (
            level
            for item in case.instrument.scored
            for answer, level in item.floor_any_age.items()
            if case.at_least(item, answer)
        ),
        default=0,
    )


def too_little_known(case: Case) -> bool:
    """R10."""
    determinative = (item for item in case.instrument.scored if item.tier == "determinative")
    held_open = any(not is_known(case, item.code) for item in determinative)
    return held_open or known_share(case) < case.instrument.thresholds["completeness_for_level_1"]


def is_known(case: Case, code: str) -> bool:
    return case.answers.get(code) in RANK


def known_share(case: Case) -> float:
    scored = case.instrument.scored
    return sum(is_known(case, item.code) for item in scored) / len(scored)


def unknown_items(case: Case) -> tuple[str, ...]:
    return tuple(item.code for item in case.instrument.scored if not is_known(case, item.code))


def moved(case: Case, changes: Mapping[str, str]) -> Case:
    return Case(case.instrument, {**case.answers, **changes}, case.minor_rule, case.under_13_rule)


def bands(case: Case) -> tuple[Band, Band]:
    unknown = unknown_items(case)
    others = [code for code in unknown if case.instrument.indicators[code].tier != "determinative"]
    return band(case, others), band(case, list(unknown))


def band(case: Case, codes: list[str]) -> Band:
    low, high = (level_of(moved(case, dict.fromkeys(codes, answer))) for answer in ("none", "clear"))
    return Band(low, high)


def raisers(case: Case, level: str) -> tuple[tuple[str, ...], ...]:
    """From U and from 1 alike, raising means reaching 2 or more."""
    unknown = unknown_items(case)
    alone = [(code,) for code in unknown if is_raise(case, (code,), level)]
    if alone:
        return tuple(alone)
    pairs = (pair for pair in combinations(unknown, 2) if is_raise(case, pair, level))
    return tuple(pair for _count, pair in zip(range(MOST_RAISERS), pairs, strict=False))


def is_raise(case: Case, codes: tuple[str, ...], level: str) -> bool:
    return concern(level_of(moved(case, dict.fromkeys(codes, "clear")))) > max(concern(level), 1)


def concern(level: str) -> int:
    """U stands outside the order; nothing is below it."""
    return 0 if level in (UNKNOWN_LEVEL, "") else int(level)


def level_in_force(computed: str, raised: str) -> str:
    """The higher of the two; a raise may leave U (foundations: the case, 3)."""
    return raised if concern(raised) > concern(computed) else computed


def duties(instrument: Instrument, answers: Mapping[str, str]) -> frozenset[str]:
    """The ``always`` that an answer reaches, whatever the level."""
    return frozenset(
        duty
        for item in instrument.indicators.values()
        for duty, answer in item.always.items()
        if RANK.get(answers.get(item.code, ""), -1) >= RANK[answer]
    )


def is_historic(gates: Mapping[str, str]) -> bool:
    return gates.get("G7") == "earlier" and gates.get("G5") not in ("yes", "not_sure")
