"""A signed screening and a referral on paper, as they stand. Nothing restricted is printed."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from audit import clock
from duties import words as times
from paper.documents import Document, Part, Row
from referrals.models import Referral
from referrals.pages import receipt
from referrals.pages.brief import text_of
from referrals.pages.call_sheet import (
    Sheet,
    answer_row,
    concern,
    exploiter,
    mark,
    may_be_printed,
    not_known,
    row,
    young_person,
)
from screening import outcome, results, sections, voice
from screening.models import Level, Screening
from screening.words import GATE_VALUES

NOT_PRINTED = "G6"  # restricted, like sections.RESTRICTED


def screening_document(screening: Screening, user: User) -> Document:
    now = clock.now()
    return Document(
        title=_("Signed screening"),
        parts=[part for part in screening_parts(screening) if part.rows or part.points],
        mark=mark(reference_of(screening), user, now),
    )


def reference_of(screening: Screening) -> str:
    """Of the referral it opened or joined; one that was not sent has none but its own id."""
    referral = Referral.objects.filter(screenings__screening=screening).only("reference").first()
    return referral.reference if referral else _("Screening %(id)s") % {"id": short(screening)}


def short(screening: Screening) -> str:
    return str(screening.pk).split("-", 1)[0].upper()


def file_name(screening: Screening) -> str:
    return f"screening-{short(screening)}"


def screening_parts(screening: Screening) -> Iterator[Part]:
    found = results.result_of(screening)
    yield Part(_("What was screened"), list(about(screening)))
    yield Part(_("Why this level"), reasons(screening, found))
    yield Part(_("Not known"), points=unknown(screening, found))
    yield Part(_("Their own words"), rows_of(voice.own_words(screening)))
    yield Part(_("Why now, and professional judgment"), rows_of(voice.judgment(screening)))
    yield Part(_("Lowered after the signature"), lowered(screening))
    yield Part(_("Before you start"), list(gates(screening)))
    for title, rows in outcome.answered_parts(screening):
        yield Part(title, [answer_row(one) for one in rows if may_be_printed(one)])


def lowered(screening: Screening) -> list[Row]:
    """Nothing else in the print has changed by it."""
    found = outcome.lowered(screening.lowerings.granted().select_related("settled_by"))
    return [Row(_("To “%(level)s”") % {"level": one["to"]}, f"{one['by']}, {one['at']}\n{one['why']}") for one in found]


def about(screening: Screening) -> Iterator[Row]:
    assert screening.signed_at
    assert screening.signed_by
    yield row(_("Young person"), screening.youth.display_name)
    yield row(_("Level"), f"{screening.level}: {Level(screening.level).label} ({_('not validated')})")
    yield row(_("Computed level"), f"{screening.computed_level}: {Level(screening.computed_level).label}")
    yield row(_("Instrument"), f"{screening.instrument.title}, {screening.version.version}")
    yield row(_("Signed by"), screening.signed_by.display_name)
    yield row(_("Signed"), voice.moment_words(screening.signed_at))
    if screening.status == Screening.Status.VOID:
        yield row(_("Status"), screening.get_status_display())


def reasons(screening: Screening, found: results.ScreeningResult) -> list[Row]:
    instrument = screening.instrument
    return [
        Row(
            _(fired.why),
            "; ".join(
                f"{text_of(instrument, code)} ({outcome.said(instrument, screening.answers().get(code, ''))})"
                if code not in sections.RESTRICTED
                else text_of(instrument, code)
                for code in fired.items
            ),
        )
        for fired in found.result.fired
    ]


def unknown(screening: Screening, found: results.ScreeningResult) -> list[str]:
    codes = found.result.unknown
    return [text_of(screening.instrument, code) for code in codes] or [_("Every answer is known.")]


def gates(screening: Screening) -> Iterator[Row]:
    for gate in screening.instrument.gates:
        value = screening.gates.get(gate.code, "")
        if value and gate.code != NOT_PRINTED:
            yield Row(gate.ask, GATE_VALUES.get(gate.code, {}).get(value, value))


def rows_of(shown: Iterable[dict[str, Any]]) -> list[Row]:
    return [Row(one["label"], one["value"] or not_known()) for one in shown]


def referral_document(referral: Referral, user: User) -> Document:
    sheet = Sheet(referral, user)
    return Document(
        title=_("%(kind)s to HART") % {"kind": referral.get_kind_display()},
        parts=[
            Part(_("Where it stands"), list(standing(referral))),
            Part(_("The young person"), list(young_person(referral, sheet.now))),
            Part(_("The concern"), list(concern(referral))),
            Part(_("The person who may be exploiting"), list(exploiter(referral))),
            Part(_("What the screening noted"), list(sheet.noted())),
            Part(_("DCF"), list(sheet.dcf())),
            Part(_("Screening"), list(sheet.screened())),
            Part(_("Reports and calls so far"), list(sheet.done())),
            Part(_("What happened"), history(referral, sheet)),
        ],
        mark=mark(referral.reference, user, sheet.now),
    )


def standing(referral: Referral) -> Iterator[Row]:
    yield row(_("Reference"), referral.reference)
    yield row(_("Status"), referral.get_status_display())
    yield row(_("Level"), referral.level and f"{referral.level}: {Level(referral.level).label}")
    yield row(_("Sent"), times.moment(referral.opened_at, clock.now()))
    yield row(_("Sent by"), referral.opened_by.display_name)
    yield row(_("HART liaison"), referral.liaison and referral.liaison.display_name)
    yield Row(_("Question to HART"), referral.question or _("none"))


def history(referral: Referral, sheet: Sheet) -> list[Row]:
    return [
        Row(
            one["at"], ", ".join(part for part in (str(one["did"]), one["step"].by.display_name, one["choice"]) if part)
        )
        for one in receipt.told_steps(referral, sheet.user, sheet.now)
        if one["step"].move not in receipt.HART_ALONE  # a print goes further than HART
    ]
