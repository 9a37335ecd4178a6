"""What the screening says, as it stands on the page to check before the signature: each row with where to change it."""

from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from screening import outcome, voice
from screening.instrument_shape import SIGNS
from screening.models import Screening
from screening.words import GATE_VALUES


class Row(NamedTuple):
    """One line to check, and where it is changed."""

    label: str | Promise
    value: str
    change: str


def groups(screening: Screening, asked: list[str]) -> list[tuple[str, list[Row]]]:
    found = [
        (_("Their own words"), own_words(screening)),
        (_("Signs that were answered Possible or Clear"), signs(screening)),
        (_("Beside the result"), beside_the_result(screening, asked)),
    ]
    return [(title, rows) for title, rows in found if rows]


def own_words(screening: Screening) -> list[Row]:
    told, result = (reverse(f"screening:{name}", args=[screening.pk]) for name in ("told", "result"))
    rows = voice.own_words(screening, told=told, beside_result=result)
    said = [Row(row["label"], row["value"], row["change"]) for row in rows]
    return [*said, *(Row(row["label"], row["value"], result) for row in voice.not_asked(screening))]


def signs(screening: Screening) -> list[Row]:
    return [
        Row(row["item"].text, in_words(row), f"{section}#q-{row['item'].code}")
        for code, rows in outcome.answered_rows(screening)
        for row in rows
        if row.get("code") in SIGNS
        for section in [reverse("screening:section", args=[screening.pk, code])]
    ]


def in_words(row: dict[str, Any]) -> str:
    note = _("Restricted note: not shown here") if row["restricted"] and not row["note"] else row["note"]
    return "\n".join(part for part in (row["answer"], "; ".join(row["sources"]), note) if part)


def beside_the_result(screening: Screening, asked: list[str]) -> list[Row]:
    """G6 and G7 where they are asked, and a raise with its reason."""
    result, raising = (reverse(f"screening:{name}", args=[screening.pk]) for name in ("result", "raise"))
    answers = screening.all_gates()
    rows = [
        Row(gate.ask, str(GATE_VALUES[gate.code].get(answers.get(gate.code, ""), _("Not answered"))), result)
        for gate in screening.instrument.gates
        if gate.code in asked
    ]
    if screening.raised_to:
        rows += [
            Row(_("Raised to"), screening.get_raised_to_display(), raising),
            Row(_("Why it was raised"), screening.raise_reason, raising),
        ]
    return rows
