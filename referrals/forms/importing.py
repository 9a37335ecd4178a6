"""One line of HART's open spreadsheet as a report from outside; and the file itself."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _L

from accounts.models import User
from accounts.permissions import HART_ROLES
from referrals.forms.outside import ASKED, NOT_POSSIBLE, OutsideReportForm
from referrals.forms.pieces import line, moment
from youth.forms.moments import LOCAL, MomentField

LARGEST = 10  # megabytes; what is larger is not even read
DAY = re.compile(r"(?:(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})|(?P<m2>\d{1,2})/(?P<d2>\d{1,2})/(?P<y2>\d{4}))")
TIME = re.compile(r"(?P<h>\d{1,2}):(?P<min>\d{2})(?::\d{2}(?:\.\d+)?)?\s*(?P<half>[ap]m)?", re.IGNORECASE)
REPORTS = ("careline", "police", "ncmec")
BACK = _L("Why it came back")  # a column of the file of those that were not taken in
AGAIN = re.compile(r"\s+")


class Column(NamedTuple):
    heading: str | Promise
    field: str
    is_needed: bool = False


COLUMNS = (
    Column(_L("No."), "sheet_number", is_needed=True),
    Column(_L("Received"), "received_at", is_needed=True),
    Column(_L("From whom"), "source", is_needed=True),
    Column(_L("How it came"), "channel", is_needed=True),
    Column(_L("What they say"), "what_seen", is_needed=True),
    Column(_L("Reported by"), "reporter"),
    Column(_L("Number to call back"), "callback_phone"),
    Column(_L("Name"), "name"),
    Column(_L("Birth date"), "birth_date"),
    Column(_L("Age"), "age"),
    Column(_L("DCF number"), "number"),
    Column(_L("Town"), "town"),
    Column(_L("Safe tonight"), "safe_tonight"),
    Column(_L("Missing now"), "missing_now"),
    Column(_L("Where they are"), "whereabouts"),
    Column(_L("Caregiver involved"), "caregiver_involved"),
    Column(_L("18 or over: agrees"), "adult_agreement"),
    Column(_L("18 or over: a minor is at risk"), "minor_at_risk"),
    Column(_L("No screening, because"), "no_screening_because"),
    Column(_L("Taken by"), "owner"),
    Column(_L("Taken on"), "taken_at"),
    Column(_L("Careline reported on"), "careline_at"),
    Column(_L("Careline number"), "careline_number"),
    Column(_L("Police reported on"), "police_at"),
    Column(_L("Police number"), "police_number"),
    Column(_L("NCMEC reported on"), "ncmec_at"),
    Column(_L("NCMEC number"), "ncmec_number"),
)


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_L("The file, CSV or XLSX"),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx", "class": "usa-file-input"}),
        error_messages={
            "required": _L("Choose a file of at most %(most)d megabytes.") % {"most": LARGEST},
            "empty": _L("There is nothing in this file."),
        },
    )


class PersonField(forms.CharField):
    """Somebody of HART, by the address they sign in with."""

    def clean(self, value: Any) -> User | None:
        typed = super().clean(value)
        if not typed:
            return None
        found = User.objects.in_role(*HART_ROLES).filter(email=typed.lower()).first()
        if found is None:
            raise forms.ValidationError(_("Nobody of HART signs in with this address."))
        return found


class DayField(forms.DateField):
    def __init__(self) -> None:
        super().__init__(required=False, input_formats=["%Y-%m-%d"])


class ImportForm(OutsideReportForm):
    """Beside what a report from outside says: which line it is, and how far HART has come with it."""

    sheet_number = line("")
    birth_date = DayField()
    owner = PersonField(required=False)
    taken_at = moment("")
    careline_at, police_at, ncmec_at = moment(""), moment(""), moment("")
    careline_number, police_number, ncmec_number = line(""), line(""), line("")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sheet_number"].required = True
        self.fields["source"].error_messages["required"] = _("Say from whom HART has it.")

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if bool(said.get("owner")) != bool(said.get("taken_at")) and not {"owner", "taken_at"} & set(self.errors):
            self.add_error("owner", _("Who has taken it and when are said together."))
        received = said.get("received_at")
        if received and said.get("taken_at") and said["taken_at"] < received:
            self.add_error("taken_at", _("It was taken before it was received."))
        for name in REPORTS:
            if said.get(f"{name}_number") and not said.get(f"{name}_at"):
                self.add_error(f"{name}_at", _("Say when it was reported."))
        return said

    def who(self) -> dict[str, Any]:
        return {**super().who(), "birth_date": self.cleaned_data["birth_date"]}

    def reports(self) -> dict[str, tuple[dt.datetime, str]]:
        """Name of a report -> when it was made, and its number."""
        said = self.cleaned_data
        return {name: (said[f"{name}_at"], said[f"{name}_number"]) for name in REPORTS if said[f"{name}_at"]}

    def faults(self) -> list[str]:
        """Each beside the heading of its column."""
        headings = {column.field: column.heading for column in COLUMNS}
        return [
            f"{headings[name]}: {fault}" if name in headings else str(fault)
            for name, found in self.errors.items()
            for fault in found
        ]


def typed_from(said: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """What would have been typed into the form, from the words of a line by field; and what cannot be read."""
    typed = {"screening": NOT_POSSIBLE if said.get("no_screening_because") else ASKED}
    faults = []
    for column in COLUMNS:
        words = said.get(column.field, "")
        try:
            typed[column.field] = as_typed(column.field, words) if words else ""
        except ValueError as fault:
            faults.append(f"{column.heading}: {fault}")
    return typed, faults


def as_typed(name: str, words: str) -> str:
    """Raises ValueError with a sentence."""
    field = ImportForm.base_fields[name]
    if words.startswith("="):
        raise ValueError(_("This cell holds a formula. Put what it comes to in its place."))
    if isinstance(field, DayField):
        return day_of(words).date().isoformat()
    if isinstance(field, MomentField):
        return f"{day_of(words):{LOCAL}}"
    if isinstance(field, forms.BooleanField):
        return {"yes": "on", "no": ""}[one_of(words, [("yes", _("Yes")), ("no", _("No"))])]
    if isinstance(field, forms.ModelChoiceField):
        return one_of(words, [(str(row.pk), str(row)) for row in field.queryset or ()])
    if isinstance(field, forms.ChoiceField):
        named = dict(field.choices)  # type: ignore[arg-type]
        return one_of(words, [(value, str(label)) for value, label in named.items() if value])
    return words


def one_of(words: str, options: list[tuple[str, str]]) -> str:
    """The code whose name, or which itself, is written there; a comma and what follows may be left out."""
    wanted = plain(words)
    for code, name in options:
        if wanted in (plain(code), plain(name), plain(name.split(",")[0])):
            return code
    offered = _("; ").join(name for _code, name in options[:12])
    raise ValueError(_("“%(words)s” is none of: %(offered)s.") % {"words": words, "offered": offered})


def plain(words: str) -> str:
    return AGAIN.sub(" ", words).strip().casefold()


def day_of(words: str) -> dt.datetime:
    """In ISO 8601 or as it is written here, month first; the year with four digits. A day alone begins at midnight."""
    day = DAY.match(words.strip())
    rest = words.strip()[day.end() :].strip(" T,") if day else ""
    time = TIME.fullmatch(rest) if rest else None
    if day and (time or not rest):
        year, month, of_month = (int(day[name] or day[f"{name}2"]) for name in ("y", "m", "d"))
        try:
            return dt.datetime(year, month, of_month, *clock_time(time))  # noqa: DTZ001  # local, as it would be typed
        except ValueError:
            pass
    raise ValueError(
        _("“%(words)s” is no date that can be read. Write it as 4/13/2026 or 2026-04-13, with 14:05 or 2:05 PM behind.")
        % {"words": words}
    )


def clock_time(found: "re.Match[str] | None") -> tuple[int, int]:
    """Raises ValueError for 13 PM."""
    if found is None:
        return 0, 0
    hour, minute, half = int(found["h"]), int(found["min"]), (found["half"] or "").lower()
    if half and not 1 <= hour <= 12:
        raise ValueError
    return (hour % 12 + (12 if half == "pm" else 0) if half else hour), minute
