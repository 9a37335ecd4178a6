"""Loads, serves the product, Django admin and a bare view alike, asks them in shuffled rounds, prints the table."""

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import django

django.setup()

from bench.jobs import Jobs  # noqa: E402
from bench.loading import SEED, Loader  # noqa: E402
from bench.serving import Answer, Served, expecting, served  # noqa: E402
from tests import databases  # noqa: E402

WARM_UP = 24  # rounds that are not measured: every thread has its connections then
SITES = ("product", "admin", "bare")
AGAINST_ADMIN, AGAINST_BARE, AGAINST_PLAIN = 1.0, 1.5, 3.0
DASHBOARD_MS = 100.0  # at 10,000 referrals
BARE_JOB = "section save"
BARE = {
    "bare": "a view of the product that only sends the same statements, behind the same middleware",
    "floor": "the same without any middleware: no target, what the machine can do",
}


class Table:
    """Seconds and numbers of statements, by job and site."""

    def __init__(self) -> None:
        self.seconds: dict[tuple[str, str], list[float]] = defaultdict(list)
        self.queries: dict[tuple[str, str], int] = {}

    def p(self, percent: int, job: str, site: str) -> float:
        return 1000 * statistics.quantiles(self.seconds[job, site], n=100, method="inclusive")[percent - 1]

    def ratio(self, percent: int, job: str, site: str) -> float:
        return self.p(percent, job, "product") / self.p(percent, job, site)

    def row(self, job: str, site: str, words: str) -> str:
        figures = f"{self.p(50, job, site):8.1f} {self.p(95, job, site):8.1f} {self.queries[job, site]:5}"
        return f"  {job:<14} {site:<8} {figures}  {words}"

    def target(self, job: str, site: str, most: float, *, below: bool) -> tuple[str, bool]:
        found = self.ratio(50, job, site)
        held = found < most if below else found <= most
        said = f"{found:.2f} (p95 {self.ratio(95, job, site):.2f})"
        words = f"  {job:<14} product / {site:<6} {said:<18} {'under' if below else 'at most'} {most:.2f}"
        return f"{words}  {'held' if held else 'FAILED'}", held

    def within(self, job: str, most: float) -> tuple[str, bool]:
        """In milliseconds: says something of this machine, and is asked for at 10,000 alone."""
        found = self.p(50, job, "product")
        held = found <= most
        return (
            f"  {job:<14} product          {found:.1f} ms{'':10} at most {most:.0f} ms  {'held' if held else 'FAILED'}",
            held,
        )


class Bench:
    def __init__(self, jobs: Jobs, floor: Served, folder: Path) -> None:
        self.jobs, self.floor, self.folder = jobs, floor, folder
        self.table = Table()

    def acts(self) -> Iterator[tuple[str, str]]:
        for job in self.jobs.all():
            yield from ((job.name, "product"), (job.name, "admin"))
        yield from ((BARE_JOB, site) for site in BARE)
        for figures in self.jobs.figures.all():
            yield from ((figures.name, "product"), (figures.name, "plain"))

    def act(self, name: str, site: str, record: str = "") -> Answer:
        if site in BARE:
            served = self.jobs.product if site == "bare" else self.floor
            return expecting(served.ask("/bare/", session=self.jobs.worker, typed={}), 302)
        for figures in self.jobs.figures.all():
            if figures.name == name:
                return self.jobs.figures.act(figures, site, record)
        job = next(job for job in self.jobs.all() if job.name == name)
        return (job.product if site == "product" else job.admin)(record)

    def count(self) -> None:
        """Each act once with its statements written down; the bare view sends those of the section save again."""
        for name, site in self.acts():
            if site not in BARE:
                record = f"{site}-{name.replace(' ', '-')}"
                self.act(name, site, record)
                sent = json.loads((self.folder / f"{record}.json").read_text())
                self.table.queries[name, site] = sum(map(len, sent.values()))
        for site in BARE:
            self.table.queries[BARE_JOB, site] = self.table.queries[BARE_JOB, "product"]

    def run(self, rounds: int) -> Table:
        for _round in range(2):  # the second one is counted: whatever is read once a process has been read
            self.count()
        order, chance = list(self.acts()), random.Random(SEED)
        for number in range(WARM_UP + rounds):
            chance.shuffle(order)
            for name, site in order:
                answer = self.act(name, site)
                if number >= WARM_UP:
                    self.table.seconds[name, site].append(answer.seconds)
        return self.table


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run bench")
    parser.add_argument("--rows", type=int, default=10_000, help="young people, screenings and referrals")
    parser.add_argument("--rounds", type=int, default=100, help="times each job is measured")
    return parser.parse_args()


def clean() -> None:
    """As databases are after a night: vacuumed, and their statistics fresh."""
    for suffix in ("", "_keys"):
        with databases.administering(os.environ["BENCH_DATABASE"] + suffix) as line, line.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def printed(table: Table, bench: Bench) -> bool:
    print("\n  milliseconds                  p50      p95   SQL  compared with")
    for job in bench.jobs.all():
        print(table.row(job.name, "product", ""))
        print(table.row(job.name, "admin", job.compared))
        if job.name == BARE_JOB:
            for site, words in BARE.items():
                print(table.row(job.name, site, words))
    for figures in bench.jobs.figures.all():
        print(table.row(figures.name, "product", ""))
        print(table.row(figures.name, "plain", "the same numbers by GROUP BY, in a bare view"))
    targets = [table.target(job.name, "admin", AGAINST_ADMIN, below=False) for job in bench.jobs.all()]
    targets.append(table.target(BARE_JOB, "bare", AGAINST_BARE, below=True))
    targets += [table.target(one.name, "plain", AGAINST_PLAIN, below=False) for one in bench.jobs.figures.all()]
    targets += [table.within(one.name, DASHBOARD_MS) for one in bench.jobs.figures.all()]
    print("\n  ratios of p50")
    for words, _held in targets:
        print(words)
    return all(held for _words, held in targets)


def main() -> int:
    said, began = options(), time.monotonic()
    found = Loader().load(said.rows, 2 * (said.rounds + WARM_UP + 2))
    clean()
    print(f"{said.rows} young people, screenings and referrals loaded in {time.monotonic() - began:.0f} s", flush=True)
    with tempfile.TemporaryDirectory() as place, ExitStack() as together:
        folder = Path(place)
        product, admin, floor = (together.enter_context(served(f"bench.sites.{site}", folder)) for site in SITES)
        bench = Bench(Jobs(found, product, admin), floor, folder)
        held = printed(bench.run(said.rounds), bench)
    print(f"\n{'held' if held else 'FAILED'}, {said.rounds} rounds, {time.monotonic() - began:.0f} s in all")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
