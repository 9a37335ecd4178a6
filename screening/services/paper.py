"""A screening taken on paper and typed in: the version on the sheet, and the interview apart from the entry."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from audit.refusals import Refusal
from audit.trail import record
from screening import sections
from screening.models import InstrumentVersion, Screening
from screening.services.drafts import locked, touch


class AnsweredAlready(Refusal):
    """Answers of one version are not carried over to another."""


def enter_from_paper(
    screening: Screening, *, version: InstrumentVersion, interviewed_at: dt.datetime, by: User
) -> Screening:
    """Raises AnsweredAlready where answers to another version are kept."""
    draft = locked(screening)
    if draft.version_id != version.pk and draft.sections.exists():
        raise AnsweredAlready(
            _("Answers are kept already, with version %(version)s. A sheet of another version cannot be typed in here.")
            % {"version": draft.version.sheet_code},
            reverse("screening:tasks", args=[draft.pk]),
        )
    draft.version, draft.interviewed_at = version, interviewed_at
    touch(draft, sections.START, "")
    record("screening.from_paper", "screening", draft.pk, by=by.pk, youth=draft.youth_id)
    return draft
