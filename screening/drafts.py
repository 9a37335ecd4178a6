"""A person's drafts: how old they are, and where each was left."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from audit import clock
from screening import gates as gating
from screening import sections
from screening.models import Screening
from vault import keys

WORDS_PAGES = {"told": "screening:told", "result": "screening:result", "raise": "screening:raise"}


def own_screenings(user: User) -> list[dict[str, Any]]:
    drafts = list(Screening.objects.visible_to(user).drafts_of(user).for_list())
    keys.unlock(draft.youth_id for draft in drafts)
    now = clock.now()
    return [{"screening": draft, "age": age_words(draft.days_old(now)), "left": left_words(draft)} for draft in drafts]


def left_words(draft: Screening) -> str:
    """The page on which the person stopped, where it is one of questions."""
    titles = {domain.code: domain.title for domain in draft.instrument.domains}
    title = titles.get(draft.last_section)
    return _("Stopped at: %(title)s") % {"title": title} if title else ""


def age_words(days: int) -> str:
    if days == 0:
        return _("Started today")
    return ngettext("Started %(days)d day ago", "Started %(days)d days ago", days) % {"days": days}


def where_left(screening: Screening) -> str:
    """The page, and on it the field, where the person stopped."""
    code = screening.last_section
    if code in sections.order(screening.instrument):
        return reverse("screening:section", args=[screening.pk, code]) + field_left(screening, code)
    if code in WORDS_PAGES:
        return reverse(WORDS_PAGES[code], args=[screening.pk])
    if gating.lacking(screening.instrument, screening.gates) or not screening.trigger:
        return reverse("screening:start-page", args=[screening.pk])
    return reverse("screening:tasks", args=[screening.pk])


def field_left(screening: Screening, code: str) -> str:
    """The field last typed in; without one the first question still open."""
    if screening.last_field:
        return f"#id_{screening.last_field}"
    entries = next((part.entries for part in screening.sections.all() if part.code == code), {})
    state = sections.state_of(screening.instrument, code, entries)
    return f"#q-{state.lacking[0][0]}" if state.lacking else ""
