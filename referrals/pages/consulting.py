"""Phone consultations: the form, the log, and one of them."""

from typing import Any
from uuid import uuid4

from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission, grants
from audit import clock
from duties import words as times
from referrals.forms.consulting import PhoneConsultationForm
from referrals.models import PhoneConsultation
from vault import keys
from youth.models import Youth

SHOWN = 100
SAID = ("asker", "asker_outside", "at", "age", "question", "advice")


def form_for(youth: Youth | None, posted: QueryDict | None) -> PhoneConsultationForm:
    return PhoneConsultationForm(posted, is_known=youth is not None, initial={"submission_key": uuid4()})


def consultation_of(form: PhoneConsultationForm, youth: Youth | None) -> PhoneConsultation:
    return PhoneConsultation(youth=youth, **{name: form.cleaned_data.get(name) for name in SAID})


def logged_page(user: User, number: str) -> dict[str, Any]:
    """Those the person may see, the newest first."""
    page = Paginator(PhoneConsultation.objects.visible_to(user).with_people(), SHOWN).get_page(number)
    keys.unlock(one.key_owner for one in page)
    now = clock.now()
    rows = [{"one": one, "at": times.moment(one.at, now), "asker": asker_of(one)} for one in page]
    return {"page": page, "rows": rows}


def asker_of(one: PhoneConsultation) -> str:
    return one.asker.display_name if one.asker else one.asker_outside


def consultation_page(one: PhoneConsultation, user: User) -> dict[str, Any]:
    about = one.youth.initials if one.youth else _("Nobody by name")
    rows = [
        (_("Asked by"), asker_of(one)),
        (_("When"), times.moment(one.at, clock.now())),
        (_("About"), about if one.age is None else _("%(who)s, age %(age)s") % {"who": about, "age": one.age}),
        (_("What was asked"), one.question),
        (_("What HART advised"), one.advice),
        (_("Answered by"), one.by.display_name),
    ]
    return {
        "consultation": one,
        "rows": [{"label": label, "value": value, "change": ""} for label, value in rows],
        "may_list": grants(user, Permission.WORK_INBOX),
        "may_refer": one.referral is None and grants(user, Permission.DECIDE_REFERRAL),
    }
