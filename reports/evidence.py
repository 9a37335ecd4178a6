"""Missing from care, episode by episode: what an auditor asks to see of each (domain.md 4.5). It names nobody."""

import datetime as dt
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _L

from duties.models import RETURN_SCREEN, Duty
from reports.cases import within
from reports.periods import Period
from youth.models import MissingEpisode
from youth.models.episodes import FOREVER

NCMEC = "ncmec_missing"
MOMENTS: dict[str, str | Promise] = {
    "known": _L("DCF learned of it"), "police": _L("Police told"), "ncmec": _L("NCMEC told"), "back": _L("Back"),
    "screen": _L("Return screen finished"),
}  # fmt: skip
Kept = dict[str, Any]  # as a run keeps it: the id, and each moment as text or nothing


class Episode(NamedTuple):
    """One line of the list, without a word that says whose it is."""

    number: int
    moments: list[str]
    lacking: str


def of_period(period: Period) -> list[Kept]:
    """Of those that DCF learned of in the period, sealed ones too; nothing of a young person but the moments."""
    asked = Duty.objects.filter(
        youth=OuterRef("youth"), clock=NCMEC, started_at__gte=OuterRef("began_at"),
        started_at__lte=Coalesce(OuterRef("ended_at"), FOREVER),
    )  # fmt: skip
    screen = Duty.objects.filter(about_kind="episode", about_id=OuterRef("pk"), clock=RETURN_SCREEN[-1])
    found = MissingEpisode.objects.filter(within("known_at", period)).annotate(
        for_ncmec=Exists(asked), screened_at=Subquery(screen.values("done_at")[:1])
    )
    return [
        {
            "episode": str(one.pk), "known": text(one.known_at), "police": text(one.police_at),
            "ncmec": text(one.ncmec_at), "for_ncmec": one.for_ncmec, "back": text(one.ended_at),
            "screen": text(one.screened_at),
        }
        for one in found.order_by("known_at", "pk")
    ]  # fmt: skip


def text(moment: dt.datetime | None) -> str:
    return moment.isoformat() if moment else ""


def listed(kept: list[Kept]) -> list[Episode]:
    return [
        Episode(number, [words(one[name]) for name in MOMENTS], ", ".join(lacking(one)))
        for number, one in enumerate(kept, start=1)
    ]


def words(written: str) -> str:
    moment = parse_datetime(written) if written else None
    return date_format(timezone.localtime(moment), "M j, Y, g:i A") if moment else _("not recorded")


def lacking(one: Kept) -> list[str]:
    """NCMEC only where it had to be told, of a child in care; the return screen only once somebody is back."""
    wanted = {"police": True, "ncmec": one["for_ncmec"], "screen": one["back"]}
    return [str(MOMENTS[name]) for name, is_wanted in wanted.items() if is_wanted and not one[name]]
