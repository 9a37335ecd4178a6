"""The rules of domain.md 3.2, one function each, and the table that says how each bears on the level. No Django."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from screening.facts import Facts

CAP_FOR_ADULTS = "2"
STRONG_IN_DIFFERENT_DOMAINS = 2
STRONG_ANYWHERE = 3
STRONG_POSSIBLE = 2


class Fired(NamedTuple):
    rule: str
    level: str
    items: tuple[str, ...]
    why: str


Found = Iterator[Fired]


def _(sentence: str) -> str:
    """Marks a sentence for translation; the page that shows it translates it."""
    return sentence


TOLD_UNDER_18 = _(
    "Sexual exploitation has been told or is evidenced. Under 18 that is enough, and an age or a beginning "
    "that is not known counts as under 18."
)
TOLD_WITH_MEANS = _("Sexual exploitation has been told or is evidenced, with force, fraud or coercion.")
LABOR_WITH_MEANS = _("Labor or service exploitation is clear, with force, fraud or coercion.")
POSSIBLE_UNDER_18 = _(
    "Some information points to sexual exploitation. Under 18 that is enough, and an age or a beginning "
    "that is not known counts as under 18."
)
POSSIBLE_WITH_MEANS = _("Information points to sexual exploitation, and to force, fraud or coercion.")
LABOR_AND_SOME_MEANS = _("Information points to labor or service exploitation, and to force, fraud or coercion.")
LABOR_UNDER_18 = _(
    "Labor or service exploitation is clear. Under 18 that is enough to suspect it, and an age or a beginning "
    "that is not known counts as under 18."
)
LABOR_ALONE = _("Information points to labor or service exploitation; no sign of force, fraud or coercion is known.")
STRONG_APART = _("Strong signs are clear in different areas of life.")
STRONG_TOGETHER = _("Several strong signs are clear.")
MANY_SIGNS = _("Many signs together, spread over many areas of life.")
FLOOR = _("This sign reaches the level by itself.")
UNDER_13 = _("Under 13, or age not known: any strong sign is enough.")
STRONG_CLEAR = _("A strong sign is clear.")
STRONG_SEEN = _("More than one strong sign is at least possible.")
SOME_POINTS = _("Several signs together.")
ADULT_ALONE = _("18 or over: information points to sexual exploitation; no sign of force, fraud or coercion is known.")
NOTHING = _("Nothing that is known meets a rule for a higher level.")
ANY_AGE = _("This sign reaches the level at any age.")
HELD = _("18 or over, and no sign of force, fraud or coercion is known: the level stops here.")
EXPLOITATION_NOT_KNOWN = _("Whether there are signs of exploitation itself is not known.")
TOO_LITTLE = _("Too few answers are known to say that no concern was found.")


def told_under_18(facts: Facts, _level: str) -> Found:
    if facts.minor_rule and (items := facts.clear(facts.instrument.sexual)):
        yield Fired("R1", "4", items, TOLD_UNDER_18)


def told_with_means(facts: Facts, _level: str) -> Found:
    items = facts.clear(facts.instrument.sexual)
    if not facts.minor_rule and items and facts.means_clear:
        yield Fired("R2", "4", (*items, *facts.means_clear), TOLD_WITH_MEANS)


def labor_with_means(facts: Facts, _level: str) -> Found:
    items = facts.clear(facts.instrument.labor)
    if items and facts.means_clear:
        yield Fired("R2L", "4", (*items, *facts.means_clear), LABOR_WITH_MEANS)


def possible_under_18(facts: Facts, _level: str) -> Found:
    items = tuple(code for code in facts.seen(facts.instrument.sexual) if facts.signs[code] == "possible")
    if facts.minor_rule and items:
        yield Fired("R3", "3", items, POSSIBLE_UNDER_18)


def possible_with_means(facts: Facts, _level: str) -> Found:
    items = facts.seen(facts.instrument.sexual)
    if not facts.minor_rule and items and facts.means_seen:
        yield Fired("R3", "3", (*items, *facts.means_seen), POSSIBLE_WITH_MEANS)


def labor_without_clear_means(facts: Facts, _level: str) -> Found:
    seen, clear = facts.seen(facts.instrument.labor), facts.clear(facts.instrument.labor)
    if not seen or (clear and facts.means_clear):
        return
    if facts.means_seen:
        yield Fired("R4", "3", (*seen, *facts.means_seen), LABOR_AND_SOME_MEANS)
    elif clear and facts.minor_rule:
        yield Fired("R4", "3", clear, LABOR_UNDER_18)
    else:
        yield Fired("R4", "2", seen, LABOR_ALONE)


def several_strong_signs(facts: Facts, _level: str) -> Found:
    items = facts.clear(facts.instrument.strong)
    domains = {facts.instrument.scored[code].domain for code in items}
    if len(domains) >= STRONG_IN_DIFFERENT_DOMAINS:
        yield Fired("R5", "3", items, STRONG_APART)
    elif len(items) >= STRONG_ANYWHERE:
        yield Fired("R5", "3", items, STRONG_TOGETHER)


def many_signs(facts: Facts, _level: str) -> Found:
    wanted, points = facts.instrument.thresholds, facts.points
    if sum(points.values()) >= wanted.suspected_points and len(points) >= wanted.suspected_min_domains:
        yield Fired("R6", "3", tuple(facts.worth), MANY_SIGNS)


def sign_with_a_floor(facts: Facts, _level: str) -> Found:
    for code in facts.signs:
        for answer, level in facts.instrument.scored[code].floor.items():
            if facts.reaches(code, answer):
                yield Fired("R6", level, (code,), FLOOR)


def combination(facts: Facts, _level: str) -> Found:
    for found in facts.instrument.combinations:
        if all(facts.reaches(code, answer) for code, answer in found.all.items()):
            yield Fired("R6", found.level, tuple(found.all), f"{found.why[:1].upper()}{found.why[1:]}.")


def strong_sign_under_13(facts: Facts, _level: str) -> Found:
    if facts.handled_as_under_13 and (items := facts.seen(facts.instrument.strong)):
        yield Fired("R7", "3", items, UNDER_13)


def some_signs(facts: Facts, _level: str) -> Found:
    clear, seen = facts.clear(facts.instrument.strong), facts.seen(facts.instrument.strong)
    if clear:
        yield Fired("R8", "2", clear, STRONG_CLEAR)
    elif len(seen) >= STRONG_POSSIBLE:
        yield Fired("R8", "2", seen, STRONG_SEEN)
    if sum(facts.points.values()) >= facts.instrument.thresholds.at_risk_points:
        yield Fired("R8", "2", tuple(facts.worth), SOME_POINTS)


def adult_without_means(facts: Facts, _level: str) -> Found:
    items = facts.seen(facts.instrument.sexual)
    if not facts.minor_rule and items and not facts.means_seen:
        yield Fired("R8", "2", items, ADULT_ALONE)


def floor_at_any_age(facts: Facts, _level: str) -> Found:
    for code in facts.signs:
        for level in _reached_at_any_age(facts, code):
            yield Fired("R11", level, (code,), ANY_AGE)


def nothing_above(_facts: Facts, level: str) -> Found:
    if not level:
        yield Fired("R9", "1", (), NOTHING)


def cap_for_adults(facts: Facts, level: str) -> Found:
    cap = max([CAP_FOR_ADULTS, *(reached for code in facts.signs for reached in _reached_at_any_age(facts, code))])
    if not facts.minor_rule and not facts.means_seen and level > cap:
        yield Fired("R11", cap, (), HELD)


def _reached_at_any_age(facts: Facts, code: str) -> list[str]:
    floors = facts.instrument.scored[code].floor_any_age
    return [level for answer, level in floors.items() if facts.reaches(code, answer)]


def not_enough_known(facts: Facts, level: str) -> Found:
    if level != "1":
        return
    if items := _unknown_of(facts, facts.instrument.determinative):
        yield Fired("R10", "U", items, EXPLOITATION_NOT_KNOWN)
    if facts.known_share < facts.instrument.thresholds.completeness_for_level_1:
        yield Fired("R10", "U", _unknown_of(facts, facts.unknown), TOO_LITTLE)


def _unknown_of(facts: Facts, codes: frozenset[str]) -> tuple[str, ...]:
    return tuple(code for code in facts.instrument.scored if code in facts.unknown & codes)


def at_least(level: str, found: str) -> str:
    return max(level, found)


def at_most(level: str, found: str) -> str:
    return min(level, found)


def instead(_level: str, found: str) -> str:
    return found


class Rule(NamedTuple):
    code: str
    find: Callable[[Facts, str], Found]  # (facts, level so far)
    bears: Callable[[str, str], str]  # (level so far, level found) -> level


# In this order: what lifts the level, what holds it down, what takes its place.
RULES = (
    Rule("R1", told_under_18, at_least),
    Rule("R2", told_with_means, at_least),
    Rule("R2L", labor_with_means, at_least),
    Rule("R3", possible_under_18, at_least),
    Rule("R3", possible_with_means, at_least),
    Rule("R4", labor_without_clear_means, at_least),
    Rule("R5", several_strong_signs, at_least),
    Rule("R6", many_signs, at_least),
    Rule("R6", sign_with_a_floor, at_least),
    Rule("R6", combination, at_least),
    Rule("R7", strong_sign_under_13, at_least),
    Rule("R8", some_signs, at_least),
    Rule("R8", adult_without_means, at_least),
    Rule("R11", floor_at_any_age, at_least),
    Rule("R9", nothing_above, at_least),
    Rule("R11", cap_for_adults, at_most),
    Rule("R10", not_enough_known, instead),
)


def judge(facts: Facts, rules: Sequence[Rule] = RULES) -> tuple[str, tuple[Fired, ...]]:
    """The level, and every rule that fired, the highest first. What R10 takes the place of is left out."""
    level, fired = "", list[Fired]()
    for rule in rules:
        found = list(rule.find(facts, level))
        if found and rule.bears is instead:
            fired.clear()
        for one in found:
            level = rule.bears(level, one.level)
        fired += found
    return level, tuple(sorted(fired, key=lambda one: one.level, reverse=True))
