"""Lowering a level: the page to ask or to do it, the queue, and one page with all that is needed to decide."""

from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from accounts.models import User
from audit import clock
from duties import words as times
from referrals.forms.lowering import DecideForm, LowerForm
from referrals.services import lowering as services
from screening import outcome, results
from screening.models import Level, Lowering, Screening
from vault import keys
from youth.pages import heading_of

SHOWN = 50
Row = dict[str, Any]


class Asked(NamedTuple):
    """One that waits for an answer, as a row of the queue."""

    lowering: Lowering
    initials: str
    change: str
    who: str
    at: str


def row(label: str, value: Any) -> Row:
    return {"label": label, "value": value, "change": ""}


def change_words(lowering: Lowering) -> str:
    levels = {"before": Level(lowering.level_before).label, "level": Level(lowering.level).label}
    return _("From “%(before)s” to “%(level)s”") % levels


def lower_page(screening: Screening, user: User, form: LowerForm) -> dict[str, Any]:
    return {
        "screening": screening,
        "who": heading_of(screening.youth),
        "rows": levels(screening),
        "form": form,
        "is_offered": bool(services.offered(screening)),
        "may_lower_alone": services.may_lower_alone(screening, by=user),
        "waiting": screening.lowerings.open().with_people().first(),
    }


def levels(screening: Screening) -> list[Row]:
    """All of them stay side by side; none overwrites another."""
    raised = screening.raised_to and Level(screening.raised_to).label
    found = (
        (_("Computed from the answers"), Level(screening.computed_level).label),
        (_("Raised to"), raised),
        (_("Level now"), Level(services.level_now(screening)).label),
        (_("Cannot be lower than"), floor_words(screening)),
    )
    return [row(label, value) for label, value in found if value]


def floor_words(screening: Screening) -> str:
    """Only where something holds it up."""
    lowest = (services.offered(screening) or [Level.NO_CONCERN])[-1]
    return "" if lowest == Level.NO_CONCERN else str(Level(lowest).label)


def queue(user: User) -> list[Asked]:
    found = list(Lowering.objects.to_settle_by(user).with_people()[:SHOWN])
    keys.unlock(one.youth_id for one in found)
    now = clock.now()
    return [
        Asked(one, one.youth.initials, change_words(one), one.asked_by.display_name, times.moment(one.asked_at, now))
        for one in found
    ]


def lowering_page(lowering: Lowering, user: User, form: DecideForm | None = None) -> dict[str, Any]:
    screening = Screening.objects.with_record().get(pk=lowering.screening_id)
    newer = Screening.objects.signed().filter(youth=lowering.youth_id, signed_at__gt=screening.signed_at)
    found = results.result_of(screening)
    return {
        "lowering": lowering,
        "screening": screening,
        "change": change_words(lowering),
        "asked": asked_rows(lowering),
        "levels": levels(screening),
        "reasons": outcome.reasons(screening, found),
        "answer": answer_rows(lowering),
        "is_newer": newer.exists(),
        "may_settle": services.may_settle(lowering, user),
        "form": form or DecideForm(),
        **outcome.still_unknown(screening, found),
    }


def asked_rows(lowering: Lowering) -> list[Row]:
    at = times.moment(lowering.asked_at, clock.now())
    signed_by = lowering.screening.signed_by
    return [
        row(_("About"), heading_of(lowering.youth)),
        row(_("Signed by"), signed_by.display_name if signed_by else ""),
        row(_("Asked by"), _("%(who)s, %(at)s") % {"who": lowering.asked_by.display_name, "at": at}),
        row(_("Why it is too high"), lowering.reason),
    ]


def answer_rows(lowering: Lowering) -> list[Row]:
    if lowering.settled_by is None or lowering.settled_at is None:
        return []
    at = times.moment(lowering.settled_at, clock.now())
    said = _("%(who)s, %(at)s") % {"who": lowering.settled_by.display_name, "at": at}
    label = _("Lowered by") if lowering.is_granted else _("Refused by")
    return [row(label, said), *([row(_("Why"), lowering.why)] if lowering.why else [])]
