"""The lists behind the numbers of a unit's page: duties, and drafts."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from accounts.models import User
from audit import clock
from dashboards import acting
from dashboards.day import initials_and_age
from dashboards.today import ALL, CLOCKS, OPEN, WHEN, WHICH, listed, when
from dashboards.under import of_worker, own_of, people_under
from duties import words as times
from screening.models import Screening
from vault import keys
from youth.models import Youth

LISTED = 200  # rows of one list


class DraftRow(NamedTuple):
    youth: UUID
    who: str
    holder: User
    started: str
    saved: str


def asked_about(user: User, asked: Mapping[str, str]) -> tuple[list[User], User | None]:
    """Whose the list is: everybody's of the units they lead, or one's alone, whom it names."""
    people = list(people_under(user, acting.units_led(user)))
    worker = next((one for one in people if str(one.pk) == asked.get("worker")), None)
    return [worker] if worker else people, worker


def duties_page(user: User, asked: Mapping[str, str]) -> dict[str, Any]:
    """The list behind a number of the unit's page. Raises Http404 for a number that stands on none."""
    now, which, time = clock.now(), asked.get("which", ALL), asked.get("when", OPEN)
    if which not in WHICH or time not in WHEN:
        raise Http404
    people, worker = asked_about(user, asked)
    own = Youth.objects.visible_to(user).filter(own_of(people))
    kind = Q(clock__in=CLOCKS[which]) if which in CLOCKS else of_kinds(asked.get("kind", ""))
    rows = listed(of_worker(own).open().filter(kind, when(time, now)), now, LISTED)
    label = rows[0].text if rows and "kind" in asked else WHICH[which]
    return {"rows": rows, "label": label, "when": WHEN[time], "worker": worker, "most": LISTED}


def of_kinds(written: str) -> Q:
    """As ``Clock.query`` writes them."""
    found = Q()
    for action, _dot, name in (one.partition(".") for one in written.split(",") if one):
        found |= Q(action=action, clock=name)
    return found


def drafts_page(user: User, asked: Mapping[str, str]) -> dict[str, Any]:
    """The oldest first: who has them, nothing of what they say. Opens the young people's keys for their initials."""
    now = clock.now()
    people, worker = asked_about(user, asked)
    found = Screening.objects.drafts_of(*people).filter(youth__in=Youth.objects.visible_to(user))
    drafts = list(found.select_related("youth", "started_by", "handed_to")[:LISTED])
    keys.unlock({one.youth_id for one in drafts})
    today = timezone.localdate(now)
    rows = [
        DraftRow(
            one.youth_id, initials_and_age(one.youth, today), one.owner, times.moment(one.started_at, now),
            times.moment(one.saved_at, now),
        )
        for one in drafts
    ]  # fmt: skip
    return {"rows": rows, "worker": worker, "most": LISTED}
