"""Bringing the blind index of profiles that exist already in line with what is indexed now."""

import uuid
from typing import NamedTuple

from vault import keys
from youth import blind_index
from youth.models import Youth

FIRST = uuid.UUID(int=0)


class Batch(NamedTuple):
    """How many profiles were looked at, how many of them have no key any more, and the last one's id."""

    looked_at: int
    unreadable: int
    last: uuid.UUID


def reindex_batch(*, after: uuid.UUID = FIRST, size: int) -> Batch:
    """The profiles that follow ``after`` in the order of their ids; what is right already is not written again."""
    youths = list(Youth.objects.filter(pk__gt=after).order_by("pk").locked()[:size])
    keys.unlock(youth.pk for youth in youths)
    indexed = sum(is_indexed(youth) for youth in youths)
    return Batch(len(youths), len(youths) - indexed, youths[-1].pk if youths else after)


def is_indexed(youth: Youth) -> bool:
    """False when the key was destroyed: nobody is to be found by that profile."""
    try:
        blind_index.index(youth)
    except keys.KeyMissing:
        return False
    return True
