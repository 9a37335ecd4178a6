"""Services and the safety plan, as each page shows them; and the young person's own copy."""

import datetime as dt
from collections import defaultdict
from typing import Any

from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission, grants
from audit import clock
from duties import words as times
from paper.documents import Document, Part
from referrals.choices import ServiceStanding, YesNoUnknown
from referrals.forms.restoring import SafetyPlanForm, ServiceStepForm
from referrals.models import Referral, SafetyPlan, Service, ServiceStep
from referrals.services import restoring
from referrals.workflow import Status

Row = dict[str, Any]
GOES_ON = (ServiceStanding.ACCEPTED, ServiceStanding.STARTED)


def restoration(referral: Referral, user: User, now: dt.datetime) -> dict[str, Any]:
    """For HART with the words of each step; for the referrer what stands, and on which day."""
    is_hart = grants(user, Permission.DECIDE_REFERRAL)
    plan = restoring.plan_of(referral)
    under_way = referral.is_open and referral.status != Status.SENT
    return {
        "services": [in_brief(*one, with_words=is_hart) for one in services_of(referral).items()],
        "plan": plan and {"by": plan.by, "at": times.moment(plan.at, now), "rows": plan_rows(plan)},
        "may_print": bool(plan and plan.copy_is_safe == YesNoUnknown.YES),
        "may_add": under_way and is_hart,
        "may_plan": referral.is_open and grants(user, Permission.EDIT_YOUTH),
    }


def services_of(referral: Referral) -> dict[Service, list[ServiceStep]]:
    """One query: each service has a step. The newest step comes first."""
    found: dict[Service, list[ServiceStep]] = defaultdict(list)
    steps = ServiceStep.objects.filter(service__referral=referral).select_related("service__provider", "by")
    for step in steps.order_by("service__opened_at", "service__pk", "-number"):
        step.service.referral = referral  # its key is the referral's
        found[step.service].append(step)
    return found


def in_brief(service: Service, steps: list[ServiceStep], *, with_words: bool) -> Row:
    return {
        "service": service,
        "tone": tone_of(service),
        "steps": [
            {
                "what": step.get_standing_display(),
                "on": date_format(step.on, "M j, Y"),
                "by": step.by,
                "words": step.words if with_words else "",
            }
            for step in steps
        ],
    }


def tone_of(service: Service) -> str:
    if service.standing == ServiceStanding.UNMET:
        return "hold"
    return "done" if service.standing in GOES_ON else ""


def plan_rows(plan: SafetyPlan) -> list[Row]:
    names = [name for name in restoring.PLAN if getattr(plan, name)]
    return [{"label": label_of(name), "value": shown(plan, name), "change": ""} for name in names]


def label_of(name: str) -> str:
    return str(SafetyPlanForm.base_fields[name].label)


def shown(plan: SafetyPlan, name: str) -> str:
    return str(getattr(plan, f"get_{name}_display", lambda: getattr(plan, name))())


def step_form(service: Service, posted: QueryDict | None) -> ServiceStepForm:
    return ServiceStepForm(posted, stands=service.standing)


def plan_page(referral: Referral, form: SafetyPlanForm | None = None) -> dict[str, Any]:
    """``form`` when it could not be kept. Where a newer plan was written meanwhile, both stand side by side."""
    newest = restoring.plan_of(referral)
    overtaken = bool(form and form.is_valid() and newest and newest.number != form.cleaned_data["seen"])
    if form is None or overtaken:
        typed = form.cleaned_data if form else {name: getattr(newest, name, "") for name in restoring.PLAN}
        form = SafetyPlanForm(initial={**typed, "seen": restoring.number_of(newest)})
    newer = {"by": newest.by, "at": times.moment(newest.at, clock.now()), "rows": plan_rows(newest)} if newest else None
    return {"referral": referral, "form": form, "newer": newer if overtaken else None}


def own_copy(plan: SafetyPlan) -> Document:
    """Theirs: nothing in it says where it comes from, what it is about, or who they are."""
    names = [name for name in restoring.PLAN if name != "copy_is_safe" and getattr(plan, name)]
    titles = {
        "signs": _("How I notice"),
        "steps": _("What I do"),
        "people": _("Whom I can call"),
        "places": _("Where I can go"),
    }
    parts = [Part(titles[name], words=getattr(plan, name).splitlines()) for name in names]
    return Document(title=_("My plan"), parts=parts, has_page_numbers=False)
