"""Faults put into real processes: broker frozen, dead and restarted, senders killed, a relay that is silent.

Runs on databases of its own on the test cluster (``TEST_ADMIN_URL``), in about six minutes. After each fault:
did every mail arrive, each under one Message-ID, and a second copy only where nothing could prevent it?
"""

import os
import signal
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg2

from tests import databases
from tests.notifications.postoffice import HOLD, KEEP_SILENTLY, SILENCE, PostOffice
from tests.notifications.processes import Broker, broker, submitter, sweeper, waits_for, worker

RECEIVERS = 3  # mails a submit
BACKLOG = 1000
ONE = {1}
Figures = Iterator[tuple[str, float, float]]  # what was measured, the figure, the most it may be


class Bench:
    """The database under test, seen from outside the product."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder
        self.line = psycopg2.connect(databases.address_of(name))
        self.line.autocommit = True

    def ask(self, sql: str, *values: object) -> object:
        with self.line.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchone()[0] if cursor.description else None

    def later(self, interval: str) -> None:
        self.ask("UPDATE test_clock SET shift = shift + %s::interval", interval)

    def unsent(self) -> int:
        return int(str(self.ask("SELECT count(*) FROM notifications_message WHERE status <> 'sent'")))

    def fill(self, office: PostOffice, submits: int, url: str = "redis://127.0.0.1:9/0") -> list[float]:
        with submitter(office, url) as product:
            return product.submit(submits)

    @contextmanager
    def broker(self) -> Iterator[Broker]:
        with tempfile.TemporaryDirectory(dir=self.folder) as folder, broker(Path(folder)) as running:
            yield running

    @contextmanager
    def worker(self, office: PostOffice, running: Broker, *options: str) -> Iterator[int]:
        with (
            (self.folder / "worker.log").open("a") as log,
            worker(office, running.url, log, *options) as child,
        ):
            yield child.pid


def sweep(office: PostOffice, *options: str) -> None:
    with sweeper(office, *options) as child:
        assert child.wait(600) == 0


def most_copies(office: PostOffice) -> int:
    assert len(set(office.letters)) == len(office.copies()), "two copies of a mail differ"
    return max(office.copies().values())


def p99(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=100, method="inclusive")[98]


def a_frozen_broker(bench: Bench) -> Figures:
    with PostOffice() as office, bench.broker() as running, submitter(office, running.url) as product:
        product.submit(1)
        running.freeze()
        seconds = product.submit(50)
        running.thaw()
        yield "p50 of a submit, broker frozen (s)", statistics.median(seconds), 2
        yield "p99 of a submit, broker frozen (s)", p99(seconds), 2
        sweep(office)
        yield "most copies of a mail", most_copies(office), 1
        yield "mails that did not arrive", 51 * RECEIVERS - len(office.copies()), 0


def a_dead_broker(bench: Bench) -> Figures:
    with PostOffice() as office, bench.broker() as running, submitter(office, running.url) as product:
        product.submit(1)
        with sweeper(office, "--forever"):  # every 60 s, as in production
            waits_for(lambda: len(office.letters) == RECEIVERS, 30)
            running.kill()
            yield "longest submit, broker dead (s)", max(product.submit(3)), 2
            yield "until it is in the sink, broker dead (s)", waits_for(lambda: not bench.unsent(), 120), 90
        yield "most copies of a mail", most_copies(office), 1


def a_broker_killed_with_what_it_had_queued(bench: Bench) -> Figures:
    with PostOffice() as office, bench.broker() as running:
        bench.fill(office, 50, running.url)
        assert running.says("LLEN celery") == ":50\r\n"
        running.kill()
        sweep(office)
        yield "mails that did not arrive", 50 * RECEIVERS - len(office.copies()), 0
        yield "most copies of a mail", most_copies(office), 1


def a_broker_restarted_five_times(bench: Bench) -> Figures:
    slowest = 0.0
    with PostOffice() as office, bench.broker() as running, bench.worker(office, running, "--pool=solo"):
        for _restart in range(5):
            bench.fill(office, 5, running.url)
            running.kill()
            running.start()
            bench.fill(office, 1, running.url)
            slowest = max(slowest, waits_for(lambda: not bench.unsent(), 60))
        yield "until the worker works again, slowest of 5 (s)", slowest, 30
        yield "most copies of a mail", most_copies(office), 1


def a_sender_killed(bench: Bench) -> Figures:
    points = (("before DATA", "RCPT", SILENCE, 1), ("before the accept", "DATA", SILENCE, 1))
    for name, stage, answer, most in (*points, ("after the accept", "DATA", KEEP_SILENTLY, 2)):
        bench.ask("DELETE FROM notifications_message")
        with (
            PostOffice() as office,
            bench.broker() as running,
            bench.worker(office, running, "--concurrency=1") as pid,
        ):
            office.answers[stage].append(answer)
            bench.fill(office, 1, running.url)
            assert office.reached[stage].wait(30)
            os.killpg(pid, signal.SIGKILL)
            bench.later("10 minutes")
            sweep(office)
            yield f"worker killed {name}: most copies", most_copies(office), most
            yield f"worker killed {name}: mails that did not arrive", RECEIVERS - len(office.copies()), 0


def a_sender_stopped_past_its_lease(bench: Bench) -> Figures:
    with PostOffice() as office:
        office.answers["DATA"].append(HOLD)
        bench.fill(office, 1)
        with sweeper(office) as sleeper:
            assert office.reached["DATA"].wait(30)
            sleeper.send_signal(signal.SIGSTOP)
            bench.later("10 minutes")
            sweep(office)
            office.let_go.set()
            sleeper.send_signal(signal.SIGCONT)
            assert sleeper.wait(30) == 0
        yield "most copies of a mail", most_copies(office), 2
        yield "mails sent twice", sum(n > 1 for n in office.copies().values()), 1


def seven_senders_on_a_backlog(bench: Bench) -> Figures:
    with PostOffice() as office, bench.broker() as running, ExitStack() as together:
        bench.fill(office, BACKLOG // RECEIVERS + 1)
        mails = bench.unsent()
        for _worker in range(2):
            together.enter_context(bench.worker(office, running, "--pool=solo"))
        began = time.monotonic()
        sweepers = [together.enter_context(sweeper(office)) for _sweeper in range(5)]
        bench.fill(office, 1, running.url)
        for child in sweepers:
            assert child.wait(300) == 0
        waits_for(lambda: not bench.unsent(), 120)
        yield f"{mails} mails, five sweeps and two workers (s)", time.monotonic() - began, 300
        yield "mails that did not arrive", mails + RECEIVERS - len(office.copies()), 0
        yield "most copies of a mail", most_copies(office), 1


def connections_cut_in_the_middle(bench: Bench) -> Figures:
    with PostOffice() as office, sweeper(office, "--forever", "--every", "1") as child:
        office.answers["DATA"].append(HOLD)
        bench.fill(office, 1)
        assert office.reached["DATA"].wait(30)
        bench.ask("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'dmst_app'")
        office.let_go.set()
        yield "until all have left (s)", waits_for(lambda: not bench.unsent(), 30), 10
        assert child.poll() is None
        yield "mails that did not arrive", RECEIVERS - len(office.copies()), 0
        yield "most copies of a mail", most_copies(office), 1


def a_relay_that_picks_up_and_says_nothing(bench: Bench) -> Figures:
    with PostOffice() as office, socket.create_server(("127.0.0.1", 0)) as silent:
        bench.fill(office, 1)
        office._controller.port, port = silent.getsockname()[1], office.port
        began = time.monotonic()
        sweep(office)
        yield "an attempt at a relay without a greeting (s)", time.monotonic() - began, 35
        office._controller.port = port
        bench.later("1 minute")
        sweep(office)
        yield "mails that did not arrive", RECEIVERS - len(office.copies()), 0


def an_accept_that_comes_too_late(bench: Bench) -> Figures:
    """The relay keeps the mail and says so after more than the wait for the final dot."""
    with PostOffice() as office:
        office.answers["DATA"].append(KEEP_SILENTLY)
        bench.fill(office, 1)
        began = time.monotonic()
        sweep(office)
        yield "wait for the final dot (s)", time.monotonic() - began, 190
        bench.later("1 minute")
        sweep(office)
        yield "mails that did not arrive", RECEIVERS - len(office.copies()), 0
        yield "most copies of a mail", most_copies(office), 2


PROOFS: tuple[Callable[[Bench], Figures], ...] = (
    a_frozen_broker,
    a_dead_broker,
    a_broker_killed_with_what_it_had_queued,
    a_broker_restarted_five_times,
    a_sender_killed,
    a_sender_stopped_past_its_lease,
    seven_senders_on_a_backlog,
    connections_cut_in_the_middle,
    a_relay_that_picks_up_and_says_nothing,
    an_accept_that_comes_too_late,
)


def main() -> int:
    held = True
    with databases.cloned() as name, tempfile.TemporaryDirectory() as folder:
        os.environ.update(databases.environment_for(name))
        bench = Bench(name, Path(folder))
        for proof in PROOFS:
            print(proof.__name__.replace("_", " "), flush=True)
            for what, figure, most in proof(bench):
                held = held and figure <= most
                print(
                    f"  {what:<58} {figure:8.2f}  at most {most:g}{'' if figure <= most else '  FAILED'}",
                    flush=True,
                )
            bench.ask("DELETE FROM notifications_message")
            bench.ask("UPDATE test_clock SET shift = '0'")
        bench.line.close()
    print("held" if held else "FAILED")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
