"""What the Careline will ask, a draft of the written report, and words for the case system. Nothing restricted."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import coverage
from accounts.models import User
from audit import clock
from duties import words as times
from duties.models import Duty
from paper.documents import Document, Part, Row, as_text
from referrals import words
from referrals.models import Referral
from referrals.pages import determinations, receipt
from referrals.pages.brief import screenings_of
from screening import outcome, sections
from screening.instrument_shape import SIGNS
from screening.models import Level, Screening
from screening.words import GATE_VALUES
from youth import choices
from youth.models import Caregiver, Youth

REPORTS = {"careline": "Careline", "police": "Police", "ncmec": "NCMEC"}  # proper names


class Sheet:
    """All that the documents say of one referral, read once."""

    def __init__(self, referral: Referral, user: User) -> None:
        self.referral, self.user, self.now = referral, user, clock.now()
        if referral.youth:
            prefetch_related_objects([referral.youth], "caregivers", "aliases", "town")
        self.duties = [one for one in receipt.duties_around(referral) if not one.is_restricted]
        self.screenings = screenings_of(referral)

    def call(self) -> list[Part]:
        return [
            Part(_("What the Careline will ask"), level=2, words=[self.safety_first(), *self.not_told()]),
            Part(_("The young person"), list(young_person(self.referral, self.now)), level=3),
            Part(_("Caregivers"), list(caregivers(self.referral.youth)), level=3),
            Part(_("The concern"), list(concern(self.referral)), level=3),
            Part(_("The person who may be exploiting"), list(exploiter(self.referral)), level=3),
            Part(_("What the screening noted"), list(self.noted()), level=3),
            Part(_("DCF"), list(self.dcf()), level=3),
            Part(_("Screening"), list(self.screened()), level=3),
            Part(_("Reports and calls so far"), list(self.done()), level=3),
            Part(_("Who reports"), list(self.reporter()), level=3),
        ]

    def written_report(self) -> list[Part]:
        """In the order of the form, so that it can be copied from top to bottom."""
        told_at = self.referral.reports.get("careline", {})
        made = [
            Row(_("Oral report to the Careline"), moment_words(told_at.get("at"), self.now)),
            Row(_("Careline number"), told_at.get("number") or not_known()),
            Row(_("Date of this report"), times.moment(self.now, self.now)),
        ]
        return [
            Part(
                _("Written report (DCF-136): draft"),
                made,
                level=2,
                new_page=True,
                words=[_("A draft to copy from. Read it, correct it, sign the form itself.")],
            ),
            Part(_("Child"), list(young_person(self.referral, self.now)), level=3),
            Part(_("Parents or guardians"), list(caregivers(self.referral.youth)), level=3),
            Part(_("What happened, and how it became known"), list(concern(self.referral)), level=3),
            Part(_("What the screening noted"), list(self.noted()), level=3),
            Part(_("Person who may be responsible"), list(exploiter(self.referral)), level=3),
            Part(_("Reporter"), list(self.reporter()), level=3),
        ]

    def case_entry(self) -> list[Part]:
        kind, at = self.referral.get_kind_display(), times.moment(self.referral.opened_at, self.now)
        first = _("%(at)s: %(kind)s %(reference)s sent to HART by %(name)s.") % {
            "at": at, "kind": kind, "reference": self.referral.reference, "name": self.referral.opened_by.display_name,
        }  # fmt: skip
        return [Part(_("Entry for the case record"), [*self.screened(), *self.done()], words=[first])]

    def safety_first(self) -> str:
        return _("Say first whether anybody is in danger now. What is not known is said as not known.")

    def not_told(self) -> list[str]:
        said = determinations.not_told(self.referral)
        return [_("Ask that these are told nothing: %(names)s") % {"names": said}] if said else []

    def dcf(self) -> Iterator[Row]:
        referral, youth = self.referral, self.referral.youth
        supervisor = coverage.supervisor_of(referral.opened_by, self.now)
        yield row(_("Office"), referral.office.name)
        yield row(_("Status"), self.status())
        yield row(_("Legal status"), youth and youth.get_legal_status_display())
        yield row(_("Living situation"), youth and youth.get_living_situation_display())
        yield row(_("Placement"), youth and youth.placement)
        yield row(_("Case number"), youth and youth.case_number)
        yield row(_("Worker"), youth and youth.assigned_worker and youth.assigned_worker.display_name)
        yield row(_("Supervisor"), supervisor and with_phone(supervisor))
        yield row(_("Missing from care"), missing(self.screenings, referral))

    def status(self) -> str:
        """As the newest screening confirmed it; else as the profile has it."""
        said = self.screenings[0].gates.get("G3", "") if self.screenings else ""
        profile = self.referral.youth.get_dcf_status_display() if self.referral.youth else ""
        return str(GATE_VALUES["G3"].get(said, profile))

    def noted(self) -> Iterator[Row]:
        """Of the newest screening each possible and clear sign, and what was written beside it."""
        if not self.screenings:
            yield row(_("Screening"), _("Not yet screened"))
            return
        for _title, found in outcome.answered_parts(self.screenings[0]):
            yield from (answer_row(one) for one in found if one.get("code") in SIGNS and may_be_printed(one))

    def screened(self) -> Iterator[Row]:
        if not self.screenings:
            yield row(_("Screening"), _("Not yet screened; due within 72 hours"))
            return
        newest = self.screenings[0]
        unknown = sum(answer == "unknown" for answer in newest.answers().values())
        yield row(_("Signed"), newest.signed_at and times.moment(newest.signed_at, self.now))
        yield row(_("Level"), f"{newest.level}: {Level(newest.level).label}")
        yield row(_("Instrument"), f"{newest.instrument.title}, {newest.version.version}")
        yield row(_("Answers that are not known"), str(unknown))

    def done(self) -> Iterator[Row]:
        for name, label in REPORTS.items():
            report = self.referral.reports.get(name) or {}
            parts = (
                moment_words(report.get("at"), self.now) if report else "",
                report.get("agency"),
                report.get("number"),
            )
            yield Row(label, ", ".join(part for part in parts if part) or _("not recorded"))
        for duty in self.duties:
            if duty.done_at:
                yield row(words.name_of(duty), done_words(duty, self.now))

    def reporter(self) -> Iterator[Row]:
        by, referral = self.referral.opened_by, self.referral
        yield row(_("Name"), by.display_name)
        yield row(_("Role"), by.get_role_display())
        yield row(_("Office"), by.office and by.office.name)
        yield row(_("Call back on"), referral.callback_phone or by.phone)
        yield row(_("Best time"), referral.callback_time)


def sheet_document(referral: Referral, user: User) -> Document:
    sheet = Sheet(referral, user)
    return Document(
        title=_("Call sheet"),
        parts=[*sheet.call(), *sheet.written_report()],
        mark=mark(referral.reference, user, sheet.now),
    )


class CopyForm(forms.Form):
    """Boxes to copy from; nothing is sent."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        for name, label, parts in (
            ("call", _("What the Careline will ask"), sheet.call()),
            ("written_report", _("Written report (DCF-136): draft"), sheet.written_report()),
            ("case_entry", _("For the case system"), sheet.case_entry()),
        ):
            box = forms.Textarea(attrs={"readonly": True, "rows": 16})
            self.fields[name] = forms.CharField(label=label, initial=as_text(parts), widget=box, required=False)


