"""What HART did in each invented case, and what makes some of them another story. No Django, no database."""

import datetime as dt
import itertools
import random
from collections.abc import Callable, Iterator
from dataclasses import replace

from dmst.demo import shares
from dmst.demo.case import Act, Case

HOURS_TO_ACKNOWLEDGE = {"4": (0.2, 2.2), "3": (1, 7), "2": (4, 40), "U": (4, 40)}
DAYS_TO_DETERMINE = (3, 12)
DAYS_TO_CLOSE = (8, 40)
ASKED = 0.25  # share of the cases in which HART asks back
NOT_ACCEPTED = 0.1  # of the consultations
BORNE_OUT = ("suspected", "confirmed")
SERVED = (  # what came of the offer of a service, one after another
    ("offered", "accepted", "started"), ("offered", "accepted", "started"), ("offered", "started"),
    ("offered", "declined"), ("offered",), ("unmet",),
)  # fmt: skip
DAYS_BETWEEN, DAYS_TO_MONITOR, DAYS_MONITORED = (1, 5), (10, 30), (30, 110)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
SERVICE, SCREENING, NOTE = "service", "screening", "note"  # steps that are no moves
WRITTEN_TO, HEARD = 0.85, "We have read it and talk with the office today. You hear from us again this week."
SCREENED_AFTER = dt.timedelta(hours=40)
OUTSIDE = ("careline", "police", "school", "congregate_care", "health", "provider", "other")
TEEN = 13
AGAIN = "suspected"  # HART's answer the second time
LATER = 2**40  # apart from every chance of a plan
CLOSINGS = ("stable", "stable", "stable", "no_concern", "moved")
QUESTION = "Is there a safe time to meet, and who should be there?"
ANSWER = "After school, with the person they trust."
REASONS = "From the screening, the record and the talk with the worker."
ENDED = "The plan is in place, and the worker knows whom to call."
OFFERED = "Talked through with them."
ELSEWHERE = "Another state works with the family; their office was told."


def acts_of(case: Case, now: dt.datetime) -> Iterator[Act]:
    past = (act for act in course_of(case) if act.at < now)
    return itertools.islice(past, case.most_moves)


def course_of(case: Case) -> Iterator[Act]:
    chance = random.Random(case.chance)  # noqa: S311  # the same course each time
    hour, day = dt.timedelta(hours=1), dt.timedelta(days=1)
    at = case.sent_at + chance.uniform(*HOURS_TO_ACKNOWLEDGE[case.level]) * hour
    yield Act(at, "acknowledge")
    if case.level in ("2", "U") and chance.random() < NOT_ACCEPTED:
        yield Act(at + day, "not_accept", ELSEWHERE)
        return
    at += chance.uniform(0.5, 20) * hour
    yield Act(at, "start_review")
    if chance.random() < WRITTEN_TO:
        yield Act(at + HOUR / 2, NOTE, HEARD)
    if chance.random() < ASKED:
        at += chance.uniform(1, 6) * hour
        yield Act(at, "ask_information", QUESTION)
        at += chance.uniform(1, 8) * hour
        yield Act(at, "answer_information", ANSWER)
    at += chance.uniform(*DAYS_TO_DETERMINE) * day
    yield Act(at, "determine", REASONS, "?")


def with_determinations(moved: list[Case], chance: random.Random, now: dt.datetime) -> list[Case]:
    """The shares of the answers HART has given; the graver ones fall more often to the higher levels."""
    places = [place for place, case in enumerate(moved) if case.determination]
    places.sort(key=lambda place: "U234".index(moved[place].level) + chance.uniform(0, 2.5), reverse=True)
    counted = shares.counts(shares.DETERMINATION, len(places))
    answers = [group[0] for group, count in counted for _one in range(count)]
    for place, answer in zip(places, answers, strict=True):
        moved[place] = determined(moved[place], answer, now)
    return moved


def determined(case: Case, answer: str, now: dt.datetime) -> Case:
    """With what followed from it so far."""
    acts = [replace(act, choice=answer) if act.move == "determine" else act for act in case.acts]
    followed = (act for act in ending_of(case, acts[-1].at, answer) if act.at < now)
    return replace(case, acts=tuple(itertools.islice(itertools.chain(acts, followed), case.most_moves)))


def ending_of(case: Case, at: dt.datetime, answer: str) -> Iterator[Act]:
    """Services and some months of looking after for whoever needs them; the others end sooner."""
    chance = random.Random(case.chance + 1)  # noqa: S311  # the same each time
    day, closing = dt.timedelta(days=1), chance.choice(CLOSINGS)
    if answer not in BORNE_OUT:
        yield Act(at + chance.uniform(*DAYS_TO_CLOSE) * day, "close", ENDED, closing)
        return
    for standing in chance.choice(SERVED):
        at += chance.uniform(*DAYS_BETWEEN) * day
        yield Act(at, SERVICE, OFFERED, standing)
        if standing == "started":
            yield Act(at + HOUR, "begin_services")
    at += chance.uniform(*DAYS_TO_MONITOR) * day
    yield Act(at, "monitor", choice="review_30")
    yield Act(at + chance.uniform(*DAYS_MONITORED) * day, "close", ENDED, closing)


# --- Another story for some of them -----------------------------------------------------------------------------


def with_turns(cases: list[Case], now: dt.datetime) -> list[Case]:
    """Each so many-th of those it can happen to; never to what was set up for the screens of today."""
    turned = list(cases)
    for every, fits, turn in TURNS:
        places = [place for place, case in enumerate(turned) if not case.is_latest and fits(case)]
        for place in places[every - 1 :: every]:
            turned[place] = turn(turned[place], now)
    return turned


def may_be_raised(case: Case) -> bool:
    return case.level == "3" and case.age >= TEEN


def may_come_from_outside(case: Case) -> bool:
    return case.source in OUTSIDE and case.level in ("3", "4") and not case.raised


def screened_after(case: Case, now: dt.datetime) -> Case:
    act = Act(case.sent_at + SCREENED_AFTER, SCREENING)
    acts = sorted([*case.acts, act], key=lambda act: act.at) if act.at < now else case.acts
    return replace(case, outside=True, acts=tuple(acts))


def is_plain(case: Case) -> bool:
    return not (case.raised or case.outside or case.void)


def came_again(case: Case, now: dt.datetime) -> Case:
    """Some weeks after it was closed."""
    sent_at = case.acts[-1].at + dt.timedelta(days=30 + case.chance % 150)
    if sent_at >= now - DAY:
        return case
    later = replace(case, sent_at=sent_at, chance=case.chance + LATER, acts=(), missing=False)
    later = replace(later, acts=tuple(acts_of(later, now)))
    return replace(case, again=determined(later, AGAIN, now) if later.determination else later)


Turn = tuple[int, Callable[[Case], bool], Callable[[Case, dt.datetime], Case]]
TURNS: tuple[Turn, ...] = (
    (9, may_be_raised, lambda case, _now: replace(case, raised=True)),
    (3, may_come_from_outside, screened_after),
    (40, lambda case: is_plain(case) and len(case.acts) > 1, lambda case, _now: replace(case, void=True, acts=())),
    (8, lambda case: is_plain(case) and any(act.move == "close" for act in case.acts), came_again),
)
