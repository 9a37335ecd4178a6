"""A planned case, told through the product's own services with the clock moved back."""

import datetime as dt
import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from accounts.models import Town, User
from audit import clock
from dmst.demo.answers import Pattern, answers_for, pattern_for
from dmst.demo.cast import PHONE, Cast
from dmst.demo.plan import Case
from duties import words as times
from duties.models import Duty
from referrals.choices import WasTold
from referrals.models import Referral
from referrals.services import acts, calls, moves, outcome, signing
from referrals.workflow import MOVES, Owner
from screening import services as screenings
from screening.instrument_shape import SIGNS
from screening.models import Screening, Trigger
from youth import ages
from youth.models import Youth
from youth.services import create_youth

IN_CARE = ("foster", "congregate", "shelter")
SOURCES = {  # who spoke first -> a type of source of the instrument, and who that is
    "careline": ("other_agency", "the Careline"),
    "dcf_worker": ("worker_observation", "the worker"),
    "police": ("police", "an officer"),
    "school": ("school", "a counselor"),
    "congregate_care": ("placement_staff", "staff of the home"),
    "health": ("health", "a nurse"),
    "provider": ("other_agency", "a service provider"),
    "other": ("other", "somebody who is worried"),
}
RELATIONS = {"family": "relative", "partner": "partner", "peer": "peer", "online": "online", "other": "other"}
SECTION_EVERY = dt.timedelta(minutes=4)
AFTER_MISSING = dt.timedelta(hours=19)  # before it was sent, when the profile is there
LATE = 0.06  # share of the duties of the past that nobody has recorded
CALLED_AFTER = dt.timedelta(minutes=20)
CALLED = "The liaison called the worker."
RECORDED = "Done and noted in the record."
TOLD_AFTER = dt.timedelta(days=1)
TOLD_WORDS = "What HART has found, who helps now, and whom they can call."


@contextmanager
def at(moment: dt.datetime) -> Iterator[None]:
    """Everything inside happens then."""
    before = clock.now()
    clock.seed(moment)
    try:
        yield
    finally:
        clock.seed(before)


class Storyteller:
    """What every case needs, read once."""

    def __init__(self, cast: Cast, now: dt.datetime) -> None:
        self.cast, self.now = cast, now
        self.towns: dict[str, list[Town]] = {}
        for town in Town.objects.select_related("office"):
            self.towns.setdefault(town.office.name, []).append(town)

    def worker(self, case: Case) -> User:
        """Where an office has several, they take turns."""
        people = self.cast.workers[case.office]
        return people[case.chance % len(people)]

    def tell(self, case: Case) -> Referral:
        chance = random.Random(case.chance)  # noqa: S311  # the same each time
        worker = self.worker(case)
        with at(case.sent_at - dt.timedelta(hours=20)):
            youth = create_youth(self.profile(case, worker, chance), by=worker)
        if case.missing:
            self.was_missing(case, youth, worker)
        pattern = pattern_for(case.level, case.concern, chance)
        with at(case.sent_at - dt.timedelta(hours=1)):
            screening = screened(case, youth, pattern, chance, by=worker)
        with at(case.sent_at):
            fields = fields_of(case, pattern)
            referral = signing.sign_and_send(screening, fields, by=worker, submission_key=case.key)
        assert referral is not None
        self.call(case, referral)
        for act in case.acts:
            with at(act.at):
                by = self.actor(act.move, case, worker)
                referral = moves.move(referral, act.move, by=by, words=act.words, choice=act.choice)
        self.settle(case, youth, worker, chance)
        self.tell_outcome(referral, worker, chance)
        return referral

    def was_missing(self, case: Case, youth: Youth, worker: User) -> None:
        """Gone for some days, told to the police and to NCMEC, back some days before the screening."""
        chance = random.Random(case.chance + 1)  # noqa: S311  # the same each time, and nothing else moved by it
        hour = dt.timedelta(hours=1)
        back = case.sent_at - chance.uniform(20, 90) * hour
        began = back - chance.uniform(10, 120) * hour
        values = {
            "began_at": began, "known_at": began + hour, "ended_at": back,
            "police_at": began + chance.uniform(2, 9) * hour, "ncmec_at": began + chance.uniform(4, 9) * hour,
        }  # fmt: skip
        with at(case.sent_at - AFTER_MISSING):
            screenings.begin_episode(youth, values, danger="no", by=worker)

    def call(self, case: Case, referral: Referral) -> None:
        """Where one was asked for."""
        called_at = case.sent_at + CALLED_AFTER
        if called_at < self.now:
            with at(called_at):
                calls.record_call(referral, by=self.cast.liaisons[case.office], at=called_at, who=CALLED)

    def tell_outcome(self, referral: Referral, worker: User, chance: random.Random) -> None:
        """Told the day after the decision, but for a few."""
        decided_at = outcome.decided_at(referral)
        told_at = decided_at + TOLD_AFTER if decided_at else self.now
        if told_at < self.now and chance.random() > LATE:
            with at(told_at):
                said = outcome.Telling(WasTold.TOLD, TOLD_WORDS, "The caseworker", told_at)
                outcome.record_told(referral, said, by=worker)

    def actor(self, move: str, case: Case, worker: User) -> User:
        return worker if MOVES[move].tells == Owner.HART else self.cast.liaisons[case.office]

    def profile(self, case: Case, worker: User, chance: random.Random) -> dict[str, Any]:
        towns = self.towns[case.office]
        return {
            "legal_first": case.first,
            "legal_last": case.last,
            "birth_date": ages.birth_date_for(case.age, times.day_of(case.sent_at)),
            "birth_known": "known",
            "gender": case.gender,
            "race": list(case.race),
            "race_source": "self_reported" if case.race else "not_asked",
            "living_situation": case.living,
            "dcf_status": dcf_status(case),
            "case_number": f"INV-{case.chance % 10**7:07}",
            "town": chance.choice(towns),
            "office": worker.office,
            "assigned_worker": worker,
            "safe_contact": "In person at school, before noon.",
            "caregivers": [
                {
                    "name": f"Guardian {case.last}",
                    "relation": "guardian",
                    "implicated": "yes" if case.recruitment == "family" else chance.choice(("no", "unknown")),
                }
            ],
        }

    def settle(self, case: Case, youth: Youth, worker: User, chance: random.Random) -> None:
        """The duties whose time has passed were done in it, but for a few."""
        liaison = self.cast.liaisons[case.office]
        for duty in Duty.objects.filter(youth=youth).exclude(action="").open():
            done_at = duty.started_at + (duty.due_at - duty.started_at if duty.due_at else dt.timedelta(days=1)) * 0.8
            if done_at < self.now and chance.random() > LATE:
                by = worker if duty.owner_role == Duty.Owner.WORKER else liaison
                with at(done_at):
                    acts.do(duty, by=by, at=done_at, how=RECORDED)


