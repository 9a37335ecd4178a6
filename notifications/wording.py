"""The words of a notice: the same for every event and level, so that a mail tells nothing but that it came.

No due time, urgency, count, name or initials ever stands here (foundations: no mail tells anything).
"""

from collections.abc import Mapping
from typing import Any

import structlog
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

logger = structlog.get_logger(__name__)

SUBJECT = gettext_noop("HART Screening & Referral: something is waiting for you")
# Said when the template cannot be rendered: a referral is never lost over the wording of its mail.
FALLBACK_BODY = gettext_noop(
    "Something is waiting for you in HART Screening & Referral. Sign in to see it.\n\nDo not reply with names.\n"
)


def digest(url: str) -> tuple[str, str]:
    """Subject and body of the mail of the day: the same shape, with no reference, for it is about several things."""
    return notice("-", url)


def week(url: str, counts: Mapping[str, int]) -> tuple[str, str]:
    """Subject and body of a supervisor's mail of the week: counts over a whole unit and a link."""
    return rendered("week", {**counts, "url": url})


def notice(reference: str, url: str) -> tuple[str, str]:
    """Subject and body; ``url`` is absolute and, like the reference, means nothing without signing in."""
    return rendered("notice", {"reference": reference, "url": url})


def rendered(name: str, content: Mapping[str, Any]) -> tuple[str, str]:
    try:
        return _(SUBJECT), render_to_string(f"notifications/email/{name}.txt", dict(content))
    except Exception as error:
        logger.error("mail.wording_failed", code=type(error).__name__)
        return SUBJECT, FALLBACK_BODY