def sheet_page(referral: Referral, user: User) -> dict[str, Any]:
    return {"referral": referral, "form": CopyForm(Sheet(referral, user))}


def mark(reference: str, user: User, now: dt.datetime) -> str:
    """At the foot of each page: of what, printed by whom, when."""
    local = date_format(timezone.localtime(now), "M j, Y, g:i A")
    return _("%(reference)s · printed by %(name)s · %(at)s") % {
        "reference": reference, "name": user.display_name, "at": local,
    }  # fmt: skip


def not_known() -> str:
    return _("not known")


def row(label: Any, value: Any) -> Row:
    return Row(label, value or not_known())


def young_person(referral: Referral, now: dt.datetime) -> Iterator[Row]:
    youth = referral.youth
    if youth is None:
        yield row(_("Name"), _("Without identity: a young adult has not agreed to be named"))
        yield row(_("Age"), referral.get_age_band_display())
        return
    gender = str(dict(choices.Gender.choices).get(youth.gender, youth.gender))
    yield row(_("Name"), youth.display_name)
    yield row(_("Also called"), ", ".join(alias.name for alias in youth.aliases.all()))
    yield row(_("Birth date"), born(youth, now))
    yield row(_("Gender, as recorded"), gender)
    yield row(_("Race"), ", ".join(str(choices.Race(code).label) for code in youth.race))
    yield row(_("Ethnicity"), youth.ethnicity)
    yield row(_("Language"), youth.language)
    yield row(_("Needs an interpreter"), youth.get_needs_interpreter_display().lower())
    yield row(_("Town"), _("out of state") if youth.out_of_state else youth.town and youth.town.name)
    yield row(_("Where they are now"), referral.whereabouts)
    yield row(_("Safe tonight"), referral.get_safe_tonight_display().lower())
    yield row(_("Safe way to make contact"), referral.safe_contact or youth.safe_contact)
    yield row(_("Other children at risk"), referral.others_at_risk)


