"""A planned case, told through the product's own services with the clock moved back."""

import datetime as dt
import random
import uuid
from typing import Any

from accounts.models import Town, User
from dmst.demo.answers import Pattern, pattern_for
from dmst.demo.case import Act, Case
from dmst.demo.cast import PHONE, Cast
from dmst.demo.course import BORNE_OUT, NOTE, SCREENING, SERVICE
from dmst.demo.moment import at
from dmst.demo.screened import IN_CARE, NO_CASE, SOURCES, dcf_status, screened_and_sent
from duties import words as times
from duties.models import Duty
from referrals.choices import WasTold
from referrals.models import OutsideReport, Provider, Referral
from referrals.services import acts, calls, correcting, moves, noting, outcome, outside, restoring
from referrals.services.urgent import Suspicion
from referrals.workflow import MOVES, Owner
from screening import services as screenings
from youth import ages
from youth.models import Youth
from youth.services import create_youth

REPORTERS = {
    "careline": "careline", "police": "police", "school": "school", "congregate_care": "congregate",
    "health": "hospital", "provider": "provider", "other": "other",
}  # fmt: skip
AFTER_MISSING = dt.timedelta(hours=19)  # before it was sent, when the profile is there
FOUR_WEEKS, WAITS = dt.timedelta(days=28), 0.5  # not done yet, so that the lists of what is late are alive
NO_TOWN = 4  # of those without a case whose town nobody knows, one of so many
LATE, DAYS_LATE = 0.06, (1, 30)  # share of the duties that were recorded after their time, and how long after
CALLED_AFTER = dt.timedelta(minutes=20)
CALLED = "The liaison called the worker."
RECORDED = "Done and noted in the record."
TOLD_AFTER = dt.timedelta(days=1)
WRONG = "Signed for a sibling of the same first name."
SERVICES = 2**50  # sets the keys of what one case presses apart
TOLD_WORDS = "What HART has found, who helps now, and whom they can call."


