"""When a reason for closing may not be given (domain.md 4.2): a small table, pure and without a database."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from referrals.choices import Closing


@dataclass(frozen=True)
class Standing:
    """How it stands with the young person when the referral is to be closed."""

    is_adult: bool  # an age that is not known is a minor's
    missing_now: bool


REFUSED: dict[str, tuple[Callable[[Standing], bool], str | Promise]] = {
    Closing.UNABLE_TO_LOCATE: (
        lambda standing: standing.missing_now or not standing.is_adult,
        _(
            "Nobody who is missing now, or may be under 18, is closed as unable to locate. "
            "This stays open: go on looking."
        ),
    ),
    Closing.DECLINED: (
        lambda standing: not standing.is_adult,
        _("Only somebody known to be 18 or over can decline. Enter their birth date first, or choose another reason."),
    ),
}


def why_refused(reason: str, standing: Standing) -> str:
    """A sentence, or nothing when it may be closed so."""
    refuses, sentence = REFUSED.get(reason, (lambda standing: False, ""))
    return str(sentence) if refuses(standing) else ""
