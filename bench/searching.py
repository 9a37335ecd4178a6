"""What prove_search runs in its databases: plans, times, and hits beside misses outside the searcher's scope."""

import argparse
import random
import re
import statistics
import string
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import django

django.setup()

from django.db import connection  # noqa: E402
from django.db.models import QuerySet  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from accounts.models import User  # noqa: E402
from audit import clock, trail  # noqa: E402
from audit.models import Entry  # noqa: E402
from bench.figures import BY_CHANCE, Figure, Figures, by_chance, interval, p95  # noqa: E402
from bench.jobs import PRODUCT, expecting, session_of  # noqa: E402
from bench.loading import SEED  # noqa: E402
from bench.measuring import clean  # noqa: E402
from bench.pairs import among_everybody  # noqa: E402
from bench.plans import plan_of  # noqa: E402
from bench.population import Person, Population  # noqa: E402
from bench.serving import Served, served  # noqa: E402
from tests.notifications.processes import broker  # noqa: E402
from youth.blind_index import Terms, matching  # noqa: E402
from youth.models import Match, SearchToken, Youth  # noqa: E402
from youth.services import results_of, search  # noqa: E402
from youth.services.matches import check_searches  # noqa: E402
from youth.services.searches import LIMIT, LOOKED_AT  # noqa: E402

TRIES = 200
TRIES_WITHIN = 60  # that the measure sees a difference where there is one
WARM_UP = 20
MOST_MS = 50.0  # p95 of the query with the rows made of it, and of the page
INDEX = "search_token_once"
LETTERS = 9
OF_ITS_NATURE = re.compile(r'value="[A-Za-z0-9]{64}"|[0-9a-f]{8}-[0-9a-f-]{27}|nonce="[^"]*"')


class Found(NamedTuple):
    page: str
    sent: float  # seconds until the form is answered
    read: float  # seconds until the page is

    @property
    def whole(self) -> float:
        return 1000 * (self.sent + self.read)


class Searches:
    """Searches as people make them: a form is sent, the page it leads to is read."""

    def __init__(self, product: Served, workers: Sequence[User]) -> None:
        self.product = product
        self.sessions = {worker.pk: session_of(worker, PRODUCT) for worker in workers}

    def send(self, person: Person, session: str) -> Any:
        typed = {"name": person.name, "number": "", "birth_date_year": str(person.born.year)}
        typed |= {"birth_date_month": str(person.born.month), "birth_date_day": str(person.born.day)}
        return expecting(self.product.ask(reverse("youth:search"), session=session, typed=typed), 302)

    def search(self, person: Person, by: UUID) -> Found:
        session = self.sessions[by]
        sent = self.send(person, session)
        read = expecting(self.product.ask(sent.location, session=session), 200)
        return Found(self.plain(read.body, person), sent.seconds, read.seconds)

    def plain(self, page: str, person: Person) -> str:
        """Without what differs from one search to the next by its nature, and the words that were searched for."""
        return OF_ITS_NATURE.sub("", page).replace(person.name, "")


def unheard_of(chance: random.Random) -> str:
    """A name that sounds like nobody's."""
    return " ".join("".join(chance.choices(string.ascii_lowercase, k=LETTERS)).capitalize() for _part in range(2))


def queries(user: User, person: Person) -> Iterator[tuple[str, QuerySet[Youth]]]:
    named, numbered = Terms(name=person.name, birth_date=person.born), Terms(number="C00001234")
    seen = Youth.objects.visible_to(user)
    yield "name and birth date, within the scope", seen.filter(matching(named)).with_places()[:LOOKED_AT]
    yield "a number, within the scope", seen.filter(matching(numbered)).with_places()[:LOOKED_AT]
    hidden = Youth.objects.hidden_from(user)
    yield "name and birth date, beyond it, by the system", hidden.filter(matching(named))[:LOOKED_AT]


def plans(readers: dict[str, User], person: Person) -> Figures:
    for role, user in readers.items():
        for words, rows in queries(user, person):
            print(f"\n  plan for a {role}: {words}")
            taken = plan_of(rows)
            for step in taken:
                print(f"    {'  ' * step.depth}{step.words}")
            whole = [step.reads_whole for step in taken if step.reads_whole]
            yield Figure(f"tables of cases read whole, {role}: {words}", len(whole), 0, 0)
            yield Figure("  steps by the index of the tokens", sum(INDEX in step.words for step in taken), 1)


def statements(readers: dict[str, User], person: Person) -> Figures:
    """Of the product's own function, with everything it reads beside."""
    for role, user in readers.items():
        with CaptureQueriesContext(connection) as sent:
            results_of(search({"name": person.name, "birth_date": person.born, "number": ""}, by=user), by=user)
        reading = [query for query in sent.captured_queries if SearchToken._meta.db_table in query["sql"]]
        yield Figure(f"statements that read the tokens, {role}", len(reading), 1, 1)


def query_times(readers: dict[str, User], people: Sequence[Person]) -> Figures:
    for role, user in readers.items():
        by_kind: dict[str, list[float]] = {}
        for person in people:
            for words, rows in queries(user, person):
                began = time.perf_counter()
                list(rows)
                by_kind.setdefault(words, []).append(1000 * (time.perf_counter() - began))
        for words, taken in by_kind.items():
            yield Figure(f"p50 (ms), {role}: {words}", statistics.median(taken))
            yield Figure(f"p95 (ms), {role}: {words}", p95(taken), most=MOST_MS)


