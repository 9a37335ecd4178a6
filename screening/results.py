"""What the answers so far come to: level, reasons, duties, actions; and what still stands in the way of signing."""

from dataclasses import dataclass

from screening import gates as gating
from screening import scoring, sections
from screening.actions import Action, actions_for, sayings
from screening.models import Screening
from youth import findings
from youth.models import Caregiver


@dataclass(frozen=True)
class ScreeningResult:
    computed: str
    level: str  # in force: the higher of computed and raised (foundations: the case, 3)
    result: scoring.Result
    duties: frozenset[str]
    actions: list[Action]
    sayings: dict[str, str]
    historic: bool
    known: gating.Known  # what decides which gates are asked
    gates: dict[str, str]  # those that are still asked


def result_of(screening: Screening) -> ScreeningResult:
    """Computed from the version's own data, so that an old screening always shows what it showed."""
    instrument, answers = screening.instrument, screening.answers()
    result = scoring.score(instrument, answers, screening.all_gates())
    level = screening.level or scoring.level_in_force(result.level, screening.raised_to)
    known = gating.Known(instrument, screening.all_gates(), answers, level)
    gates = gating.in_force(known)
    duties = scoring.duties(instrument, answers)
    historic = scoring.is_historic(gates)
    actions = actions_for(
        instrument,
        level=level,
        gates=gates,
        duties=duties,
        exploitation_history=has_history(screening, answers),
    )
    said = sayings(instrument, caregivers_implicated=caregivers_implicated(screening))
    return ScreeningResult(result.level, level, result, duties, actions, said, historic, known, gates)


def has_history(screening: Screening, answers: dict[str, str]) -> bool:
    """exploitation_history of actions.yaml: PH3, a sexual determinative ever clear, or a determination that says so."""
    instrument = screening.instrument
    sexual = (code for code, item in instrument.indicators.items() if item.kind == "sexual")
    return (
        answers.get("PH3") in ("possible", "clear")
        or any(answers.get(code) == "clear" for code in sexual)
        or any(finding.means_exploitation for finding in findings.known(screening.youth))
    )


def caregivers_implicated(screening: Screening) -> bool:
    """Unknown counts as implicated, and so does a household nobody has described."""
    caregivers = list(screening.youth.caregivers.all())
    return not caregivers or any(c.implicated != Caregiver.Implicated.NO for c in caregivers)


def lacking(screening: Screening) -> list[sections.SectionState]:
    """The sections that are not done, for the task list and for signing."""
    return [state for state in states(screening) if state.lacking]


def states(screening: Screening) -> list[sections.SectionState]:
    entries = {code: entry for part in screening.sections.all() for code, entry in part.entries.items()}
    return [sections.state_of(screening.instrument, code, entries) for code in sections.order(screening.instrument)]