def dcf_status(case: Case) -> str:
    if case.age >= ages.ADULT:
        return "services_post_majority"
    return "in_care" if case.living in IN_CARE else "open_case_at_home"


def screened(case: Case, youth: Youth, pattern: Pattern, chance: random.Random, *, by: User) -> Screening:
    """Every question answered, a section every few minutes; ready to be signed."""
    draft = screenings.start(youth, by=by)
    trigger = Trigger.RETURN if case.missing else Trigger.ALLEGATION
    draft = screenings.save_start(draft, trigger=trigger, gates=gates_of(case, chance), by=by)
    source_type, who = SOURCES[case.source]
    day = times.day_of(clock.now())
    source = screenings.add_source(draft, source_type=source_type, information_date=day, who=who, by=by)
    said = answers_for(tuple(draft.instrument.scored), case.level, pattern, chance, missing=case.missing)
    for code, entries in by_section(draft, said, pattern, str(source.pk)).items():
        with at(clock.now() + SECTION_EVERY):
            screenings.save_section(draft, code, entries, seen=0, by=by)
    words = {
        "words_and_wishes": "Wants to stay at the same school.",
        "safe_tonight_own_view": "yes",
        "asked_not_to": "Not to come to the classroom.",
        "wanted_person": "A teacher they trust",
        "wanted_relation": "Teacher",
        "wanted_contact": "In the school office, before noon.",
    }
    return screenings.save_words(draft, words, by=by)


def gates_of(case: Case, chance: random.Random) -> dict[str, str]:
    danger = "not_sure" if case.level == "4" and chance.random() < 0.3 else "no"
    missing = chance.choice(("not_missing", "not_missing", "returned_within_7_days")) if case.missing else "not_missing"
    return {"G1": ages.gate_of(case.age), "G2": "yes", "G3": dcf_status(case), "G4": missing, "G5": danger, "G7": "now"}


def by_section(draft: Screening, said: dict[str, str], pattern: Pattern, source: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for domain in draft.instrument.domains:
        scored = [item.code for item in domain.indicators if item.is_scored]
        found[domain.code] = {code: entry(said[code], pattern, source) for code in scored}
    return {code: entries for code, entries in found.items() if entries}


def entry(answer: str, pattern: Pattern, source: str) -> dict[str, Any]:
    if answer not in SIGNS:
        return {"answer": answer}
    return {"answer": answer, "sources": [source], "note": pattern.seen}


def fields_of(case: Case, pattern: Pattern) -> dict[str, Any]:
    """As the page of the referral's fields would have kept them."""
    reported = case.sent_at - dt.timedelta(minutes=30)
    careline = {"at": reported.isoformat(), "number": f"INV-{case.chance % 10**6:06}"}
    return {
        "send": True,
        "adult_agreement": "yes" if case.age >= ages.ADULT else "",
        "concern_type": case.concern,
        "what_seen": pattern.seen,
        "how_known": f"From {SOURCES[case.source][1]}.",
        "question": "What should we look at next?",
        "venue": pattern.venue,
        "recruitment": case.recruitment,
        "exploiter_relation": RELATIONS.get(case.recruitment, "unknown"),
        "safe_tonight": "no" if case.level == "4" and case.chance % 5 == 0 else "yes",
        "whereabouts": "Where they live, as far as is known.",
        "safe_contact": "In person at school, before noon.",
        "reports": {"careline": careline} if case.level in ("3", "4") else {},
        "cause_at": case.sent_at - dt.timedelta(hours=2),
        "told_young_person": "Told at the end of the talk who will call.",
        "told_by": "The caseworker",
        "told_at": case.sent_at - dt.timedelta(hours=1),
        "callback_phone": PHONE,
        "wants_feedback": True,
    }