def side_by_side(
    searches: Searches, hits: Sequence[tuple[Person, UUID]], misses: Sequence[Person]
) -> tuple[list[Found], list[Found]]:
    """Each hit beside a miss by the same worker, in an order of chance."""
    chance, found = random.Random(SEED), ([], [])  # type: ignore[var-annotated]
    for (hit, by), miss in zip(hits, misses, strict=True):
        for side, person in chance.sample([(0, hit), (1, miss)], 2):
            found[side].append(searches.search(person, by))
    return found[0][WARM_UP:], found[1][WARM_UP:]


def outside(searches: Searches, population: Population) -> Figures:
    chance = random.Random(SEED)
    hits = population.write([(unheard_of(chance), population.born()) for _try in range(TRIES + WARM_UP)], exact=True)
    misses = [Person(unheard_of(chance), hit.born, hit.worker) for hit in hits]
    elsewhere = {team[0]: other[0] for team, other in zip(population.teams, population.teams[1:] + population.teams[:1],
                                                           strict=True)}  # fmt: skip
    began = clock.ask()
    found, missed = side_by_side(searches, [(hit, elsewhere[hit.worker]) for hit in hits], misses)
    looked = Entry.objects.filter(action="youth.search", at__gte=began)
    differing = sum(one.page != other.page for one, other in zip(found, missed, strict=True))
    yield Figure("outside the scope: a hit's page differs from the miss's", differing, 0, 0)
    yield from compared("outside the scope: hit, miss", found, missed, BY_CHANCE, 1)
    yield Figure("  rows of the trail", looked.count(), 2 * len(hits), 2 * len(hits))
    with trail.acting("check-searches") as actor:
        proposed = check_searches(by=actor)
    yield Figure("  proposed to HART", proposed, len(hits), len(hits))
    yield Figure("  of them told to the searcher", Match.objects.exclude(settled_at=None).count(), 0, 0)
    some = TRIES_WITHIN + WARM_UP
    within, missed = side_by_side(searches, [(hit, hit.worker) for hit in hits[:some]], misses[:some])
    yield from compared("the same measure within the scope: hit, miss", within, missed, 0, BY_CHANCE)


def compared(words: str, one: list[Found], other: list[Found], least: float, most: float) -> Figures:
    where, _colon, sides = words.rpartition(": ")
    first, second = ([found.whole for found in side] for side in (one, other))
    for side, found, whole in zip(sides.split(", "), (one, other), (first, second), strict=True):
        yield Figure(f"{where}: {side}, form and page, p50 (ms)", statistics.median(whole))
        yield Figure(f"{where}: {side}, form and page, p95 (ms)", p95(whole))
        yield Figure(
            f"{where}: {side}, the page alone, p95 (ms)", p95([1000 * each.read for each in found]), most=MOST_MS
        )
    lower, upper = interval(first, second)
    yield Figure("  difference of the medians, 95 of 100: from (ms)", lower)
    yield Figure("  to (ms)", upper)
    yield Figure("  chance of such a difference", by_chance(first, second), least, most)


def limited(searches: Searches, worker: User, person: Person) -> Figures:
    """The broker is stopped: the limit stands in the database."""
    session = session_of(worker, PRODUCT)
    ahead = [searches.send(person, session).location for _search in range(LIMIT + 5)]
    refused = [place for place in ahead if place == reverse("youth:search")]
    yield Figure("broker stopped: searches of an hour answered", len(ahead) - len(refused), LIMIT, LIMIT)
    yield Figure("  searches refused after them", len(refused), 5, 5)


def run(folder: Path, rows: int) -> Figures:
    population, began = Population(), time.monotonic()
    population.load(rows)
    clean()
    print(f"{Youth.objects.count()} young people loaded in {time.monotonic() - began:.0f} s", flush=True)
    readers = {"caseworker": population.workers[0], "liaison": population.loader.people.liaison}
    chance = random.Random(SEED)
    people = [Person(population.named(), population.born(), population.workers[0].pk) for _try in range(TRIES)]
    with trail.acting("bench"):
        yield from plans(readers, chance.choice(people))
        yield from statements(readers, chance.choice(people))
        yield from query_times(readers, people)
    yield from among_everybody(population)
    with broker(folder) as redis, served("bench.sites.product", folder, REDIS_URL=redis.url) as product:
        searches = Searches(product, population.workers)
        yield from outside(searches, population)
        redis.kill()
        yield from limited(searches, population.loader.found.worker, people[0])


def main() -> int:
    parser = argparse.ArgumentParser(prog="./run prove search")
    parser.add_argument("--rows", type=int, default=100_000, help="young people")
    rows, held = parser.parse_args().rows, True
    with tempfile.TemporaryDirectory() as place:
        for figure in run(Path(place), rows):
            held = held and figure.held
            print(f"  {figure.words:<72} {figure.value:8.2f}{'' if figure.held else '  FAILED'}", flush=True)
    print("held" if held else "FAILED")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
