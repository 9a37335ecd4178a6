"""What somebody writes down on the way: a draft with words in it, to be finished at a desk."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from audit import clock
from audit.trail import record
from screening.models import Screening
from screening.services.answering import add_source
from screening.services.drafts import save_start, start
from youth import services as youths
from youth.models import Youth


@dataclass(frozen=True)
class Captured:
    """What was typed: the words, and what belongs to the profile, the start page and the sources."""

    words: str
    source_type: str = ""
    trigger: str = ""
    gates: Mapping[str, str] = field(default_factory=dict)
    conflict: str = ""  # of interest: a yes seals the record
    who: Mapping[str, Any] = field(default_factory=dict)  # name, number, age, town: of somebody new


def capture(captured: Captured, *, by: User, submission_key: uuid.UUID, youth: Youth | None = None) -> Screening:
    """The draft of this person, begun or added to. A press that is repeated changes nothing."""
    User.objects.locked().get(pk=by.pk)  # two presses, one after the other
    pk = uuid.uuid5(submission_key, str(by.pk))
    pressed = Screening.objects.filter(pk=pk, started_by=by).first()
    if pressed:
        return pressed
    if youth is None:
        profile = youths.profile_of(captured.who, by=by, now=clock.now())
        youth = youths.create_youth({**profile, "conflict": captured.conflict}, by=by)
    else:
        youths.note_conflict(youth, captured.conflict, by=by)
    return write_down(captured, start(youth, by=by, pk=pk), by=by)


def write_down(captured: Captured, screening: Screening, *, by: User) -> Screening:
    """Below what was written before; the same words are not written twice."""
    if captured.words in screening.captured:
        return screening
    screening.captured = "\n\n".join(part for part in (screening.captured, captured.words) if part)
    screening.save(update_fields=["captured"])
    record("screening.capture", "screening", screening.pk, by=by.pk, youth=screening.youth_id)
    if captured.source_type:
        add_source(screening, source_type=captured.source_type, information_date=None, who="", by=by)
    return save_start(screening, trigger=captured.trigger or screening.trigger, gates=captured.gates, by=by)
