"""What the pages of this app show, made of forms and rows; nothing is written here."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import coverage
from accounts.models import Cover, Office, User
from accounts.permissions import Permission, Role, grants
from audit import clock
from vault import keys
from youth import choices, merging, services
from youth.blind_index import Terms
from youth.forms import BaseCaregivers, CaregiverForm, CaregiverFormSet, ProfileForm, SearchForm, today
from youth.models import Match, SavedSearch, Youth
from youth.services.profiles import CAREGIVER_FIELDS, FIELDS
from youth.services.searches import SHOWN

WORKERS = (Role.CASEWORKER, Role.SUPERVISOR)
MATCHES = 50
MORE = "more"  # saved in order to write down another caregiver
SCREEN = "screen"  # saved in order to screen at once


def posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def onward(request: HttpRequest, youth: Youth) -> HttpResponse:
    """After saving: to the profile, back for another caregiver, or on to a screening, which a POST begins."""
    then = request.GET.get("then")
    if then == SCREEN:
        return redirect("screening:start", youth.pk, preserve_request=True)
    if then == MORE:
        return redirect(reverse("youth:edit", args=[youth.pk]) + "#caregivers")
    return redirect("referrals:youth", youth.pk)


class Difference(NamedTuple):
    """A field that somebody else changed while this person changed it, too."""

    label: str
    kept: str


class ProfilePage:
    """The form of a profile and the one of its caregivers, sent together."""

    def __init__(
        self, user: User, posted: QueryDict | None, *, youth: Youth | None, initial: Mapping[str, Any]
    ) -> None:
        self.user, self.youth = user, youth
        self.said: dict[str, Any] = {}
        self.differences: list[Difference] = []
        self.fill(posted, initial)

    @classmethod
    def for_change(cls, user: User, youth: Youth, posted: QueryDict | None) -> "ProfilePage":
        return cls(user, posted, youth=youth, initial=initial_of(youth))

    @classmethod
    def for_new(cls, user: User, saved: SavedSearch, posted: QueryDict | None) -> "ProfilePage":
        initial = {
            **names_in(saved.terms["name"]),
            "birth_date": Terms.from_json(saved.terms).birth_date,
            "birth_known": choices.BirthKnown.KNOWN.value if saved.terms["birth_date"] else "",
            "office": user.office_id,
            "assigned_worker": user.pk if user.role in WORKERS else None,
        }
        return cls(user, posted, youth=None, initial=initial)

    def fill(self, posted: QueryDict | None, initial: Mapping[str, Any]) -> None:
        seen = merging.pack(self.youth.number_of_saves, initial_of(self.youth)) if self.youth else ""
        workers = workers_for(self.user, self.youth)
        self.form = ProfileForm(posted, initial={**initial, "seen": seen}, workers=workers, is_new=self.youth is None)
        people = initial.get("caregivers", []) if posted is None else []
        formset = CaregiverFormSet(posted, prefix="caregivers", initial=people)
        assert isinstance(formset, BaseCaregivers)
        self.caregivers = formset

    def is_valid(self) -> bool:
        """Takes in what somebody else saved since the page was made; false where that leaves a choice."""
        if not all((self.form.is_valid(), self.caregivers.is_valid())):
            return False
        self.said = {**self.form.values(), "caregivers": self.caregivers.values()}
        seen = merging.unpack(self.form.cleaned_data["seen"])
        if self.youth is None or seen.saves == self.youth.number_of_saves:
            return True
        return self.take_in(seen, initial_of(self.youth))

    def take_in(self, seen: merging.Seen, kept: dict[str, Any]) -> bool:
        typed = {name: as_initial(name, value) for name, value in self.said.items()}
        merged = merging.merge(seen, typed=typed, kept=kept)
        self.said = {name: self.said[name] for name in merged.touched}
        if not merged.disputed:
            return True
        self.fill(None, {**kept, **{name: typed[name] for name in merged.touched}})
        self.differences = [self.difference(name, kept[name]) for name in merged.disputed]
        return False

    def difference(self, name: str, kept: Any) -> Difference:
        if name == "caregivers":
            return Difference(_("Caregivers"), people_in_words(kept))
        return Difference(str(self.form.fields[name].label), in_words(self.form.fields[name], kept))

    def values(self) -> dict[str, Any]:
        return self.said

    def context(self) -> dict[str, Any]:
        return {
            "youth": self.youth,
            "form": self.form,
            "caregivers": self.caregivers,
            "differences": self.differences,
        }


def workers_for(user: User, youth: Youth | None) -> QuerySet[User]:
    """Caseworkers and supervisors of the offices this person works in, and whoever is assigned already."""
    offices = Q(office__in=[pk for pk in (user.office_id, youth and youth.office_id) if pk])
    covered = Q(office__in=Cover.objects.by_liaison(user).values("office"))
    assigned = Q(pk=youth.assigned_worker_id if youth else None)
    workers: QuerySet[User] = User.objects.filter(Q(role__in=WORKERS, is_active=True) & (offices | covered) | assigned)
    return workers


def initial_of(youth: Youth) -> dict[str, Any]:
    plain = {name: getattr(youth, name) for name in FIELDS if name not in ("town", "office", "assigned_worker")}
    return {
        **plain,
        "town": youth.town_id,
        "office": youth.office_id,
        "assigned_worker": youth.assigned_worker_id,
        "aliases": "\n".join(alias.name for alias in youth.aliases.all()),
        "caregivers": [{name: getattr(person, name) for name in CAREGIVER_FIELDS} for person in youth.caregivers.all()],
    }


def names_in(name: str) -> dict[str, str]:
    """ "Maya Lynn Sample" and "Sample, Maya Lynn" as first and last name."""
    last, comma, first = (part.strip() for part in name.partition(","))
    if not comma:
        first, _space, last = name.strip().rpartition(" ")
    return {"legal_first": first or last, "legal_last": last if first else ""}


def as_initial(name: str, value: Any) -> Any:
    """A cleaned value in the shape of an initial one."""
    return "\n".join(value) if name == "aliases" else getattr(value, "pk", value)


def in_words(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.BooleanField):
        return _("Yes") if value else _("No")
    if isinstance(field, forms.ModelChoiceField):
        return str(field.queryset.filter(pk=value).first() or _("Not known"))  # type: ignore[union-attr]
    if isinstance(field, forms.MultipleChoiceField):
        return ", ".join(label_in(field, one) for one in value or []) or _("Not known")
    if isinstance(field, forms.ChoiceField):
        return label_in(field, value)
    return date_format(value, "M j, Y") if hasattr(value, "year") else str(value or _("Not known"))


def label_in(field: forms.ChoiceField, value: Any) -> str:
    return str(dict(field.choices).get(value, _("Not known")))  # type: ignore[arg-type]


def people_in_words(people: Iterable[Mapping[str, str]]) -> str:
    offered = CaregiverForm.base_fields["implicated"]
    assert isinstance(offered, forms.ChoiceField)
    return "; ".join(
        ", ".join(part for part in (one["name"], one["relation"], one["phone"], one["address"]) if part)
        + f" ({label_in(offered, one['implicated'])})"
        for one in people
    ) or _("Not known")


def heading_of(youth: Youth) -> str:
    age = youth.age_on(today())
    if age is None:
        age_words = _("age not known")
    elif youth.birth_known == choices.BirthKnown.ESTIMATED:
        age_words = _("about %(age)d") % {"age": age}
    else:
        age_words = str(age)
    return ", ".join([youth.display_name, age_words, *([youth.town.name] if youth.town else [])])


def results_page(saved: SavedSearch, found: list[Youth], user: User) -> dict[str, Any]:
    """What stands around those who were found; who they are and what is in hand for them, ``referrals`` adds."""
    terms = Terms.from_json(saved.terms)
    return {
        "form": SearchForm(initial={**saved.terms, "birth_date": terms.birth_date}),
        "saved": saved,
        "was_searched": bool(terms.birth_date or terms.number),
        "is_cut": len(found) == SHOWN,
        "may_screen": grants(user, Permission.SCREEN),
        "may_add": grants(user, Permission.EDIT_YOUTH),
        "liaison": coverage.on_duty_liaison(user.office, clock.now()) if user.office else None,
        "central": Office.objects.central(),
    }


def new_page(page: ProfilePage, saved: SavedSearch) -> dict[str, Any]:
    return {
        **page.context(),
        "saved": saved,
        "number": saved.terms["number"],
        "may_screen": grants(page.user, Permission.SCREEN),
    }


class Asked(NamedTuple):
    """Somebody searched for a person whom they may not see, and HART is asked whether it is this one."""

    match: Match
    heading: str
    was_searched: str
    at: str


def open_matches(user: User) -> list[Asked]:
    found = list(Match.objects.visible_to(user).open().with_people()[:MATCHES])
    keys.unlock(match.youth_id for match in found)
    return [asked(match) for match in found]


def asked(match: Match) -> Asked:
    terms = Terms.from_json(match.terms) if match.terms else Terms()
    born = date_format(terms.birth_date, "M j, Y") if terms.birth_date else ""
    said = ", ".join(part for part in (terms.name, born, terms.number) if part)
    return Asked(
        match, heading_of(match.youth), said, date_format(timezone.localtime(match.proposed_at), "D, M j, g:i A")
    )


def match_page(match: Match) -> dict[str, Any]:
    return {
        "asked": asked(match),
        "match": match,
        "youth": match.youth,
        "is_open": match.settled_at is None,
        "back": reverse("youth:matches"),
    }


def named_page(youth: Youth, form: forms.Form) -> dict[str, Any]:
    return {"youth": youth, "heading": heading_of(youth), "named": services.named_for(youth), "form": form}


def named_person(youth: Youth, pk: UUID) -> User:
    """Raises Http404 for anybody who is not on the list."""
    found = next((person for person in services.named_for(youth) if person.pk == pk), None)
    if found is None:
        raise Http404
    return found
