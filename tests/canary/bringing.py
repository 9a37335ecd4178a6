"""HART's open spreadsheet: a file whose every cell holds a token."""

from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from referrals import sheets
from referrals.forms.importing import COLUMNS, ImportForm

if TYPE_CHECKING:
    from tests.canary.journey import Journey


def is_brought_in_a_file(journey: "Journey") -> None:
    """Two lines: one that is taken in, and one that comes back."""
    lead, bring = journey.signed_in(journey.people.lead), reverse("referrals:bring-import")
    journey.shown(lead, bring)
    journey.refused(lead, bring, {"file": as_file(journey, [])})
    lines = [line(journey, received_at=None), line(journey, received_at=journey.tokens.words("no date"))]
    place = journey.sent(lead, bring, {"file": as_file(journey, lines)})
    journey.shown(lead, place)
    journey.sent(lead, f"{place}take-in/", {})
    page = journey.shown(lead, place)
    assert (page.context["file"].taken, len(page.context["file"].lines)) == (1, 1)
    lead.get(f"{place}came-back.csv")


def line(journey: "Journey", *, received_at: str | None) -> list[str]:
    """The values of the columns; only a line that comes back says that somebody has taken it."""
    form, chosen = ImportForm(), {"owner": "", "taken_at": "", "age": ""}
    if received_at:
        chosen |= {"received_at": received_at, "owner": journey.tokens.words("ImportForm.owner")}
        journey.tokens.covered.add(("ImportForm", "owner"))
    typed = journey.tokens.filled(form, chosen)
    return [typed.get(column.field, "") for column in COLUMNS]


def as_file(journey: "Journey", lines: list[list[str]]) -> SimpleUploadedFile:
    content = sheets.as_csv([[str(column.heading) for column in COLUMNS], *lines])
    return SimpleUploadedFile(f"{journey.tokens.words('name of a file')}.csv", content.encode())
