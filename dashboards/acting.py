"""Who acts for the supervisor of a unit, until when; and the form that names them."""

import datetime as dt
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Case, QuerySet, Value, When
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _L

from accounts.models import Unit, User
from accounts.permissions import GRANTS, Permission
from audit import clock
from duties import words as times
from youth.forms.moments import AnyMomentField
from youth.forms.pieces import RowField
from youth.services.acting import LONGEST

LEADERS = tuple(role for role, held in GRANTS.items() if Permission.VIEW_UNIT in held)


class LeaderField(RowField):
    def label_from_instance(self, obj: Any) -> str:
        return ", ".join(str(part) for part in (obj.display_name, obj.office) if part)


class ActingForm(forms.Form):
    person = LeaderField(
        label=_L("Who acts?"),
        help_text=_L("Supervisors of your region, your office first."),
        queryset=User.objects.none(),
        empty_label=_L("Choose a supervisor"),
        error_messages={"required": _L("Choose a supervisor.")},
    )
    until = AnyMomentField(
        label=_L("Until when?"),
        help_text=_L("At most 60 days. It can be ended earlier."),
        error_messages={"required": _L("Enter until when."), "invalid": _L("Enter a date and a time.")},
    )

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.fields["person"]
        assert isinstance(person, LeaderField)
        person.queryset = who_could_act(unit)

    def clean_until(self) -> dt.datetime:
        until: dt.datetime = self.cleaned_data["until"]
        now = clock.now()
        if until <= now:
            raise forms.ValidationError(_("This is in the past. Enter until when somebody acts."))
        if until > now + LONGEST:
            raise forms.ValidationError(_("At most %(days)d days from now."), params={"days": LONGEST.days})
        return until


def who_could_act(unit: Unit) -> QuerySet[User]:
    """Other supervisors of the region, of the same office first; where there is none, of the whole state."""
    others = User.objects.in_role(*LEADERS).exclude(pk=unit.supervisor_id)
    near = others.filter(office__region=unit.office.region_id)
    own_first = Case(When(office=unit.office_id, then=Value(0)), default=Value(1))
    offered = (near if near.exists() else others).select_related("office")
    found: QuerySet[User] = offered.order_by(own_first, "office__name", "name", "email")
    return found


def units_led(user: User) -> list[Unit]:
    return list(led_with_people(user))


def led_with_people(user: User) -> QuerySet[Unit]:
    led: QuerySet[Unit] = Unit.objects.led_by(user, clock.now())
    return led.select_related("office", "supervisor", "acting_supervisor")


def unit_led(user: User, pk: UUID) -> Unit:
    unit = led_with_people(user).filter(pk=pk).first()
    if unit is None:
        raise Http404
    return unit


def form_of(unit: Unit, user: User, typed: Any) -> ActingForm | None:
    """Only the supervisor names somebody; who acts can end it, and pass it on to nobody."""
    return ActingForm(typed, unit=unit) if unit.supervisor == user else None


def page(unit: Unit, form: ActingForm | None) -> dict[str, Any]:
    return {"unit": unit, "acting": words_of(unit, clock.now()), "form": form}


def words_of(unit: Unit, now: dt.datetime) -> str:
    """Who acts for the supervisor until when; nothing once the time is up."""
    if unit.acting_supervisor is None or unit.acting_until is None or unit.acting_until <= now:
        return ""
    return _("%(name)s acts for %(supervisor)s until %(until)s") % {
        "name": unit.acting_supervisor.display_name,
        "supervisor": unit.supervisor.display_name,
        "until": times.moment(unit.acting_until, now),
    }


def named_words(person: User, until: dt.datetime) -> str:
    return _("%(name)s acts for you until %(until)s, and is told.") % {
        "name": person.display_name,
        "until": times.moment(until, clock.now()),
    }