def born(youth: Youth, now: dt.datetime) -> str:
    if not youth.birth_date:
        return ""
    years = youth.age_on(times.day_of(now))
    return _("%(born)s; age %(age)s") % {"born": youth.birth_words, "age": years}


def caregivers(youth: Youth | None) -> Iterator[Row]:
    found = list(youth.caregivers.all()) if youth else []
    if not found:
        yield row(_("Caregivers"), "")
    for one in found:
        involved = _("may be involved: %(answer)s") % {"answer": Caregiver.Implicated(one.implicated).label.lower()}
        parts = (one.relation, one.phone, one.address, involved)
        yield row(one.name or _("Name not known"), ", ".join(part for part in parts if part))


def concern(referral: Referral) -> Iterator[Row]:
    yield row(_("Kind of concern"), referral.get_concern_type_display())
    yield row(_("What was seen or said"), referral.what_seen)
    yield row(_("How it became known"), referral.how_known)
    yield row(_("Earlier harm"), referral.earlier_harm)
    yield row(_("Where"), referral.get_venue_display())
    yield row(_("How contact was made"), referral.get_recruitment_display())
    yield row(_("What was done already"), referral.action_taken)
    yield row(_("What the young person was told"), referral.told_young_person)


def exploiter(referral: Referral) -> Iterator[Row]:
    yield row(_("Relation to the young person"), referral.get_exploiter_relation_display())
    yield row(_("Age"), referral.get_exploiter_age_display().lower())
    yield row(_("Name"), referral.exploiter_name)
    yield row(_("Phone"), referral.exploiter_phone)
    yield row(_("Name online"), referral.exploiter_handle)
    yield row(_("Vehicle"), referral.exploiter_vehicle)


def missing(screenings: Iterable[Screening], referral: Referral) -> str:
    gates: dict[str, str] = next((one.gates for one in screenings), {})
    if referral.missing_now:
        return str(GATE_VALUES["G4"]["missing_now"])
    return str(GATE_VALUES["G4"].get(gates.get("G4", ""), ""))


def with_phone(user: User) -> str:
    return ", ".join(part for part in (user.display_name, user.phone) if part)


def moment_words(at: str | None, now: dt.datetime) -> str:
    if not at:
        return not_known()
    return times.moment(dt.datetime.fromisoformat(at), now)


def done_words(duty: Duty, now: dt.datetime) -> str:
    return ", ".join(part for part in (duty.due_words(now), duty.done_how) if part)


def may_be_printed(found: dict[str, Any]) -> bool:
    return found.get("code") is None or found["item"].code not in sections.RESTRICTED


def answer_row(found: dict[str, Any]) -> Row:
    item = found["item"]
    if isinstance(item, dict):  # why strengths were not asked
        return row(item["text"], found["note"])
    parts = (found["answer"], "; ".join(found["sources"]), found["note"])
    return Row(item.text, "\n".join(part for part in parts if part) or "–")
