"""What the pages of the administration show."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import gaps
from accounts.models import Absence, Cover, Office, OnCallShift, Town, Unit, User
from administration import words
from administration.forms import FindForm, PersonForm
from administration.services import Would
from audit import clock
from referrals.models import Provider, Referral
from screening.models import Screening
from youth.models import Youth

SHOWN = 200


@dataclass
class FormPage:
    """A form that can be looked at before it is done."""

    title: str
    form: forms.BaseForm
    back: str
    back_text: str
    intro: str = ""
    does: list[str] = field(default_factory=list)  # what it does besides
    template: str = "administration/form.html"
    more: dict[str, Any] = field(default_factory=dict)

    def context(self, would: Would | None = None) -> dict[str, Any]:
        return {"page": self, "form": self.form, "would": said_of(would) if would else None, **self.more}


def said_of(would: Would) -> list[str]:
    """In sentences: refused why, what nobody would cover then, what somebody would."""
    now = clock.now()
    if would.refused:
        return [would.refused]
    said = [_("Nobody would be there: %(place)s") % {"place": words.one_gap(gap, now)} for gap in would.opened]
    said += [_("Somebody would be there: %(place)s") % {"place": words.one_gap(gap, now)} for gap in would.closed]
    covered = said or [_("Every office and hour would be covered as now.")]
    return [*covered, rerouted(would), *moved(would)]


def moved(would: Would) -> list[str]:
    if not would.moved:
        return []
    text = ngettext(
        "%(number)d clock that runs would have another limit.",
        "%(number)d clocks that run would have another limit.",
        would.moved,
    )
    return [text % {"number": would.moved}]


def rerouted(would: Would) -> str:
    """How the change would have gone in the last ninety days."""
    of = {"of": would.routed, "elsewhere": would.elsewhere}
    if not would.elsewhere:
        return _("The %(of)d referrals of the last 90 days would go where they go now.") % of
    return _("Of the %(of)d referrals of the last 90 days %(elsewhere)d would go to another office or person.") % of


def start_page() -> dict[str, Any]:
    return {"gaps": standing_gaps(clock.now())}


def standing_gaps(now: dt.datetime) -> list[str]:
    """Offices and hours with nobody there, as far ahead as is looked, in words."""
    return [words.one_gap(gap, now) for gap in gaps.standing(gaps.staffing(now), now)]


def people_page(form: FindForm) -> dict[str, Any]:
    found = User.objects.select_related("office", "unit").order_by("name", "email")
    said = form.cleaned_data if form.is_valid() else {}
    found = found.filter(is_active=not said.get("left"))
    if said.get("office"):
        found = found.filter(office=said["office"])
    if said.get("role"):
        found = found.filter(role=said["role"])
    people = list(found[: SHOWN + 1])
    return {"form": form, "people": people[:SHOWN], "more": len(people) > SHOWN}


def initial_of(person: User) -> dict[str, Any]:
    return {name: getattr(person, name) for name in ("name", "phone", "role", "unit", "office", "trained_on")}


def person_page(person: User, form: PersonForm) -> FormPage:
    """With what another role would mean for them, and what they have, which somebody would have to take over."""
    does = words.rights(person.role, form.cleaned_data["role"]) if form.is_valid() else []
    return FormPage(
        person.display_name, form, reverse("administration:people"), _("People"), person.email, does,
        "administration/person.html", {"account": person, "has": what_they_have(person)},
    )  # fmt: skip


def what_they_have(person: User) -> list[str]:
    """In numbers alone: an administrator reads no case."""
    own = Q(assigned_worker=person) | Q(assigned_worker=None, created_by=person)
    counts: tuple[tuple[str | Promise, int], ...] = (
        (_("Young people: %(number)d"), Youth.objects.filter(own).count()),
        (_("Drafts of screenings: %(number)d"), Screening.objects.drafts_of(person).count()),
        (_("Open referrals that they work: %(number)d"), Referral.objects.open().filter(liaison=person).count()),
        (_("Units they lead: %(number)d"), person.units_led.count()),
        (_("Offices they cover: %(number)d"), Cover.objects.by_liaison(person).count()),
    )
    return [str(said) % {"number": number} for said, number in counts if number]


def units_page() -> dict[str, Any]:
    active = Count("people", filter=Q(people__is_active=True))
    units = Unit.objects.select_related("office", "supervisor").annotate(number=active)
    return {"units": units.order_by("office__name", "name")}


def offices_page() -> dict[str, Any]:
    return {
        "offices": Office.objects.select_related("region")
        .prefetch_related("covers__liaison", "covers__backup")
        .annotate(number=Count("towns"))
        .order_by("-is_central", "name")
    }


def office_page(office: Office, cover: forms.Form, town: forms.Form) -> dict[str, Any]:
    covers = office.covers.select_related("liaison", "backup")
    towns = Town.objects.filter(office=office)
    return {"office": office, "covers": covers, "towns": towns, "cover_form": cover, "town_form": town}


def roster_page() -> dict[str, Any]:
    now: dt.datetime = clock.now()
    return {
        "absences": Absence.objects.filter(ends_at__gt=now).select_related("user")[:SHOWN],
        "shifts": OnCallShift.objects.filter(ends_at__gt=now).select_related("user").order_by("starts_at")[:SHOWN],
        "hours": words.hours(now),
        "holidays": words.holidays(now),
        **start_page(),
    }


def providers_page() -> dict[str, Any]:
    return {"providers": Provider.objects.order_by("-is_active", "kind", "name")}
