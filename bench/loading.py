"""Invented young people, screenings and referrals by the thousand: a few by the services, the rest in their image."""

import datetime as dt
import os
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from accounts.models import Office, Unit, User
from accounts.permissions import Role
from audit import trail
from bench.stamping import Copy, Row, Sample, tokens
from dmst.demo import cast as demo
from notifications.models import Message
from referrals.models import Draft, Referral
from referrals.services import drafts, moves, urgent
from screening.models import Screening, SectionAnswers
from tests.accounts.people import person
from tests.referrals import restoring, story
from vault import ciphers, keys
from vault.models import DataKey
from youth.models import Caregiver, Youth

SEED = 20261123
BATCH = 250
SAVED = "XS"  # the section that is saved
WORKERS = 3  # in each office
YEAR = 365
YEARLY = 2_000  # received: nine times Connecticut's
HOUR = dt.timedelta(hours=1)  # a draft whose last save is this old writes a row in the trail at the next one
# Of a hundred referrals: level, what has become of it, how many.
SHARES = (
    ("4", "sent", 2), ("3", "sent", 3), ("2", "sent", 1), ("4", "taken", 4), ("3", "taken", 8), ("2", "taken", 2),
    ("4", "closed", 20), ("3", "closed", 45), ("2", "closed", 15),
)  # fmt: skip
CLOSED = tuple(one for one in SHARES if one[1] == "closed")
IN_HAND = 2_000  # open ones, as many as people can have in hand: with the years grows what is closed
SAID = {
    "what_seen": "A car with two adults waits at the gate on Fridays.",
    "how_known": "Told by a teacher.",
    "safe_tonight": "yes",
    "whom_not_to_call": "The mother's partner",
    "exploiter_relation": "partner",
    "wants_feedback": True,
}
SIGNATURE = ("status", "level", "computed_level", "signed_at", "signed_by")
UNSIGNED = ("draft", "", "", None, None)
# What one caseworker has before them: young people by their referral's level and state, and drafts of others.
DAY = (
    ("4", "sent", 1), ("3", "sent", 2), ("2", "sent", 1), ("4", "taken", 1), ("3", "taken", 3), ("2", "taken", 1),
    ("4", "closed", 3), ("3", "closed", 5), ("2", "closed", 3),
)  # fmt: skip
DRAFTS_OF_DAY = 5
CAREGIVERS = (
    {"name": "Morgan Nowhere", "relation": "Mother", "phone": "860-555-0141", "implicated": "no"},
    {"name": "Pat Nowhere", "relation": "Mother's partner", "phone": "860-555-0142", "implicated": "unknown"},
)


@dataclass
class Loaded:
    """What the measurements need to know: who asks, and about what."""

    worker: User
    liaison: User
    lead: User
    youths: list[UUID] = field(default_factory=list)  # with a signed screening and a referral
    ready: list[tuple[UUID, UUID]] = field(default_factory=list)  # a draft to sign: screening, youth
    sections: list[tuple[UUID, UUID, str]] = field(default_factory=list)  # of other drafts: screening, section, code
    signed: UUID | None = None  # a young person whose rows the product's own signature wrote
    referred_now: UUID | None = None  # one whose rows the product's own "refer now" wrote
    at_work: User | None = None  # a caseworker with the work of a usual day


