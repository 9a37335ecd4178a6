"""What the result page and a signed screening show: level, reasons, unknowns, actions, what to say."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from duties import words as times
from duties.clocks import CLOCKS
from duties.names import ACTIONS, NUMBERS
from screening import explain, results, scoring, sections
from screening import gates as gating
from screening.actions import Action
from screening.instrument import Indicator, Instrument
from screening.models import Level, Screening
from screening.words import GATE_VALUES, SOURCE_TYPES


def result_page(screening: Screening) -> dict[str, Any]:
    found = results.result_of(screening)
    duty = next((action for action in found.actions if action.is_duty and action.by == "worker"), None)
    return {
        "screening": screening,
        "found": found,
        "level_label": Level(found.level).label,
        "computed_label": Level(found.computed).label,
        "duty": in_words(duty) if duty else None,
        "worker_actions": [in_words(one) for one in found.actions if one.by == "worker" and one is not duty],
        "hart_actions": [in_words(one) for one in found.actions if one.by != "worker"],
        "reasons": reasons(screening, found),
        "is_raised": found.level != found.computed,
        "higher": [one for one in Level.choices if scoring.level_in_force(found.computed, one[0]) != found.computed],
        "asked": gating.asked_on_result(found.known),
        **still_unknown(screening, found),
    }


def in_words(action: Action) -> dict[str, str]:
    clock = CLOCKS.get(action.clock)
    return {
        "code": action.code,
        "name": str(ACTIONS.get(action.code, action.text)),
        "number": NUMBERS.get(action.code, ""),
        "text": action.text,
        "kind": action.kind,
        "limit_words": times.limit(clock) if clock else "",
    }


def reasons(screening: Screening, found: results.ScreeningResult) -> list[dict[str, Any]]:
    """Every rule that fired, with its items and what was answered to each."""
    instrument, answers = screening.instrument, screening.answers()
    return [
        {
            "rule": fired.rule,
            "why": _(fired.why),
            "items": [(text_of(instrument, code), said(instrument, answers.get(code, ""))) for code in fired.items],
            "is_about_unknowns": fired.level == "U",
        }
        for fired in found.result.fired
    ]


def text_of(instrument: Instrument, code: str) -> str:
    return instrument.indicators[code].text


def said(instrument: Instrument, answer: str) -> str:
    return instrument.answers[answer].label if answer in instrument.answers else ""


def still_unknown(screening: Screening, found: results.ScreeningResult) -> dict[str, Any]:
    """What is not known, who could know it, and what it could still change."""
    instrument, result = screening.instrument, found.result
    implicated = found.caregivers_implicated

    def who(code: str) -> str:
        types = explain.who_could_know(instrument, code, caregivers_implicated=implicated)
        return ", ".join(str(SOURCE_TYPES.get(one, one)) for one in types)

    return {
        "unknown": [(text_of(instrument, code), who(code)) for code in result.unknown],
        "raisers": [[text_of(instrument, code) for code in codes] for codes in result.raisers],
        "are_pairs": any(len(codes) > 1 for codes in result.raisers),
        "bands": [tuple(Level(level).label for level in band) for band in result.bands],
    }


def signed_page(screening: Screening) -> dict[str, Any]:
    gates = ((gate, screening.gates.get(gate.code, "")) for gate in screening.instrument.gates)
    return {
        **result_page(screening),
        "parts": answered_parts(screening),
        "gates": [(gate.ask, GATE_VALUES.get(gate.code, {}).get(value, value)) for gate, value in gates if value],
    }


def answered_parts(screening: Screening) -> list[tuple[str, list[dict[str, Any]]]]:
    """(title of the domain, its rows), in the order of the version."""
    instrument = screening.instrument
    entries = {code: entry for part in screening.sections.all() for code, entry in part.entries.items()}
    sources = {str(source.pk): source_words(source) for source in screening.sources.all()}

    def rows(indicators: Iterable[Indicator]) -> list[dict[str, Any]]:
        return [answered_row(instrument, item, entries.get(item.code, {}), sources) for item in indicators]

    return [(domain.title, rows(domain.indicators)) for domain in instrument.domains]


def source_words(source: Any) -> str:
    said_of = (SOURCE_TYPES.get(source.source_type, source.source_type), source.who, source.information_date)
    return ", ".join(f"{part:%b %-d, %Y}" if part is source.information_date else str(part) for part in said_of if part)


def answered_row(
    instrument: Instrument, item: Indicator, entry: Mapping[str, Any], sources: Mapping[str, str]
) -> dict[str, Any]:
    """A note of a restricted item is not shown here (foundations: restricted fields)."""
    restricted = item.code in sections.RESTRICTED
    return {
        "item": item,
        "answer": said(instrument, entry.get("answer", "")),
        "sources": [sources[pk] for pk in entry.get("sources", []) if pk in sources],
        "note": "" if restricted else entry.get("note", ""),
        "restricted": restricted and bool(entry),
    }
