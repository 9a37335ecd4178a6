"""What prove_submit runs in its databases: each figure beside the most it may be."""

import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from uuid import UUID

import django

django.setup()

from django.urls import reverse  # noqa: E402

from accounts.models import User  # noqa: E402
from audit import trail  # noqa: E402
from bench.jobs import PRODUCT, expecting, key_on_the_page, session_of  # noqa: E402
from bench.loading import Loader  # noqa: E402
from bench.serving import Answer, Served, served  # noqa: E402
from notifications.models import Message  # noqa: E402
from referrals.models import Referral, Step  # noqa: E402
from tests.notifications.postoffice import PostOffice  # noqa: E402
from tests.notifications.processes import broker, reaching, sweeper, waits_for  # noqa: E402
from vault import keys  # noqa: E402

FROZEN, DEAD, TOGETHER = 60, 3, 20
WARM_UP = 10
MOST_SECONDS, MOST_UNTIL_SENT = 4, 90
Figures = Iterator[tuple[str, float, float]]  # what was measured, the figure, the most it may be
Ready = tuple[UUID, UUID]  # screening, youth


class Proof:
    def __init__(self, product: Served, worker: User, liaisons: Sequence[User], ready: Iterator[Ready]) -> None:
        self.product, self.ready = product, ready
        self.worker = session_of(worker, PRODUCT)
        self.liaisons = [session_of(liaison, PRODUCT) for liaison in liaisons]

    def typed(self, draft: Ready) -> dict[str, str]:
        return {"submission_key": str(key_on_the_page(draft[0])), "is_what_i_know": "on"}

    def press(self, draft: Ready, typed: dict[str, str] | None = None) -> Answer:
        path, typed = reverse("referrals:sign", args=[draft[0]]), typed or self.typed(draft)
        return expecting(self.product.ask(path, session=self.worker, typed=typed), 302, "receipt")

    def sign(self, times: int) -> list[float]:
        return [self.press(next(self.ready)).seconds for _time in range(times)]

    def at_once(self, presses: int) -> Referral:
        """One draft, pressed that often in one moment, each on a connection of its own."""
        draft, start = next(self.ready), Barrier(presses)
        typed = self.typed(draft)

        def press(_number: int) -> str:
            start.wait()
            return self.press(draft, typed).location

        with ThreadPoolExecutor(presses) as threads:
            receipts = set(threads.map(press, range(presses)))
        assert len(receipts) == 1, receipts
        return Referral.objects.get(youth=draft[1])  # more than one is an error

    def acknowledge_at_once(self, referral: Referral) -> None:
        start = Barrier(len(self.liaisons))

        def press(session: str) -> int:
            start.wait()
            path = reverse("referrals:move", args=[referral.pk, "acknowledge"])
            return self.product.ask(path, session=session, typed={}).status

        with ThreadPoolExecutor(len(self.liaisons)) as threads:
            assert set(threads.map(press, self.liaisons)) == {302}


def p99(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=100, method="inclusive")[98]


def presses_at_once(proof: Proof) -> Figures:
    for presses in (2, TOGETHER):
        before = Referral.objects.count()
        referral = proof.at_once(presses)
        yield f"referrals of {presses} presses at once", Referral.objects.count() - before, 1
        yield "  steps in its history", referral.steps.count(), 1
        mails = Message.objects.about(referral.pk)
        yield "  mails to one address, at most", mails.count() - mails.values("recipient").distinct().count() + 1, 1
    proof.acknowledge_at_once(referral)
    taken = Step.objects.filter(referral=referral, move="acknowledge").count()
    yield "acknowledgements of two liaisons at once", taken, 1


def unsent() -> int:
    return Message.objects.exclude(status="sent").count()


def run(folder: Path) -> Figures:
    with trail.acting("bench"):
        loader = Loader()
    found = loader.load(0, FROZEN + DEAD + 2 * WARM_UP + 2)
    put_before = Message.objects.count()
    with PostOffice() as office, broker(folder) as running:
        environment = reaching(office, running.url)
        with served("bench.sites.product", folder, **environment) as product:
            liaisons = (loader.people.liaison, loader.people.lead)
            proof = Proof(product, found.worker, liaisons, iter(found.ready))
            proof.sign(WARM_UP)
            yield "p50 of sign-and-send, broker well (s)", statistics.median(proof.sign(WARM_UP)), MOST_SECONDS
            yield from presses_at_once(proof)
            running.freeze()
            seconds = proof.sign(FROZEN)
            running.thaw()
            yield f"p50 of {FROZEN}, broker frozen (s)", statistics.median(seconds), MOST_SECONDS
            yield f"p99 of {FROZEN}, broker frozen (s)", p99(seconds), MOST_SECONDS
            with sweeper(office, "--forever"):  # every 60 s, as in production
                waits_for(lambda: not unsent(), 300)
                running.kill()
                yield "longest sign-and-send, broker dead (s)", max(proof.sign(DEAD)), MOST_SECONDS
                yield "until its mails are in the sink (s)", waits_for(lambda: not unsent(), 120), MOST_UNTIL_SENT
            yield "most copies of a mail", max(office.copies().values()), 1
            yield "mails that did not arrive", Message.objects.count() - put_before - len(office.copies()), 0


def main() -> int:
    held = True
    with tempfile.TemporaryDirectory() as place, keys.opened():
        for what, figure, most in run(Path(place)):
            ok = figure <= most
            held = held and ok
            print(f"  {what:<48} {figure:8.2f}  at most {most:g}{'' if ok else '  FAILED'}", flush=True)
    print("held" if held else "FAILED")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