class Loader:
    def __init__(self) -> None:
        self.chance = random.Random(SEED)
        self.open, self.span = 0, YEAR  # days over which what is closed has come
        with trail.acting("bench"):
            seeded = demo.seed_people()
            demo.seed_other_offices(seeded)
            cast = seeded.named
            self.people = story.Cast(
                worker=cast["worker"], supervisor=cast["supervisor"], liaison=cast["liaison"], second=cast["lead"],
                lead=cast["lead"], on_call=cast["lead"], stranger=cast["auditor"], office=cast["worker"].office,
            )  # fmt: skip
            self.at_work, *self.elsewhere = colleagues(self.people, seeded.liaisons)
        self.found = Loaded(cast["worker"], cast["liaison"], cast["lead"])
        self.found.at_work = User.objects.get(pk=self.at_work[cast["worker"].pk])

    def load(self, rows: int, spare: int) -> Loaded:
        """``rows`` referred young people, and ``spare`` ready drafts for each of two measurements."""
        with trail.acting("bench"):
            ready = self.ready_sample()
            self.found.referred_now = self.refer_now()
            samples = {(level, state): self.sample(level, state) for level, state, _share in SHARES}
        self.found.signed = samples["4", "sent"].youth.pk
        self.span = YEAR * max(1, rows // YEARLY)
        self.write(self.day(samples, ready))
        for number in range(0, rows, BATCH):
            self.write(self.referred(samples) for _row in range(min(BATCH, rows - number)))
        for number in range(2 * spare):
            if number % BATCH == 0:
                self.write(self.draft(ready) for _row in range(min(BATCH, 2 * spare - number)))
        return self.found

    def ready_sample(self) -> Sample:
        youth = story.young_person(self.people, caregivers=CAREGIVERS)
        screening = story.screened(youth, self.people.worker, "4")
        drafts.save(screening, SAID, by=self.people.worker)
        return Sample(youth)

    def refer_now(self) -> UUID | None:
        said = {"what_seen": SAID["what_seen"], "safe_tonight": "no", "callback_phone": "860-555-0150"}
        suspicion = urgent.Suspicion(said, who={"name": "Avery Sampleton", "age": 15})
        return urgent.refer_now(suspicion, by=self.people.worker, submission_key=uuid4()).youth_id

    def sample(self, level: str, state: str) -> Sample:
        youth = story.young_person(self.people, caregivers=CAREGIVERS)
        screening = story.screened(youth, self.people.worker, level)
        referral = story.sign(screening, self.people.worker, **SAID, send=True)
        assert referral is not None
        if state != "sent":
            moves.move(referral, "acknowledge", by=self.people.liaison)
            moves.move(referral, "start_review", by=self.people.liaison)
        if state == "closed":
            moves.move(referral, "determine", by=self.people.liaison, words="Talked through.", choice="at_risk")
            restoring.served(referral, by=self.people.liaison)
            moves.move(referral, "close", by=self.people.liaison, words="In place.", choice="stable")
        sent = {"status": "sent", "attempts": 1, "sent_at": referral.opened_at}
        Message.objects.filter(about=referral.pk).update(**sent)
        return Sample(youth)

    def referred(self, samples: dict[tuple[str, str], Sample]) -> Copy:
        shares = SHARES if self.open < IN_HAND else CLOSED
        level, state, _share = self.chance.choices(shares, [share for *_which, share in shares])[0]
        self.open += state != "closed"
        days = self.chance.uniform(1, self.span if state == "closed" else 10)
        copy = samples[level, state].again(self.chance.choice(self.elsewhere), dt.timedelta(days=days), self.chance)
        self.found.youths += [youth.pk for youth in copy.of(Youth)]
        return copy

    def day(self, samples: dict[tuple[str, str], Sample], ready: Sample) -> Iterator[Copy]:
        for level, state, number in DAY:
            for days in range(1, number + 1):
                yield samples[level, state].again(self.at_work, dt.timedelta(days=days), self.chance)
        for days in range(DRAFTS_OF_DAY):
            yield ready.again(self.at_work, dt.timedelta(days=days), self.chance)

    def draft(self, sample: Sample) -> Copy:
        copy = sample.again({}, HOUR, self.chance)
        kept = next(copy.of(Draft))
        part = next(part for part in copy.of(SectionAnswers) if part.code == SAVED)
        if len(self.found.ready) <= len(self.found.sections):
            self.found.ready.append((kept.screening_id, kept.youth_id))
        else:
            self.found.sections.append((part.screening_id, part.pk, part.code))
        return copy

    def write(self, made: Iterator[Copy]) -> None:
        """One transaction: keys first, as the services do, then each table in one statement."""
        with trail.acting("bench"):
            copies = list(made)
            unlock_new([youth.pk for copy in copies for youth in copy.of(Youth)])
            by_kind: dict[type[Row], list[Row]] = defaultdict(list)
            for copy in copies:
                for row in copy.rows:
                    by_kind[type(row)].append(row)
            with signed_last([one for copy in copies for one in copy.of(Screening)]):
                for kind, rows in by_kind.items():
                    kind._default_manager.bulk_create(rows)
                    if kind is Caregiver:
                        self.index(copies)
            for copy in copies:
                self.record(copy)

    def index(self, copies: list[Copy]) -> None:
        found = [token for copy in copies for token in tokens(copy)]
        type(found[0]).objects.bulk_create(found)

    def record(self, copy: Copy) -> None:
        for screening in copy.of(Screening):
            trail.record(
                "screening.view", "screening", screening.pk, by=screening.started_by_id, youth=screening.youth_id
            )
        for referral in copy.of(Referral):
            for action in ("referral.send", "referral.view"):
                trail.record(action, "referral", referral.pk, by=referral.opened_by_id, youth=referral.youth_id)


@contextmanager
def signed_last(screenings: list[Screening]) -> Iterator[None]:
    """Nothing is added to a screening that is signed: each is written as a draft and signed after its answers."""
    signatures = [(one, [getattr(one, name) for name in SIGNATURE]) for one in screenings]
    for one in screenings:
        for name, value in zip(SIGNATURE, UNSIGNED, strict=True):
            setattr(one, name, value)
    yield
    for one, values in signatures:
        for name, value in zip(SIGNATURE, values, strict=True):
            setattr(one, name, value)
    Screening.objects.bulk_update([one for one in screenings if not one.is_draft], SIGNATURE)


def unlock_new(owners: list[UUID]) -> None:
    wrapped = ((owner, *keys.wrap(owner, os.urandom(ciphers.KEY_BYTES))) for owner in owners)
    DataKey.objects.bulk_create(DataKey(owner=owner, key_id=key_id, wrapped=key) for owner, key_id, key in wrapped)
    keys.unlock(owners)


def colleagues(people: story.Cast, liaisons: Mapping[str, User]) -> Iterator[dict[UUID, UUID]]:
    """For each other worker: who stands where the sample's worker, supervisor, liaison and office stand."""
    for office in Office.objects.exclude(is_central=True).order_by("name"):
        supervisor = person(Role.SUPERVISOR, office=office)
        unit = Unit.objects.create(name="Bench unit", office=office, supervisor=supervisor)
        for _worker in range(WORKERS):
            worker = person(office=office, unit=unit, phone="860-555-0150")
            yield {
                people.worker.pk: worker.pk, people.supervisor.pk: supervisor.pk, people.office.pk: office.pk,
                people.liaison.pk: liaisons[office.name].pk,
            }  # fmt: skip
