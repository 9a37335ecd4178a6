"""The wake-up through a real broker: quick when it is well, and never in the way when it is not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from notifications.models import Message, Status
from tests.notifications.postoffice import PostOffice
from tests.notifications.processes import Broker, broker, submitter, waits_for, worker

pytestmark = [pytest.mark.django_db(databases="__all__", transaction=True), pytest.mark.slow]

LONGEST_HOLD = 2.0  # seconds


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[Broker]:
    with broker(tmp_path) as running:
        yield running


def test_a_frozen_or_dead_broker_holds_nobody_and_loses_nothing(valkey: Broker) -> None:
    with PostOffice() as office, submitter(office, valkey.url) as product:
        assert max(product.submit(2)) < LONGEST_HOLD
        valkey.freeze()
        assert max(product.submit(3)) < LONGEST_HOLD
        valkey.thaw()
        valkey.kill()
        assert max(product.submit(3)) < LONGEST_HOLD
    assert Message.objects.filter(status=Status.PENDING).count() == 8 * 3


def test_one_wake_up_a_transaction_reaches_the_worker(valkey: Broker, tmp_path: Path) -> None:
    with PostOffice() as office, submitter(office, valkey.url) as product:
        product.submit(2)
        assert valkey.says("LLEN celery") == ":2\r\n"
        with (tmp_path / "worker.log").open("w") as log, worker(office, valkey.url, log, "--pool=solo"):
            waits_for(lambda: len(office.letters) == 6, 30)
            product.submit(1)
            assert waits_for(lambda: len(office.letters) == 9, 10) < 5
    assert set(office.copies().values()) == {1}
