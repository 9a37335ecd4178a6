"""What a browser sends to the pages of a profile."""

import datetime as dt
from typing import Any

from django.test import Client
from django.urls import reverse

from youth.models import SavedSearch, Youth

BORN = dt.date(2011, 3, 9)
NO_CAREGIVERS = {
    "caregivers-TOTAL_FORMS": "1",
    "caregivers-INITIAL_FORMS": "0",
    "caregivers-0-implicated": "unknown",
}
BIRTH = {"birth_date_month": "3", "birth_date_day": "9", "birth_date_year": "2011"}
LEAST = {"legal_first": "Maya", **NO_CAREGIVERS}


def new_address(client: Client, **typed: str) -> str:
    client.post(reverse("youth:search"), typed or {"name": "Maya Sample", **BIRTH})
    return reverse("youth:new", args=[SavedSearch.objects.latest("made_at").pk])


def edit_address(youth: Youth) -> str:
    return reverse("youth:edit", args=[youth.pk])


def words_of(answer: Any) -> str:
    return answer.content.decode().replace("&#x27;", "'")


def form_of(answer: Any) -> dict[str, str]:
    """What a browser would send back unchanged."""
    form, caregivers = answer.context["form"], answer.context["caregivers"]
    fields = [*form, *caregivers.management_form, *(field for person in caregivers for field in person)]
    sent: dict[str, Any] = {}
    for field in fields:
        value = field.value()
        if field.name == "birth_date":
            day = value if isinstance(value, list) else field.field.widget.decompress(value)
            sent |= {
                f"birth_date_{part}": str(one or "") for part, one in zip(("month", "day", "year"), day, strict=True)
            }
        elif value is not None and value is not False and value != "":
            sent[field.html_name] = [str(one) for one in value] if isinstance(value, list) else str(value)
    return sent
