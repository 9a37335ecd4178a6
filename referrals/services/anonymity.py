"""No name anywhere in a consultation without identity."""

import re

from django.utils.translation import gettext as _

from audit.refusals import Refusal
from vault.blind import fold
from youth.models import Youth

WORD = re.compile(r"\w+")
SHORTEST = 3  # letters; a shorter name counts only as it is written, or half the language would be names


class NamesSomebody(Refusal):
    """The question for a consultation without identity contains a name or number of the young person."""


def refuse_names(youth: Youth, words: str, back: str) -> None:
    """Raises NamesSomebody, which leads to ``back``, the page where the words were typed."""
    if found := names_in(youth, words):
        raise NamesSomebody(take_out(found), back)


def take_out(found: set[str]) -> str:
    return _("Take this out first, it would say who the young person is: %(words)s.") % {
        "words": ", ".join(sorted(found))
    }


def names_in(youth: Youth, text: str) -> set[str]:
    """The words of the text that are part of a name, or a number, of the young person or their household."""
    names = [part for name in names_of(youth) for part in WORD.findall(name)]
    folded = {fold(part) for part in names if len(part) >= SHORTEST}
    return {word for word in WORD.findall(text) if word in names or fold(word) in folded}


def names_of(youth: Youth) -> list[str]:
    own = [youth.legal_first, youth.legal_last, youth.chosen_name, youth.case_number, youth.person_number]
    return [*own, *(a.name for a in youth.aliases.all()), *(c.name for c in youth.caregivers.all())]
