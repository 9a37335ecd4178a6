"""What the result page and a signed screening show: level, reasons, unknowns, actions, what to say."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from duties import words as times
from duties.clocks import CLOCKS
from duties.names import ACTIONS, NUMBERS
from screening import again, explain, results, scoring, sections, voice
from screening import gates as gating
from screening.actions import Action, actions_for
from screening.instrument import Domain, Indicator, Instrument
from screening.models import Level, Lowering, Screening
from screening.words import GATE_VALUES, SOURCE_TYPES, STRENGTHS_NOT_ASKED

NOT_ASKED = (sections.NOT_ASKED, STRENGTHS_NOT_ASKED)
AT_ONCE = ("call_911", "stop_asking", "supervisor_call")


def result_page(screening: Screening) -> dict[str, Any]:
    found = results.result_of(screening)
    compared = again.compared(screening, found.level)
    duty = next((action for action in found.actions if action.is_duty and action.by == "worker"), None)
    return {
        "screening": screening,
        "found": found,
        "level_label": Level(found.level).label,
        "computed_label": Level(found.computed).label,
        "raised": raised(screening, found.computed),
        "duty": in_words(duty) if duty else None,
        "worker_actions": [in_words(one) for one in found.actions if one.by == "worker" and one is not duty],
        "hart_actions": [in_words(one) for one in found.actions if one.by != "worker"],
        "reasons": reasons(screening, found),
        "is_raised": found.level != found.computed,
        "higher": [one for one in Level.choices if scoring.level_in_force(found.computed, one[0]) != found.computed],
        "asks": {"asked": gating.asked_on_result(found.known), "is_again": compared is not None},
        "told": voice.told_words(screening),
        "strengths": strengths(screening),
        "linked": again.linked_rows(screening),
        "compared": compared,
        "swept": results.has_swept(screening),
        **still_unknown(screening, found),
    }


def strengths(screening: Screening) -> list[dict[str, Any]]:
    """Never scored; shown so that nobody plans without them."""
    domain = next((one for one in screening.instrument.domains if sections.is_strengths(one)), None)
    if domain is None:
        return []
    entries = next((part.entries for part in screening.sections.all() if part.code == domain.code), {})
    asked = [*((item.code, item.text) for item in domain.indicators if item.code != sections.WISHES), NOT_ASKED]
    change = reverse("screening:section", args=[screening.pk, domain.code]) if screening.is_draft else ""
    rows = [
        (text, entries.get(code, {}).get("note", ""), f"{change}#id_{code}_note" if change else "")
        for code, text in asked
    ]
    return [{"label": label, "value": value or _("Not written down"), "change": to} for label, value, to in rows]


def told_page(screening: Screening, form: Any) -> dict[str, Any]:
    """What follows from being told, whatever was answered so far: the first actions of the highest level."""
    actions = actions_for(
        screening.instrument, level=Level.TOLD, gates=screening.all_gates(), duties=frozenset(),
        exploitation_history=True,
    )  # fmt: skip
    return {
        "screening": screening,
        "form": form,
        "at_once": [in_words(one) for one in actions if one.by == "worker" and is_first(one)],
    }


def is_first(action: Action) -> bool:
    """Not what only follows once the answers are complete."""
    clock = CLOCKS.get(action.clock)
    return action.code in AT_ONCE or bool(clock and action.kind == "legal")


def raised(screening: Screening, computed: str) -> dict[str, Any] | None:
    """Who raised the level, from what, and why; where an older row names nobody, it was whoever started it."""
    if not screening.raised_to:
        return None
    return {
        "by": (screening.raised_by or screening.started_by).display_name,
        "from": Level(computed).label,
        "to": Level(screening.raised_to).label,
        "why": screening.raise_reason,
    }


def lowered(rows: Iterable[Lowering]) -> list[dict[str, str]]:
    """Who lowered the level after the signature, from what, and why: the last one first."""
    return [
        {
            "by": one.settled_by.display_name if one.settled_by else "",
            "at": voice.moment_words(one.settled_at) if one.settled_at else "",
            "from": str(Level(one.level_before).label),
            "to": str(Level(one.level).label),
            "why": "\n".join(part for part in (one.reason, one.why) if part),
        }
        for one in rows
        if one.is_granted
    ]


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
        "lowered": lowered(screening.lowerings.granted().select_related("settled_by")),
        "own_words": voice.own_words(screening),
        "additions": list(screening.additions.select_related("by")),
        "judgment": voice.judgment(screening),
        "parts": answered_parts(screening),
        "gates": [
            {"label": gate.ask, "value": GATE_VALUES.get(gate.code, {}).get(value, value)}
            for gate, value in gates
            if value
        ],
    }


def answered_parts(screening: Screening) -> list[tuple[str, list[dict[str, Any]]]]:
    """(title of the domain, its rows), in the order of the version."""
    titles = {domain.code: domain.title for domain in screening.instrument.domains}
    return [(titles[code], rows) for code, rows in answered_rows(screening)]


def answered_rows(screening: Screening) -> list[tuple[str, list[dict[str, Any]]]]:
    instrument = screening.instrument
    entries = {code: entry for part in screening.sections.all() for code, entry in part.entries.items()}
    sources = {str(source.pk): again.source_words(source) for source in screening.sources.all()}

    def rows(domain: Domain) -> list[dict[str, Any]]:
        asked = sections.asked(domain)
        found = [answered_row(instrument, item, entries.get(item.code, {}), sources) for item in asked]
        return [*found, *not_asked_row(domain, entries)]

    return [(domain.code, rows(domain)) for domain in instrument.domains]


def not_asked_row(domain: Domain, entries: Mapping[str, Any]) -> list[dict[str, Any]]:
    because = entries.get(sections.NOT_ASKED, {}).get("note", "") if sections.is_strengths(domain) else ""
    return [{"item": {"text": STRENGTHS_NOT_ASKED}, "note": because}] if because else []


def answered_row(
    instrument: Instrument, item: Indicator, entry: Mapping[str, Any], sources: Mapping[str, str]
) -> dict[str, Any]:
    """A note of a restricted item is not shown here (foundations: restricted fields)."""
    restricted = item.code in sections.RESTRICTED
    return {
        "item": item,
        "code": entry.get("answer", ""),
        "answer": said(instrument, entry.get("answer", "")),
        "sources": [sources[pk] for pk in entry.get("sources", []) if pk in sources],
        "note": "" if restricted else entry.get("note", ""),
        "restricted": restricted and bool(entry),
        "linked": again.link_words(entry.get("linked", {})),
    }
