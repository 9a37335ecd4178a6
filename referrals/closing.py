"""When a reason for closing may not be given (domain.md 4.2): small tables, pure and without a database."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from referrals.choices import Closing

DETAILS = ("adult_service", "no_adult_service", "duplicate_of")


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
            "This stays open: choose to go on searching, with a review every seven days."
        ),
    ),
    Closing.DECLINED: (
        lambda standing: not standing.is_adult,
        _("Only somebody known to be 18 or over can decline. Enter their birth date first, or choose another reason."),
    ),
    Closing.AGED_OUT: (
        lambda standing: not standing.is_adult,
        _("Only somebody known to be 18 or over has aged out. Enter their birth date first, or choose another reason."),
    ),
}
# Reason: what has to be said with it, the field of the form where it is asked, and what is said without it.
ASKED_WITH: dict[str, tuple[Callable[[Mapping[str, Any]], bool], str, str | Promise]] = {
    Closing.AGED_OUT: (
        lambda details: bool(details.get("adult_service")) != bool(details.get("no_adult_service")),
        "adult_service",
        _("Name the adult service that goes on with them, or record that there is none: one of the two."),
    ),
    Closing.DUPLICATE: (
        lambda details: bool(details.get("duplicate_of")),
        "duplicate_of",
        _("Enter the reference of the referral that goes on."),
    ),
}


def why_refused(reason: str, standing: Standing) -> str:
    """A sentence, or nothing when it may be closed so."""
    refuses, sentence = REFUSED.get(reason, (lambda standing: False, ""))
    return str(sentence) if refuses(standing) else ""


def what_is_missing(reason: str, details: Mapping[str, Any]) -> tuple[str, str] | None:
    """The field and a sentence; None when all is said that this reason asks for."""
    if reason not in ASKED_WITH:
        return None
    is_said, field, sentence = ASKED_WITH[reason]
    return None if is_said(details) else (field, str(sentence))
