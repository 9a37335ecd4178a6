"""The referral's fields before the signature."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from accounts.models import User
from audit import clock
from audit.trail import record
from referrals.models import Draft
from screening import services as screenings
from screening.models import Screening


def save(screening: Screening, said: Mapping[str, Any], *, by: User) -> Draft:
    """Raises AlreadySigned when the screening was signed in the meantime."""
    draft = screenings.locked(screening)
    kept, _created = Draft.objects.update_or_create(
        screening=draft, defaults={"youth": draft.youth, "fields": dict(said), "saved_at": clock.now()}
    )
    record("referral.save_draft", "screening", draft.pk, by=by.pk, youth=draft.youth_id)
    return kept


def of(screening: Screening) -> Draft | None:
    return Draft.objects.filter(screening=screening).first()


def fields_of(draft: Draft | None) -> dict[str, Any]:
    """What signing sends, times as times."""
    if draft is None:
        return {}
    fields = {
        name: dt.datetime.fromisoformat(value) if name.endswith("_at") and value else value
        for name, value in draft.fields.items()
    }
    return {**fields, "send": fields.get("send") == "yes"}
