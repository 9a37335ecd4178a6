"""Does every part of the instrument matter to its worked cases?

Takes out or shifts each rule, threshold, cap, point, kind, means item, tier, floor and combination in turn; each such
change must turn at least one case red. The cases are the golden ones and, where those leave a gap, our own.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from screening import instrument as instruments
from screening import rules
from screening.cases import Case, read_cases
from screening.facts import Facts
from screening.instrument import SHIPPED, Instrument
from screening.instrument_shape import SCORED
from screening.rules import RULES, Fired, Rule, judge

NAME = "hart-concern-screen-0.2-draft"
HIGHER = {"1": "2", "2": "3", "3": "4"}
LOWER = {"U": "1", "2": "1", "3": "2", "4": "3"}
# There is nothing above 4, below 1, or above U.
NO_FURTHER = {("R1", "up"), ("R2", "up"), ("R2L", "up"), ("R9", "down"), ("R10", "up")}
MISREADINGS = (
    ("G1", "unknown", "18_plus"),
    ("G1", "unknown", "13_17"),
    ("G1", "under_13", "13_17"),
    ("G1", "13_17", "under_13"),
    ("G1", "18_plus", "13_17"),
    ("G2", "unknown", "no"),
    ("G2", "yes", "no"),
    ("G2", "no", "yes"),
    ("answer", "unknown", "none"),
    ("answer", "unknown", "possible"),
    ("answer", "possible", "none"),
    ("answer", "possible", "clear"),
    ("answer", "none", "unknown"),
)
COUNTS = ("STRONG_IN_DIFFERENT_DOMAINS", "STRONG_ANYWHERE", "STRONG_POSSIBLE")
Plain = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """One thing that is different, and nothing else."""

    part: str
    what: str
    instrument: Instrument
    rules: Sequence[Rule] = RULES
    constant: tuple[str, Any] | None = None
    read_as: tuple[str, str, str] | None = None  # (what is asked, one value, the value it is mistaken for)


def shipped() -> Instrument:
    return instruments.read(SHIPPED / f"{NAME}.yaml")


def cases_of(instrument: Instrument, kind: str) -> list[Case]:
    path = SHIPPED / f"{NAME}.{kind}.csv"
    return read_cases(path.read_text(encoding="utf-8"), instrument, file=path.name)


def changes(instrument: Instrument) -> Iterator[Change]:
    yield from changed_rules(instrument)
    yield from misread(instrument)
    for part, what, alter in changed_parts(json.loads(instrument.canonical())["instrument"]):
        whole = json.loads(instrument.canonical())
        alter(whole["instrument"])
        yield Change(part, what, Instrument.from_canonical(json.dumps(whole)))


def changed_rules(instrument: Instrument) -> Iterator[Change]:
    for place, rule in enumerate(RULES):
        others = [*RULES[:place], *RULES[place + 1 :]]
        yield Change("rule", f"{rule.code} {rule.find.__name__} taken out", instrument, others)
    for code in dict.fromkeys(rule.code for rule in RULES):
        yield Change("rule", f"{code} taken out", instrument, [rule for rule in RULES if rule.code != code])
        for way, levels in (("up", HIGHER), ("down", LOWER)):
            if (code, way) not in NO_FURTHER:
                shifted = [shift(rule, levels) if rule.code == code else rule for rule in RULES]
                yield Change("rule", f"{code} one level {way}", instrument, shifted)
    for name in COUNTS:
        for step in (-1, 1):
            constant = (name, getattr(rules, name) + step)
            yield Change("rule", f"{name} {step:+}", instrument, constant=constant)
    for level in (LOWER["2"], HIGHER["2"]):
        yield Change("rule", f"CAP_FOR_ADULTS {level}", instrument, constant=("CAP_FOR_ADULTS", level))


def misread(instrument: Instrument) -> Iterator[Change]:
    """What is not known taken for a no, and an age for another."""
    for asked, value, mistaken in MISREADINGS:
        yield Change("reading", f"{asked} {value} read as {mistaken}", instrument, read_as=(asked, value, mistaken))


def shift(rule: Rule, levels: dict[str, str]) -> Rule:
    def find(facts: Facts, level: str) -> Iterator[Fired]:
        for fired in rule.find(facts, level):
            yield fired._replace(level=levels.get(fired.level, fired.level))

    return rule._replace(find=find)


Alteration = tuple[str, str, Callable[[Plain], None]]


def changed_parts(plain: Plain) -> Iterator[Alteration]:
    yield from changed_numbers(plain)
    for place, indicator in enumerate(plain["indicators"]):
        if indicator["tier"] in SCORED:
            yield from changed_indicator(place, indicator)
    for place, combination in enumerate(plain["combinations"]):
        yield from changed_combination(place, combination)


def setting(*path: str | int, to: Any) -> Callable[[Plain], None]:
    def alter(plain: Plain) -> None:
        *way, last = path
        for step in way:
            plain = plain[step]  # type: ignore[index]
        plain[last] = to  # type: ignore[index]

    return alter


def without(*path: str | int) -> Callable[[Plain], None]:
    def alter(plain: Plain) -> None:
        *way, last = path
        for step in way:
            plain = plain[step]  # type: ignore[index]
        del plain[last]  # type: ignore[arg-type]

    return alter


def changed_numbers(plain: Plain) -> Iterator[Alteration]:
    for name, value in plain["thresholds"].items():
        step: float = 1 if isinstance(value, int) else 0.02  # less than one answer of 43
        for to in (value - step, value + step):
            yield "threshold", f"{name} {to:g}", setting("thresholds", name, to=to)
    for to in (plain["domain_cap"] - 1, plain["domain_cap"] + 1, 1000):
        yield "cap", f"domain_cap {to}", setting("domain_cap", to=to)
    for tier, points in plain["points"].items():
        for answer, value in points.items():
            for to in sorted({0, value - 1, value + 1}):
                yield "point", f"{tier} {answer} {to}", setting("points", tier, answer, to=to)


def changed_indicator(place: int, indicator: Plain) -> Iterator[Alteration]:
    at, code = ("indicators", place), indicator["code"]
    for tier in (*SCORED, "context"):
        if tier != indicator["tier"]:
            yield "tier", f"{code} {tier}", setting(*at, "tier", to=tier)
    if "kind" in indicator:
        other = "labor" if indicator["kind"] == "sexual" else "sexual"
        yield "kind", f"{code} {other}", setting(*at, "kind", to=other)
        yield "kind", f"{code} without kind", without(*at, "kind")
    if "means" in indicator:
        yield "means", f"{code} no means item", without(*at, "means")
    for floor in ("floor", "floor_any_age"):
        for answer, level in indicator.get(floor, {}).items():
            yield floor, f"{code} without {floor}", without(*at, floor)
            yield floor, f"{code} {floor} from possible on", setting(*at, floor, to={"possible": level})
            for to in (LOWER[level], HIGHER[level]):
                yield floor, f"{code} {floor} {to}", setting(*at, floor, answer, to=to)


def changed_combination(place: int, combination: Plain) -> Iterator[Alteration]:
    at, name = ("combinations", place), " + ".join(combination["all"])
    yield "combination", f"{name} taken out", without(*at)
    for to in (LOWER[combination["level"]], HIGHER[combination["level"]]):
        yield "combination", f"{name} level {to}", setting(*at, "level", to=to)
    for code in combination["all"]:
        yield "combination", f"{name} without {code}", without(*at, "all", code)
        yield "combination", f"{name} only with {code} clear", setting(*at, "all", code, to="clear")


def red(change: Change, cases: Sequence[Case]) -> list[str]:
    with constant(change.constant):
        return [case.name for case in cases if level_of(change, case) != case.expected]


def level_of(change: Change, case: Case) -> str:
    answers = {code: as_read(change, "answer", answer) for code, answer in case.answers.items()}
    gates = {code: as_read(change, code, value) for code, value in case.gates.items()}
    if gates["G1"] == "18_plus" != case.gates["G1"]:
        gates["G2"] = "no"
    return judge(Facts.of(change.instrument, answers, gates), change.rules)[0]


def as_read(change: Change, asked: str, value: str) -> str:
    return change.read_as[2] if change.read_as and change.read_as[:2] == (asked, value) else value


@contextmanager
def constant(changed: tuple[str, Any] | None) -> Iterator[None]:
    if changed is None:
        yield
        return
    name, value = changed
    before = getattr(rules, name)
    setattr(rules, name, value)
    try:
        yield
    finally:
        setattr(rules, name, before)


def main() -> int:
    instrument = shipped()
    golden, own = cases_of(instrument, "golden"), cases_of(instrument, "own")
    unchanged = Change("none", "nothing", instrument)
    wrong = red(unchanged, golden) + red(unchanged, own)
    print(f"unchanged: {len(golden)} golden and {len(own)} own cases, {len(wrong)} red")
    made, caught, by_own = Counter[str](), Counter[str](), Counter[str]()
    for change in changes(instrument):
        made[change.part] += 1
        in_golden, in_own = red(change, golden), red(change, own)
        caught[change.part] += bool(in_golden or in_own)
        by_own[change.part] += bool(in_own and not in_golden)
        first = f"golden {in_golden[0]}" if in_golden else f"own {in_own[0]}" if in_own else "SURVIVED"
        print(f"  {change.part:<14} {change.what:<52} {len(in_golden):3} {len(in_own):3}  {first}")
    for part, count in made.items():
        print(f"{part:<14} {count:4} changes, {caught[part]:4} caught, {by_own[part]:4} of them by our own cases alone")
    held = not wrong and made == caught
    print(f"{made.total()} changes, {caught.total()} turn a case red: {'held' if held else 'FAILED'}")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
