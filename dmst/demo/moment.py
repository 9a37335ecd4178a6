"""The clock of the story moved back, and on again."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from audit import clock


@contextmanager
def at(moment: dt.datetime) -> Iterator[None]:
    """Everything inside happens then."""
    before = clock.now()
    clock.seed(moment)
    try:
        yield
    finally:
        clock.seed(before)