class Storyteller:
    """What every case needs, read once."""

    def __init__(self, cast: Cast, now: dt.datetime) -> None:
        self.cast, self.now = cast, now
        self.provider = Provider.objects.get(code="love146_rapid")
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
        referral = self.refer(case, youth, worker, chance)
        if case.void:
            self.take_back(case, referral, worker)
        elif case.again:
            self.refer(case.again, youth, worker, chance)
        return referral

    def refer(self, case: Case, youth: Youth, worker: User, chance: random.Random) -> Referral:
        """From the screening, or from the report, to where it stands."""
        pattern = pattern_for(case.computed, case.concern, chance)
        if case.outside:
            referral = self.reported(case, youth, pattern)
        else:
            referral = screened_and_sent(case, youth, pattern, chance, case.sent_at, by=worker)
        self.call(case, referral)
        for act in case.acts:
            if act.move == SCREENING:
                screened_and_sent(case, youth, pattern, chance, act.at, by=worker)
                continue
            with at(act.at):
                referral = self.act(act, case, referral, worker)
        self.settle(case, youth, worker, chance)
        self.tell_outcome(referral, worker, chance)
        return referral

    def act(self, act: Act, case: Case, referral: Referral, worker: User) -> Referral:
        if act.move == SERVICE:
            self.serve(act, case, referral)
            return referral
        if act.move == NOTE:
            noting.write_note(referral, words=act.words, read_by="referrer", by=self.cast.liaisons[case.office])
            return referral
        details = self.details(case, act) if act.move == "determine" else {}
        by = self.actor(act.move, case, worker)
        return moves.move(referral, act.move, by=by, words=act.words, choice=act.choice, details=details)

    def details(self, case: Case, act: Act) -> dict[str, Any]:
        """What a determination says beside its value."""
        chance = random.Random(case.chance + 2)  # noqa: S311  # the same each time
        if act.choice not in BORNE_OUT:
            return {}
        in_care = ("before", "during", "absent") if case.living in IN_CARE else ("open_case", "no_care")
        return {
            "timing": chance.choice((*in_care, *in_care, "unknown")), "concern_type": case.concern,
            "recruitment": case.recruitment, "identified": "yes", "identified_at": act.at,
            "for_referrer": TOLD_WORDS,
        }  # fmt: skip

    def serve(self, act: Act, case: Case, referral: Referral) -> None:
        by, came = self.cast.liaisons[case.office], restoring.Outcome(act.choice, times.day_of(act.at), act.words)
        service = referral.services.first()
        if service:
            restoring.go_on(service, came, by=by)
            return
        provider = self.provider if act.choice != "unmet" else None
        key = uuid.UUID(int=case.chance + SERVICES)
        restoring.add_service(referral, came, kind=self.provider.kind, provider=provider, key=key, by=by)

    def reported(self, case: Case, youth: Youth, pattern: Pattern) -> Referral:
        """Somebody told HART, and the liaison wrote it down."""
        who = SOURCES[case.source][1]
        report = OutsideReport(
            source=REPORTERS[case.source], channel="phone", reporter=who, callback_phone=PHONE, words=pattern.seen,
            received_at=case.sent_at,
        )  # fmt: skip
        said = Suspicion({"what_seen": pattern.seen, "safe_tonight": "yes", "callback_phone": PHONE})
        by = self.cast.liaisons[case.office]
        with at(case.sent_at):
            return outside.take_report(said, report, by=by, submission_key=case.key, youth=youth)

    def take_back(self, case: Case, referral: Referral, worker: User) -> None:
        """Signed for the wrong person: the worker says so, the supervisor looks and agrees."""
        asked_at, agreed_at = (case.sent_at + days * dt.timedelta(days=1) for days in (1, 2))
        if agreed_at >= self.now or not worker.unit:
            return
        signed = referral.screenings.get().screening
        with at(asked_at):
            correction = correcting.ask_about_screening(signed, reason=WRONG, by=worker)
        with at(agreed_at):
            correcting.confirm(correction, by=worker.unit.supervisor)

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
        if chance.random() < LATE:
            told_at += dt.timedelta(days=chance.uniform(*DAYS_LATE))
        if told_at < self.now:
            with at(told_at):
                said = outcome.Telling(WasTold.TOLD, TOLD_WORDS, "The caseworker", told_at)
                outcome.record_told(referral, said, by=worker)

    def actor(self, move: str, case: Case, worker: User) -> User:
        return worker if MOVES[move].tells == Owner.HART else self.cast.liaisons[case.office]

    def profile(self, case: Case, worker: User, chance: random.Random) -> dict[str, Any]:
        towns, status = self.towns[case.office], dcf_status(case)
        return {
            "legal_first": case.first,
            "legal_last": case.last,
            "birth_date": ages.birth_date_for(case.age, times.day_of(case.sent_at)),
            "birth_known": "known",
            "gender": case.gender,
            "race": list(case.race),
            "race_source": "self_reported" if case.race else "not_asked",
            "living_situation": case.living,
            "dcf_status": status,
            "case_number": f"INV-{case.chance % 10**7:07}" if status != NO_CASE else "",
            "town": chance.choice(towns) if status != NO_CASE or case.chance % NO_TOWN else None,
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
        """The duties whose time has passed were done in it, but for a few: those were done late, or are late now."""
        liaison = self.cast.liaisons[case.office]
        for duty in Duty.objects.filter(youth=youth).exclude(action="").open():
            limit = duty.due_at - duty.started_at if duty.due_at else dt.timedelta(days=1)
            if case.sent_at > self.now - FOUR_WEEKS and chance.random() < WAITS:
                continue
            is_late = chance.random() < LATE
            done_at = duty.started_at + (
                limit + dt.timedelta(days=chance.uniform(*DAYS_LATE)) if is_late else limit * 0.8
            )
            if done_at < self.now:
                by = worker if duty.owner_role == Duty.Owner.WORKER else liaison
                with at(done_at):
                    acts.do(duty, by=by, at=done_at, how=RECORDED)
