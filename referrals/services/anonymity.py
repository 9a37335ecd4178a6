"""No name anywhere in a consultation without identity."""

import re

from django.urls import reverse
from django.utils.translation import gettext as _

from audit.refusals import Refusal
from screening.models import Screening
from vault.blind import fold
from youth.models import Youth

WORD = re.compile(r"\w+")
SHORTEST = 3  # letters; a shorter name counts only as it is written, or half the language would be names


class NamesSomebody(Refusal):
    """The question for a consultation without identity contains a name or number of the young person."""


def refuse_names(screening: Screening, words: str) -> None:
    if found := names_in(screening.youth, words):
        raise NamesSomebody(
            _("Take this out of your question first, it would say who the young person is: %(words)s.")
            % {"words": ", ".join(sorted(found))},
            reverse("referrals:fields", args=[screening.pk]),
        )


def names_in(youth: Youth, text: str) -> set[str]:
    """The words of the text that are part of a name, or a number, of the young person or their household."""
    names = [part for name in names_of(youth) for part in WORD.findall(name)]
    folded = {fold(part) for part in names if len(part) >= SHORTEST}
    return {word for word in WORD.findall(text) if word in names or fold(word) in folded}


def names_of(youth: Youth) -> list[str]:
    own = [youth.legal_first, youth.legal_last, youth.chosen_name, youth.case_number, youth.person_number]
    return [*own, *(a.name for a in youth.aliases.all()), *(c.name for c in youth.caregivers.all())]
