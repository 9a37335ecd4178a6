"""What is new is added to what was said before; nothing said before is lost."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import CharField
from django.utils import timezone
from django.utils.formats import date_format

from referrals.choices import YesNoUnknown
from referrals.content import CONTENT, Content
from referrals.models import Referral
from vault.fields import EncryptedText

UNSAID: tuple[Any, ...] = (None, "", YesNoUnknown.UNKNOWN, {}, [])


def merge(referral: Referral, fields: Mapping[str, Any], *, at: dt.datetime) -> None:
    """Set, not saved. Words are added under a date, codes take the newest known value, reports are kept."""
    for name in CONTENT:
        new: Any = fields.get(name)
        old: Any = getattr(referral, name)
        if new in UNSAID or new == old:
            continue
        kind = Content._meta.get_field(name)
        if name == "reports":
            referral.reports = {**new, **old}
        elif isinstance(kind, CharField) or not isinstance(kind, EncryptedText) or old in UNSAID:
            setattr(referral, name, new)
        elif new not in old:
            setattr(referral, name, f"{old}\n\n{date_format(timezone.localtime(at), 'D, M j, Y, g:i A')}: {new}")
