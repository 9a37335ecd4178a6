"""A file of HART's open referrals: what would become of each line."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from audit import clock
from duties import words as times
from referrals import sheets
from referrals.forms.importing import BACK, COLUMNS, ImportForm, UploadForm, plain, typed_from
from referrals.models import ImportedFile, Referral
from referrals.pages.outside import OutsidePage
from referrals.services import importing
from referrals.services.importing import Ready, Words
from referrals.services.urgent import Suspicion
from youth import services as youths
from youth.forms.moments import MomentField
from youth.likeness import Record, could_be_same

MOST = 200  # lines at once: more than HART has open; each takes a tenth of a second
HEADINGS = [str(column.heading) for column in COLUMNS]
SAID_OF: dict[str, str | Promise] = {
    "sheet_number": gettext_lazy("HART's own number of the line. The same number is taken in once."),
    "birth_date": gettext_lazy("4/13/2012 or 2012-04-13"),
    "town": gettext_lazy("A town of Connecticut, as it is spelled"),
    "what_seen": gettext_lazy("In their words"),
    "no_screening_because": gettext_lazy("Empty: the office is asked for a screening"),
    "owner": gettext_lazy("The address with which somebody of HART signs in. Empty: nobody has it yet"),
}


class WrongFile(Exception):
    """The sentence says what is wrong with the file as a whole; nothing of it is kept."""


def lines_in(file: UploadedFile) -> list[Words]:
    """Each line as field -> words. Raises WrongFile."""
    try:
        lines = sheets.lines_of(file.read(), most=MOST + 2)
    except sheets.Unreadable:
        raise WrongFile(_("This is neither a CSV nor an XLSX file that can be read. Save it anew as one.")) from None
    if len(lines) < 2:
        raise WrongFile(_("There is no line below the headings."))
    if len(lines) > MOST + 1:
        raise WrongFile(
            _("There are more than %(most)d lines. Take the closed ones out, or split it.") % {"most": MOST}
        )
    names = fields_of(lines[0])
    return [{name: words for name, words in zip(names, line, strict=False) if name} for line in lines[1:]]


def fields_of(headings: Sequence[str]) -> list[str]:
    """The field of each column, in any order; "" for the one that says why a line came back. Raises WrongFile."""
    known = {plain(str(column.heading)): column.field for column in COLUMNS} | {plain(str(BACK)): "", "": ""}
    found = [known.get(plain(heading)) for heading in headings]
    wrong = [heading for heading, name in zip(headings, found, strict=True) if name is None]
    missing = [str(one.heading) for one in COLUMNS if one.is_needed and one.field not in found]
    twice = sorted({str(one.heading) for one in COLUMNS if found.count(one.field) > 1})
    faults = [
        _("Columns that are not known: %(names)s.") % {"names": ", ".join(wrong)} if wrong else "",
        _("Columns that are missing: %(names)s.") % {"names": ", ".join(missing)} if missing else "",
        _("Columns that stand there twice: %(names)s.") % {"names": ", ".join(twice)} if twice else "",
    ]
    if any(faults):
        raise WrongFile(" ".join(fault for fault in faults if fault))
    return [name or "" for name in found]


def lines_from(form: UploadForm) -> list[Words]:
    """None where there is nothing to go on with; the form says why."""
    if not form.is_valid():
        return []
    try:
        return lines_in(form.cleaned_data["file"])
    except WrongFile as wrong:
        form.add_error("file", str(wrong))
        return []


def bring_page(form: UploadForm, user: User) -> dict[str, Any]:
    now = clock.now()
    files = [(one, times.moment(one.at, now)) for one in ImportedFile.objects.visible_to(user)]
    return {"form": form, "columns": list(explained()), "files": files, "most": MOST}


class LinePage(OutsidePage):
    form_class = ImportForm

    def suspicion(self) -> Suspicion:
        """What somebody has in hand already, nobody is woken up for."""
        return dataclasses.replace(super().suspicion(), is_known=bool(self.form.cleaned_data["taken_at"]))


@dataclass
class Line:
    """``number`` as the spreadsheet counts it, the headings being the first."""

    number: int
    said: Words
    user: User
    faults: list[str] = field(default_factory=list)
    taken_in: Referral | None = None

    def __post_init__(self) -> None:
        typed, self.faults = typed_from(self.said)
        key = importing.key_of(self.said.get("sheet_number", ""))
        self.page = LinePage(self.user, None, {**typed, "submission_key": str(key)})  # type: ignore[arg-type]
        if not self.page.is_valid() and not self.faults:
            assert isinstance(self.page.form, ImportForm)
            self.faults = self.page.form.faults()

    @cached_property
    def record(self) -> Record:
        said = self.page.form.cleaned_data
        return Record.of([said.get("name") or ""], said.get("birth_date"))

    @property
    def is_ready(self) -> bool:
        return not self.faults and self.taken_in is None

    def ready(self) -> Ready:
        form, suspicion = self.page.form, self.page.suspicion()
        assert isinstance(form, ImportForm)
        said = form.cleaned_data
        return Ready(
            said["submission_key"], suspicion, self.page.report(), said["owner"], said["taken_at"], form.reports()
        )


def looked_through(file: ImportedFile, user: User) -> list[Line]:
    """Every line as it would be taken in now."""
    lines = [Line(number, said, user) for number, said in enumerate(file.lines, start=2)]
    known = importing.taken_in([line.said.get("sheet_number", "") for line in lines])
    for line in lines:
        line.taken_in = known.get(line.said.get("sheet_number", ""))
    note_twice(lines)
    note_on_record(lines, user)
    return lines


def note_twice(lines: Iterable[Line]) -> None:
    """A number that stands there twice, and two lines that may be about one person: the later one comes back."""
    numbers: dict[str, int] = {}
    people: dict[Any, list[Line]] = defaultdict(list)
    for line in lines:
        if not line.is_ready:
            continue
        first = numbers.setdefault(plain(line.said["sheet_number"]), line.number)
        if first != line.number:
            line.faults.append(_("This number stands in line %(line)d already.") % {"line": first})
            continue
        same = next((one for one in people[line.record.birth] if could_be_same(one.record, line.record)), None)
        if same:
            line.faults.append(_("This may be the young person of line %(line)d.") % {"line": same.number})
        people[line.record.birth].append(line)


def note_on_record(lines: Iterable[Line], user: User) -> None:
    """Whom HART may know already nobody enters a second time: a person looks, and decides."""
    for line in lines:
        if line.is_ready:
            said = line.page.form.cleaned_data
            found = youths.alike(said["name"], said["birth_date"], said["number"], by=user)
            if found:
                line.faults.append(
                    _(
                        "%(initials)s on record may be this young person. Search for them, and enter it from their "
                        "profile."
                    )
                    % {"initials": found[0].initials}
                )


def returned(lines: Iterable[Line]) -> list[Words]:
    """What comes back, each with why."""
    return [{**line.said, "": "\n".join(line.faults)} for line in lines if line.faults]


def import_page(file: ImportedFile, lines: list[Line]) -> dict[str, Any]:
    ready = [line for line in lines if line.is_ready]
    return {
        "file": file,
        "ready": ready,
        "known": [line for line in lines if line.taken_in and not line.faults],
        "back": [line for line in lines if line.faults],
        "says": ngettext("%(number)d line can be taken in", "%(number)d lines can be taken in", len(ready))
        % {"number": len(ready)},
    }


def returned_file(file: ImportedFile) -> str:
    """With the same headings, to be mended and brought again."""
    fields = [column.field for column in COLUMNS]
    lines = ([line.get(name, "") for name in ("", *fields)] for line in file.lines)
    return sheets.as_csv([[str(BACK), *HEADINGS], *lines])


def template_file() -> str:
    return sheets.as_csv([HEADINGS])


def explained() -> Iterator[tuple[str, str, bool]]:
    """Each column: heading, what may stand there, whether it has to."""
    for column in COLUMNS:
        yield str(column.heading), words_for(column.field), column.is_needed


def words_for(name: str) -> str:
    if name in SAID_OF:
        return str(SAID_OF[name])
    field = ImportForm.base_fields[name]
    if isinstance(field, MomentField):
        return _("4/13/2026, 4/13/2026 2:05 PM, or 2026-04-13 14:05")
    if isinstance(field, forms.BooleanField):
        return _("Yes; No")
    return "; ".join(str(label) for value, label in getattr(field, "choices", ()) if value)
