"""An invented young person's screening and referral, as a worker would have written them."""

import datetime as dt
import random
import uuid
from typing import Any

from accounts.models import User
from audit import clock
from dmst.demo.answers import Pattern, answers_for
from dmst.demo.case import Case
from dmst.demo.cast import PHONE
from dmst.demo.moment import at
from duties import words as times
from referrals.models import Referral
from referrals.services import signing
from screening import services as screenings
from screening.instrument_shape import SIGNS
from screening.models import Screening, Trigger
from youth import ages
from youth.models import Youth

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
AGENCIES = ("Invented City Police", "Pretend Town Police", "Makebelieve State Police")
RELATIONS = {"family": "relative", "partner": "partner", "peer": "peer", "online": "online", "other": "other"}
SECTION_EVERY = dt.timedelta(minutes=4)
RAISED = "What the school says today weighs more than the answers show."
NO_CASE, NEW_TO_DCF = "no_open_case", 5  # one of so many who live at home
SCREENINGS = 2**51  # sets the keys of what one case presses apart


def dcf_status(case: Case) -> str:
    if case.age >= ages.ADULT:
        return "services_post_majority"
    if case.living in IN_CARE:
        return "in_care"
    return NO_CASE if case.chance % NEW_TO_DCF == 0 else "open_case_at_home"


def screened_and_sent(
    case: Case, youth: Youth, pattern: Pattern, chance: random.Random, moment: dt.datetime, *, by: User
) -> Referral:
    key = uuid.UUID(int=case.chance + SCREENINGS) if case.outside else case.key
    with at(moment - dt.timedelta(hours=1)):
        screening = screened(case, youth, pattern, chance, by=by)
    with at(moment):
        referral = signing.sign_and_send(screening, fields_of(case, pattern), by=by, submission_key=key)
    assert referral is not None
    return referral


def screened(case: Case, youth: Youth, pattern: Pattern, chance: random.Random, *, by: User) -> Screening:
    """Every question answered, a section every few minutes; ready to be signed."""
    draft = screenings.start(youth, by=by)
    trigger = Trigger.RETURN if case.missing else Trigger.ALLEGATION
    draft = screenings.save_start(draft, trigger=trigger, gates=gates_of(case, chance), by=by)
    source_type, who = SOURCES[case.source]
    day = times.day_of(clock.now())
    source = screenings.add_source(draft, source_type=source_type, information_date=day, who=who, by=by)
    said = answers_for(tuple(draft.instrument.scored), case.computed, pattern, chance, missing=case.missing)
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
    draft = screenings.save_words(draft, words, by=by)
    return screenings.raise_level(draft, case.level, reason=RAISED, by=by) if case.raised else draft


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
        "reports": {"careline": careline, **police_of(case, reported)} if case.level in ("3", "4") else {},
        "cause_at": case.sent_at - dt.timedelta(hours=2),
        "told_young_person": "Told at the end of the talk who will call.",
        "told_by": "The caseworker",
        "told_at": case.sent_at - dt.timedelta(hours=1),
        "callback_phone": PHONE,
        "wants_feedback": True,
    }


def police_of(case: Case, at: dt.datetime) -> dict[str, dict[str, str]]:
    """Of most at level 4 and of some others."""
    if case.chance % 4 and case.level != "4":
        return {}
    agency = AGENCIES[case.chance % len(AGENCIES)]
    return {"police": {"at": at.isoformat(), "number": f"INV-{case.chance % 10**5:05}", "agency": agency}}
