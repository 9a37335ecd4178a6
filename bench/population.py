"""Invented young people by the hundred thousand: profile, key, access and index, and nothing more."""

import datetime as dt
import io
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import cycle, product
from multiprocessing import get_context
from uuid import UUID, uuid4

from django.db import connection, connections

from accounts.models import User
from audit import clock, trail
from bench.loading import SEED, Loader, unlock_new
from youth import blind_index
from youth.choices import BirthKnown
from youth.models import Access, SearchToken, Youth

BATCH = 2000
PROCESSES = 2
ROWS_OF_INSERT = 5000
BORN_FROM, BORN_DAYS = dt.date(2008, 1, 1), 17 * 365
VAGUE = ((BirthKnown.UNKNOWN, 0.03), (BirthKnown.ESTIMATED, 0.04))  # shares of all
BEGINNINGS = ("Ad", "Bel", "Cor", "Del", "Em", "Fen", "Gal", "Hol", "Ing", "Jun")
ENDINGS = ("ana", "bert", "dine", "ette", "iel", "mar", "olyn", "ric", "sia", "win")
TREES = ("Amber", "Birch", "Clover", "Dapple", "Elder", "Fallow", "Glimmer", "Hazel")
PLACES = ("bank", "crest", "dale", "field", "gate", "hollow", "lake", "mere", "stead")
GIVEN, LAST = (["".join(pair) for pair in product(*parts)] for parts in ((BEGINNINGS, ENDINGS), (TREES, PLACES)))
fork = get_context("fork")


class NotLoaded(Exception):
    """One of the loading processes ended in an error, which it has printed."""


@dataclass(frozen=True)
class Person:
    """What is needed to search for somebody."""

    name: str
    born: dt.date
    worker: UUID  # who may see them


class Population:
    """Every young person has a worker and that worker's supervisor; of five, one is open to the office as well."""

    def __init__(self) -> None:
        self.chance = random.Random(SEED)
        with trail.acting("bench"):
            self.loader = Loader()
        people = self.loader.people
        assert people.office
        places = [people.worker.pk, people.supervisor.pk, people.office.pk]
        self.teams = [[who[place] for place in places] for who in self.loader.elsewhere]
        self.workers = list(User.objects.filter(pk__in=[worker for worker, _supervisor, _office in self.teams]))
        self.of_turn = cycle(self.teams)

    def load(self, rows: int) -> None:
        """By processes side by side, each with connections and a chance of its own."""
        connections.close_all()
        shares = [rows // PROCESSES + (number < rows % PROCESSES) for number in range(PROCESSES)]
        started = [fork.Process(target=self.load_share, args=share) for share in enumerate(shares)]
        for process in started:
            process.start()
        for process in started:
            process.join()
        if any(process.exitcode for process in started):
            raise NotLoaded

    def load_share(self, number: int, rows: int) -> None:
        self.chance = random.Random(f"{SEED} {number}")
        for done in range(0, rows, BATCH):
            self.write([(self.named(), self.born()) for _row in range(min(BATCH, rows - done))])

    def named(self) -> str:
        return f"{self.chance.choice(GIVEN)} {self.chance.choice(LAST)}"

    def born(self) -> dt.date:
        return BORN_FROM + dt.timedelta(days=self.chance.randrange(BORN_DAYS))

    def write(self, wanted: list[tuple[str, dt.date]], *, exact: bool = False) -> list[Person]:
        """One transaction: keys, profiles, access and index, each in statements of many rows. ``exact``: the birth
        date of each is known."""
        with trail.acting("bench"):
            now, rows, written = clock.now(), defaultdict[type, list[object]](list), []
            for (name, born), (worker, supervisor, office) in zip(wanted, self.of_turn, strict=False):
                youth = self.youth(name, born, worker, office, now, exact=exact)
                rows[Youth].append(youth)
                rows[Access] += self.access(youth, worker, supervisor, office, now)
                written.append(Person(name, born, worker))
            unlock_new([youth.pk for youth in rows[Youth]])  # type: ignore[attr-defined]
            for kind, found in rows.items():
                kind.objects.bulk_create(found, batch_size=ROWS_OF_INSERT)  # type: ignore[attr-defined]
            index(rows[Youth])  # type: ignore[arg-type]
        return written

    def youth(self, name: str, born: dt.date, worker: UUID, office: UUID, now: dt.datetime, *, exact: bool) -> Youth:
        first, _space, last = name.partition(" ")
        known, share = BirthKnown.KNOWN, self.chance.random()
        for vague, part in () if exact else VAGUE:
            known, share = (vague if 0 <= share < part else known), share - part
        return Youth(
            legal_first=first, legal_last=last, birth_known=known,
            birth_date=None if known == BirthKnown.UNKNOWN else born,
            case_number=f"C{self.chance.randrange(10**8):08}", person_number=f"P{self.chance.randrange(10**8):08}",
            office_id=office, assigned_worker_id=worker,
            created_at=now, created_by_id=worker, updated_at=now, updated_by_id=worker,
        )  # fmt: skip

    def access(self, youth: Youth, worker: UUID, supervisor: UUID, office: UUID, now: dt.datetime) -> Iterator[Access]:
        yield Access(youth=youth, user_id=worker, why="assigned", starts_at=now)
        yield Access(youth=youth, user_id=supervisor, why="supervises", starts_at=now)
        if self.chance.random() < 1 / 5:
            yield Access(youth=youth, office_id=office, why="referral:bench", starts_at=now)


def index(youths: Iterable[Youth]) -> None:
    """What ``blind_index.index`` writes of each, by COPY."""
    lines = io.StringIO()
    for youth in youths:
        for kind, mac in set(blind_index.tokens_with(youth, aliases=(), phones=())):
            lines.write(f"{uuid4()}\t{kind}\t\\\\x{mac.hex()}\t{blind_index.OWNER}\t{youth.pk}\n")
    lines.seek(0)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {SearchToken._meta.db_table} (id, kind, mac, owner_kind, owner) FROM STDIN", lines)
