"""The short ways out of a section: to any other page of the screening, or with one press to the result."""

from collections.abc import Sequence

from django.urls import reverse

from screening import results, sections
from screening.instrument import Instrument
from screening.models import Screening

RESULT = "result"
BACK = "back"  # to the field that was left: what was kept while the session had ended is sent so


def elsewhere(instrument: Instrument, code: str) -> dict[str, str]:
    """The other pages, in their order, by code."""
    return {other: instrument.domain(other).title for other in sections.order(instrument) if other != code}


def may_finish(screening: Screening, code: str) -> bool:
    """Whether one press here may answer all that is left: not while another page of what comes first is open."""
    ahead = [first for first in sections.first(screening.instrument) if first != code]
    return all(state.answered == state.total for state in results.states(screening) if state.code in ahead)


def swept(screening: Screening, codes: Sequence[str], then: str) -> Sequence[str]:
    """The pages that one press answers: those of its own address, or on the way to the result every one."""
    is_finishing = then == RESULT and len(codes) == 1 and may_finish(screening, codes[0])
    return sections.order(screening.instrument) if is_finishing else codes


def after_sweep(screening: Screening, stay: str, *, finished: bool) -> str:
    return reverse("screening:result", args=[screening.pk]) if finished else stay
