"""The referral's fields before the signature."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from accounts.models import User
from audit import clock
from audit.trail import record
from referrals.forms import ReferralForm
from referrals.models import Draft
from screening import services as screenings
from screening.models import AUTOSAVE_TRAIL, Screening
from screening.voice import Kept, mark_of, tell_stale, would_overwrite


def keep(screening: Screening, form: ReferralForm, *, by: User) -> Kept:
    """Keep what the form says, unless something is there that its page has not seen; then it may be sent again."""
    draft, said = screenings.locked(screening), form.said()
    before = of(draft)
    stored = before.fields if before else {}
    if before and would_overwrite(stored, said, form.cleaned_data["seen"]):
        tell_stale(form, stored, before.saved_at)
        return Kept(True, mark_of(stored), before.saved_at)
    after = write(draft, before, said, by=by)
    return Kept(False, mark_of(after.fields), after.saved_at)


def save(screening: Screening, said: Mapping[str, Any], *, by: User) -> Draft:
    """Raises AlreadySigned when the screening was signed in the meantime."""
    draft = screenings.locked(screening)
    return write(draft, of(draft), said, by=by)


def write(draft: Screening, before: Draft | None, said: Mapping[str, Any], *, by: User) -> Draft:
    """``draft`` is locked, and ``before`` is what was kept until now."""
    now = clock.now()
    if before is None or now - before.saved_at > AUTOSAVE_TRAIL:
        record("referral.save_draft", "screening", draft.pk, by=by.pk, youth=draft.youth_id)
    kept = before or Draft(youth=draft.youth, screening=draft)
    kept.fields, kept.saved_at = dict(said), now
    kept.save()
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
