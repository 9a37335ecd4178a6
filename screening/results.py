"""What the answers so far come to: level, reasons, duties, actions; and what still stands in the way of signing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from screening import gates as gating
from screening import scoring, sections
from screening.actions import Action, actions_for, sayings
from screening.instrument import Instrument
from screening.models import Screening
from youth import findings
from youth.models import Caregiver

# What a fact that is known and reported still asks for: it goes with the referral, or follows every signature.
REFERRED = ("3", "4")
ASKED_AGAIN = frozenset({"hart_referral", "adult_agreement", "told_young_person", "rescreen"})


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
    exploitation_history: bool
    caregivers_implicated: bool
    fresh_level: str  # without what was reported before: what starts clocks

    @property
    def is_known(self) -> bool:
        """It would not be referred but for what was reported before."""
        return self.level in REFERRED and self.fresh_level not in REFERRED


def result_of(screening: Screening) -> ScreeningResult:
    """Computed from the version's own data, so that an old screening always shows what it showed."""
    return _result(screening, screening.answers(), screening.level)


def result_with(screening: Screening, added: Mapping[str, str]) -> ScreeningResult:
    """What a signed screening would come to with answers that were given since; what was signed stands as it was."""
    return _result(screening, {**screening.answers(), **added}, "")


def _result(screening: Screening, answers: dict[str, str], signed_level: str) -> ScreeningResult:
    instrument = screening.instrument
    result = scoring.score(instrument, answers, screening.all_gates())
    level = signed_level or scoring.level_in_force(result.level, screening.raised_to)
    known = gating.Known(instrument, screening.all_gates(), answers, level)
    gates = gating.in_force(known)
    history, implicated = has_history(screening, answers), caregivers_implicated(screening)
    duties = scoring.duties(instrument, answers)
    fresh = Fresh.of(screening, answers, level)

    def actions(level: str, duties: Collection[str]) -> list[Action]:
        return actions_for(instrument, level=level, gates=gates, duties=duties, exploitation_history=history)

    asked = actions(level, duties)
    if screening.linked():
        codes = ASKED_AGAIN | {action.code for action in actions(fresh.level, fresh.duties)}
        asked = [action for action in asked if action.code in codes]
    return ScreeningResult(
        computed=result.level,
        level=level,
        result=result,
        duties=duties,
        actions=asked,
        sayings=sayings(instrument, caregivers_implicated=implicated),
        historic=scoring.is_historic(gates),
        known=known,
        gates=gates,
        exploitation_history=history,
        caregivers_implicated=implicated,
        fresh_level=fresh.level,
    )


@dataclass(frozen=True)
class Fresh:
    """What the answers come to without the facts that were reported before: those start no clock (domain.md 3.2)."""

    level: str
    duties: frozenset[str]

    @staticmethod
    def of(screening: Screening, answers: Mapping[str, str], level: str) -> "Fresh":
        instrument, linked = screening.instrument, screening.linked()
        rest = {**answers, **dict.fromkeys(linked, "none")}
        if linked:
            computed = scoring.score(instrument, rest, screening.all_gates()).level
            level = scoring.level_in_force(computed, screening.raised_to)
        return Fresh(level, scoring.duties(instrument, rest))


def has_history(screening: Screening, answers: dict[str, str]) -> bool:
    """exploitation_history of actions.yaml: PH3, a sexual determinative ever clear, or a finding that says so."""
    if screening.exploitation_history is not None:
        return screening.exploitation_history
    return (
        answers.get("PH3") in ("possible", "clear")
        or is_evidenced(screening.instrument, answers)
        or any(finding.means_exploitation for finding in findings.known(screening.youth))
    )


def is_evidenced(instrument: Instrument, answers: Mapping[str, str]) -> bool:
    return any(answers.get(code) == "clear" for code in instrument.sexual)


def caregivers_implicated(screening: Screening) -> bool:
    """Unknown counts as implicated, and so does a household nobody has described. Frozen at signing."""
    if screening.caregivers_implicated is not None:
        return screening.caregivers_implicated
    caregivers = list(screening.youth.caregivers.all())
    return not caregivers or any(c.implicated != Caregiver.Implicated.NO for c in caregivers)


def has_swept(screening: Screening) -> bool:
    """Whether an answer was given by a press for all that was left, and can be taken back."""
    return any(entry.get("swept") for entry in screening.entries().values())


def lacking(screening: Screening) -> list[sections.SectionState]:
    """The sections that are not done, for the task list and for signing."""
    return [state for state in states(screening) if state.lacking]


def states(screening: Screening) -> list[sections.SectionState]:
    entries = {code: entry for part in screening.sections.all() for code, entry in part.entries.items()}
    return [sections.state_of(screening.instrument, code, entries) for code in sections.order(screening.instrument)]
