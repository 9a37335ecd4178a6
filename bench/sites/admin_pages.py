"""Django admin as a careful person sets it up: foreign keys by id, the list's relations joined, keys in one query."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

from duties.models import Duty
from referrals.models import Determined, Inquiry, Referral, ReferralScreening, Service, Step
from referrals.pages.around import REPORT_OF
from screening.models import Screening, SectionAnswers
from vault import keys
from vault.fields import EncryptedDate, EncryptedJSON, EncryptedText
from youth.blind_index import Terms, matching
from youth.models import Access, Alias, Caregiver, Finding, Youth
from youth.services.searches import SHOWN

ROWS = 50
SHAPES = {
    EncryptedDate: {"form_class": forms.DateField},
    EncryptedJSON: {"form_class": forms.JSONField},
    EncryptedText: {"widget": forms.Textarea},
}


class OpenedKeysMiddleware:
    """Each key is opened once a request, as in the product."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with keys.opened():
            return self.get_response(request)


class Site(admin.AdminSite):
    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active)


class Everything:
    """Whoever is signed in may do everything: no permission is looked up."""

    formfield_overrides = SHAPES

    def formfield_for_dbfield(self, field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """What may be null may be left empty."""
        found = super().formfield_for_dbfield(field, request, **kwargs)  # type: ignore[misc]
        if found and field.null:
            found.required = False
        return found

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    has_change_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class UnlockedList(ChangeList):
    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list.prefetch_related("taggings__tag"))
        keys.unlock(referral.key_owner for referral in self.result_list)
        around = defaultdict(list)
        for duty in Duty.objects.filter(youth__in=[referral.youth_id for referral in self.result_list]):
            around[duty.youth_id].append(duty)
        for referral in self.result_list:
            referral.around = around[referral.youth_id]


class ReferralAdmin(Everything, admin.ModelAdmin):
    """The columns of the inbox."""

    list_display = (
        "level", "safe_tonight", "missing_now", "tags", "reference", "kind", "concern_type", "opened_at", "initials",
        "age_band", "office", "next_due", "clock", "reports", "status", "liaison", "last_contact_at",
    )  # fmt: skip
    show_facets = admin.ShowFacets.ALWAYS  # how many there are of each, as beside the views of the inbox
    list_select_related = ("youth", "office", "liaison")
    list_per_page = ROWS
    list_display_links = ("reference",)
    list_filter = ("level", "status", "missing_now", "safe_tonight")
    ordering = ("-priority", "next_due")
    raw_id_fields = (
        "youth",
        "office",
        "liaison",
        "on_call",
        "opened_by",
        "acknowledged_by",
        "determined_by",
        "ended_by",
        "determined",
        "safety_plan",
        "duplicate_of",
    )

    def initials(self, referral: Referral) -> str:
        return referral.youth.initials if referral.youth else ""

    def tags(self, referral: Referral) -> str:
        return ", ".join(tagging.tag.name for tagging in referral.taggings.all())

    def clock(self, referral: Referral) -> str:
        return next((duty.clock for duty in referral.around if duty.due_at == referral.next_due and duty.is_open), "")  # type: ignore[attr-defined]

    def reports(self, referral: Referral) -> str:
        asked = (duty for duty in referral.around if duty.action in REPORT_OF)  # type: ignore[attr-defined]
        return ", ".join(f"{REPORT_OF[duty.action]} {'due' if duty.is_open else 'done'}" for duty in asked)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return UnlockedList

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return (
            beside(Step, "move", "choice", "words", "by", "at", joined=("by",)),
            beside(ReferralScreening, "screening", "at", joined=("screening",)),
            beside(Inquiry, "words", "asked_at", "answered_at"),
            beside(Determined, "value", "reasons", "at"),
            beside(Service, "kind", "standing", "opened_at"),
        )


class SectionAdmin(Everything, admin.ModelAdmin):
    raw_id_fields = ("screening",)
    list_select_related = ("screening",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("screening")


class Beside(Everything, admin.TabularInline):
    """What the profile shows of it, to read."""

    extra = 0
    can_delete = False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_add_permission = has_change_permission


def beside(of: type[Any], *shown: str, joined: tuple[str, ...] = ()) -> type[Beside]:
    class Inline(Beside):
        model = of
        fields = readonly_fields = shown

        def get_queryset(self, request: HttpRequest) -> Any:
            return super().get_queryset(request).select_related(*joined)

    return Inline


class UnlockedYouths(ChangeList):
    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        keys.unlock(youth.pk for youth in self.result_list)


YOUTH_BY_ID = ("town", "office", "assigned_worker", "created_by", "updated_by")


class YouthAdmin(Everything, admin.ModelAdmin):
    """The change page with what the profile shows beside it; and a list that is searched by the product's index."""

    list_display = ("legal_first", "legal_last", "birth_date", "town", "office", "assigned_worker", "dcf_status")
    list_select_related = ("town", "office", "assigned_worker")
    list_per_page = SHOWN

    raw_id_fields = YOUTH_BY_ID
    inlines = (
        beside(Alias, "name"),
        beside(Caregiver, "name", "relation", "phone", "implicated"),
        beside(Finding, "kind", "on", "reference"),
        beside(Duty, "action", "clock", "kind", "due_at"),
        beside(Referral, "reference", "kind", "office", "opened_at", "status", joined=("office",)),
        beside(Screening, "trigger", "status", "level", "started_at", "signed_at"),
    )

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return UnlockedYouths

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """A birth date and a name."""
        born, _space, name = search_term.partition(" ")
        return queryset.filter(matching(Terms(name=name, birth_date=dt.date.fromisoformat(born)))), False


def written(of: type[Any], *by_id: str) -> type[admin.TabularInline]:
    class Inline(Everything, admin.TabularInline):
        model = of
        extra = 0
        can_delete = False
        raw_id_fields = by_id

    return Inline


class SigningAdmin(Everything, admin.ModelAdmin):
    """One form over a young person's screening, referral, duties and access: the rows a signature writes."""

    raw_id_fields = YOUTH_BY_ID
    inlines = (
        written(Screening, "version", "started_by", "signed_by"),
        written(Referral, *ReferralAdmin.raw_id_fields[1:]),
        written(Duty, "done_by"),
        written(Access, "user", "office"),
    )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.pk = uuid.uuid4()  # the inlines have emptied it
            keys.create(obj.pk)
        super().save_model(request, obj, form, change)


class UnlockedDuties(ChangeList):
    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        keys.unlock(duty.youth_id for duty in self.result_list)


class DutyAdmin(Everything, admin.ModelAdmin):
    """What is open for the young people of whoever asks."""

    list_display = ("initials", "age", "action", "clock", "kind", "owner_role", "started_at", "due_at")
    list_select_related = ("youth",)
    list_per_page = ROWS
    ordering = ("due_at",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(youth__assigned_worker=request.user.pk).open()

    def initials(self, duty: Duty) -> str:
        return duty.youth.initials if duty.youth else ""

    def age(self, duty: Duty) -> int | None:
        return duty.youth.age_on(timezone.localdate()) if duty.youth else None

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return UnlockedDuties


pages, signing = Site("admin"), Site("signing")
pages.register(Referral, ReferralAdmin)
pages.register(Duty, DutyAdmin)
pages.register(SectionAnswers, SectionAdmin)
pages.register(Youth, YouthAdmin)
signing.register(Youth, SigningAdmin)
urlpatterns = [path("admin/", pages.urls), path("signing/", signing.urls)]
