"""A cluster and a broker for as long as they are needed; programs that come meanwhile share them."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from local.bootstrap import LOCAL, Refusal
from local.children import Children
from local.postgres import Cluster
from local.turn import Turn, wait_for_guests
from local.valkey import Broker

UP_WITHIN = 60.0  # seconds that a guest waits for the owner's start


@dataclass(frozen=True)
class Stores:
    cluster: Cluster
    broker: Broker
    owner: dict[str, Any]
    are_new: bool  # the databases were made just now and are empty


@contextmanager
def stores(folder: str, *, durable: bool) -> Iterator[Stores]:
    """Those below .local/FOLDER: started when nobody has, and then stopped when the last user has left."""
    turn = Turn(LOCAL / folder)
    with turn.as_guest() as place:
        owns = turn.take(" ".join(["a command:", *sys.argv[1:3]]))
        cluster = Cluster(f"{folder}/postgres".lstrip("/"), durable=durable)
        broker = Broker(f"{folder}/broker".lstrip("/"))
        are_new = not cluster.exists
        if not owns:
            wait_for_owner(cluster)
            yield Stores(cluster, broker, turn.owner(), are_new=False)
            return
        children = Children(LOCAL / folder / "log")
        try:
            start(cluster, children)
            broker.start(children)
            yield Stores(cluster, broker, turn.owner(), are_new)
            wait_for_guests(place)
        finally:
            children.close()
            turn.give_back()


def start(cluster: Cluster, children: Children) -> None:
    """A cluster that is not durable does not survive a crash for certain: it is made anew then."""
    try:
        cluster.start(children)
    except Refusal:
        if cluster.durable or not cluster.exists:
            raise
        children.stop(["postgres"])
        cluster.discard()
        cluster.start(children)


def wait_for_owner(cluster: Cluster) -> None:
    until = time.monotonic() + UP_WITHIN
    while not cluster.answers():
        if time.monotonic() > until:
            raise Refusal(f"The database in {cluster.home} is being started by another program and does not answer.")
        time.sleep(0.1)
