"""What is new is added to what was said before; nothing said before is lost."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from referrals.choices import Agreement, ConcernType, YesNoUnknown
from referrals.content import CONTENT, PROSE
from referrals.models import Referral

UNSAID: tuple[Any, ...] = (None, "", {}, [])
# Codes that say nobody knows, or nobody asked: they never take the place of one that says something.
NOT_KNOWN = (YesNoUnknown.UNKNOWN, ConcernType.UNCLEAR, Agreement.NOT_ASKED)
EXPLOITER = ("exploiter_name", "exploiter_phone", "exploiter_handle", "exploiter_vehicle")
TOLD, WANTED = ("told_by", "told_at"), ("wanted_person", "wanted_relation")


def merge(referral: Referral, fields: Mapping[str, Any], *, at: dt.datetime) -> None:
    """Set, not saved. Words are added under a date, codes and lines take the newest known value, reports are kept."""
    told_before, wanted_before = line_before(referral, TOLD, fields), line_before(referral, WANTED, fields)
    until_now = [getattr(referral, name) for name in EXPLOITER if is_replaced(referral, name, fields)]
    for name in CONTENT:
        new, old = fields.get(name), getattr(referral, name)
        if new not in UNSAID:
            setattr(referral, name, merged(name, old, new, at))
    if until_now:
        words = _("The person exploiting, until then: %(lines)s") % {"lines": ", ".join(until_now)}
        referral.what_seen = added(referral.what_seen, words, at)

    if told_before:
        words = _("Told before: %(line)s") % {"line": told_before}
        referral.told_young_person = added(referral.told_young_person, words, at)
    if wanted_before:
        words = _("Whom they wanted until then: %(line)s") % {"line": wanted_before}
        referral.wanted_contact = added(referral.wanted_contact, words, at)


def line_before(referral: Referral, names: tuple[str, ...], fields: Mapping[str, Any]) -> str:
    """What stood in these lines, where one of them is about to be replaced."""
    if not any(is_replaced(referral, name, fields) for name in names):
        return ""
    stood = [getattr(referral, name) for name in names]
    return ", ".join(moment(one) if isinstance(one, dt.datetime) else one for one in stood if one)


def moment(at: dt.datetime) -> str:
    return date_format(timezone.localtime(at), "D, M j, Y, g:i A")


def is_replaced(referral: Referral, name: str, fields: Mapping[str, Any]) -> bool:
    old, new = getattr(referral, name), fields.get(name)
    return old not in UNSAID and new not in UNSAID and new != old


def merged(name: str, old: Any, new: Any, at: dt.datetime) -> Any:
    if isinstance(old, bool):
        return old or new
    if name == "reports":
        return with_reports(old, new)
    if name in PROSE:
        return added(old, new, at)
    return old if new in NOT_KNOWN and old not in UNSAID else new


def with_reports(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """What was reported first stands; what was left out then is filled in."""
    return {
        name: {**new.get(name, {}), **{part: said for part, said in old.get(name, {}).items() if said}}
        for name in {**old, **new}
    }


def added(old: str, new: str, at: dt.datetime) -> str:
    if not old or new in old:
        return old or new
    return f"{old}\n\n{moment(at)}: {new}"
