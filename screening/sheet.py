"""The prompt sheet: one version on paper, in the order in which it is typed in, its code on every page."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from paper.documents import Document, Part, Row
from screening import sections
from screening.instrument import Domain, Gate, Indicator, Instrument
from screening.models import InstrumentVersion, Trigger
from screening.words import GATE_VALUES, SAFE_TONIGHT

LETTER, POCKET = "letter", "pocket"


def sheet_document(version: InstrumentVersion, size: str = LETTER) -> Document:
    return Document(
        title=version.instrument.title,
        words=[
            _("Fill this in yourself from what is known. Never read it out to the young person as a questionnaire."),
            _("Write no name, birth date or address on it. Type it in the same day."),
        ],
        parts=list(parts(version.instrument, size)),
        mark=_("Version %(code)s · not validated") % {"code": version.sheet_code},
        size=size,
    )


def newest_document(size: str) -> Document:
    return sheet_document(InstrumentVersion.objects.newest(), size)


def parts(instrument: Instrument, size: str) -> Iterator[Part]:
    lines = 1 if size == LETTER else 0
    start = [gate for gate in instrument.gates if not gate.asked_on]
    yield Part(
        _("Before you start"),
        [
            Row(_("Date and time of the interview"), lines=1),
            Row(_("Why this screening now?"), choices=Trigger.labels),
            *map(gate_row, start),
        ],
    )
    yield Part(
        _("If they tell you"),
        [Row(_("The exact words already said, who was present, and when"), lines=3 * lines or 1)],
        [instrument.actions.say["young_person"], instrument.actions.say["leave_for_the_interview"]],
    )
    for code in sections.order(instrument):
        domain = instrument.domain(code)
        yield Part(domain.title, list(rows(instrument, domain, size)))
    yield Part(_("Beside the result"), list(beside(instrument, lines)))


def rows(instrument: Instrument, domain: Domain, size: str) -> Iterator[Row]:
    for item in sections.asked(domain):
        yield item_row(instrument, item, size)


def item_row(instrument: Instrument, item: Indicator, size: str) -> Row:
    label = f"{item.code}  {item.text}"
    hint = item.help if size == LETTER else ""
    if not item.is_scored:
        return Row(label, lines=2 if size == LETTER else 1, hint=hint)
    choices = [answer.label for answer in instrument.answers.values()]
    return Row(label, choices=choices, lines=1 if size == LETTER else 0, hint=hint)


def gate_row(gate: Gate) -> Row:
    values = GATE_VALUES.get(gate.code, {})
    return Row(f"{gate.code}  {gate.ask}", choices=[values.get(value, value) for value in gate.values])


def beside(instrument: Instrument, lines: int) -> Iterator[Row]:
    yield from map(gate_row, (gate for gate in instrument.gates if gate.asked_on))
    wishes = _("What do they say would make things better, and what do they not want?")
    yield Row(wishes, lines=2 * lines or 1)
    yield Row(_("Safe tonight, in their own view?"), choices=list(SAFE_TONIGHT.values()))
