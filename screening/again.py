"""A screening after a signed one: what was answered then, what may be taken over, what has changed since."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit import clock
from screening import difference, from_record, scoring, sections
from screening.difference import Change, Difference, Side
from screening.from_record import Proposal
from screening.instrument import Indicator, Instrument
from screening.instrument_shape import SIGNS
from screening.models import Level, Screening, Source
from screening.words import SOURCE_TYPES
from youth import findings
from youth.models import Finding

# How an answer that one press gave is marked, so that it can be taken back; "not known" has a mark of its own.
AS_BEFORE, FROM_RECORD = "before", "record"
# A sign that is counted from the record, or rests on a finding, may be one no more: it is said again by itself.
MAY_HAVE_PASSED = (from_record.MISSING, from_record.MOVES, sections.EARLIER)

KINDS = {
    "appeared": gettext_lazy("Appeared"),
    "stronger": gettext_lazy("Clearer now"),
    "weaker": gettext_lazy("Less clear now"),
    "gone": gettext_lazy("No sign any more"),
    "now_known": gettext_lazy("Now known: no sign"),
    "now_not_known": gettext_lazy("Now not known"),
}
MARKS = {
    AS_BEFORE: gettext_lazy("Answered in one press, as last time"),
    FROM_RECORD: gettext_lazy("Answered in one press, from the record"),
}


class Was(NamedTuple):
    """What stands beside a question, in words; empty where there is nothing to say."""

    answer: str
    note: str
    record: str
    reported: str
    linked: str
    mark: str
    is_said_by_itself: bool  # with a press of its own, where one for the page is not enough


class Earlier(NamedTuple):
    """What a draft may take over, each entry only by somebody's press."""

    base: Screening | None
    entries: Mapping[str, Mapping[str, Any]]
    record: Mapping[str, Proposal]
    reported: Mapping[str, Finding]

    def is_taken_with_the_rest(self, item: Indicator) -> bool:
        """By one press for the page: never a determinative one."""
        was = self.entries.get(item.code, {})
        if item.code in self.record:
            return True
        if not item.is_scored:
            return bool(was.get("note")) and item.code not in (*sections.RESTRICTED, sections.WISHES)
        return bool(was.get("answer")) and not self.is_said_by_itself(item)

    def is_said_by_itself(self, item: Indicator) -> bool:
        answer = self.entries.get(item.code, {}).get("answer")
        if item.code in self.record:
            return False
        return (
            item.tier == "determinative"
            or item.code == sections.EARLIER
            or (item.code in MAY_HAVE_PASSED and answer in SIGNS)
        )

    def left(self, items: Iterable[Indicator], entries: Mapping[str, Mapping[str, Any]]) -> list[Indicator]:
        """What one press would answer now."""
        return [item for item in items if self.is_taken_with_the_rest(item) and not is_said(item, entries)]

    def link(self, code: str) -> dict[str, str]:
        """To the report of a fact that was clear then; a possibility is no fact."""
        if self.entries.get(code, {}).get("answer") != "clear" or code not in self.reported:
            return {}
        return {"reference": self.reported[code].reference, "on": self.reported[code].on.isoformat()}


def is_said(item: Indicator, entries: Mapping[str, Mapping[str, Any]]) -> bool:
    entry = entries.get(item.code, {})
    return bool(entry.get("answer") if item.is_scored else entry.get("note"))


def base_of(screening: Screening) -> Screening | None:
    """The signed screening before this one, with its answers."""
    base = Screening.objects.before(screening).with_version().prefetch_related("sections", "sources").first()
    if base:
        base.youth = screening.youth
    return base


def earlier_of(screening: Screening, codes: Collection[str], at: dt.datetime) -> Earlier:
    """For the questions named; what these do not need is not looked up."""
    base = base_of(screening)
    counts = any(code in codes for code in (from_record.MISSING, from_record.MOVES))
    asks_reports = base and not screening.instrument.determinative.isdisjoint(codes)
    return Earlier(
        base=base,
        entries=base.entries() if base else {},
        record=from_record.proposals(screening.youth, at, codes) if counts else {},
        reported=findings.reported(screening.youth) if asks_reports else {},
    )


def left_of(screening: Screening) -> dict[str, Any]:
    """For the list of all pages: how many answers one press would take over, and from when."""
    items = screening.instrument.indicators
    earlier = earlier_of(screening, items, clock.now())
    return {"base": earlier.base, "takable": len(earlier.left(items.values(), screening.entries()))}


def beside(earlier: Earlier, item: Indicator, entry: Mapping[str, Any]) -> Was:
    was, link = earlier.entries.get(item.code, {}), earlier.link(item.code)
    proposal, is_sign = earlier.record.get(item.code), was.get("answer") in SIGNS
    return Was(
        answer=answer_words(earlier, was) if earlier.base else "",
        note="" if item.code in sections.RESTRICTED else was.get("note", ""),
        record=proposal.words if proposal else "",
        reported=link_words(link),
        linked=link_words(entry.get("linked", {})),
        mark=str(MARKS.get(entry.get("swept", ""), "")),
        is_said_by_itself=is_sign and item.is_scored and earlier.is_said_by_itself(item),
    )


def answer_words(earlier: Earlier, was: Mapping[str, Any]) -> str:
    """“Clear (School, Oct 3, 2026)”, in the words of the version it was given in."""
    assert earlier.base is not None
    labels = earlier.base.instrument.answers
    if was.get("answer") not in labels:
        return ""
    sources = {str(one.pk): source_words(one) for one in earlier.base.sources.all()}
    named = "; ".join(sources[pk] for pk in was.get("sources", []) if pk in sources)
    label = labels[was["answer"]].label
    return f"{label} ({named})" if named else label


def source_words(source: Source) -> str:
    on = date_format(source.information_date, "M j, Y") if source.information_date else ""
    kind = str(SOURCE_TYPES.get(source.source_type, source.source_type))
    return ", ".join(part for part in (kind, source.who, on) if part)


def link_words(link: Mapping[str, str]) -> str:
    if not link:
        return ""
    on = date_format(dt.date.fromisoformat(link["on"]), "M j, Y")
    return _("Known, reported %(on)s, %(reference)s") % {"on": on, "reference": link["reference"]}


def linked_rows(screening: Screening) -> list[tuple[str, str]]:
    """(question, what it is linked with), of what starts nothing again."""
    items = screening.instrument.indicators
    return [(items[code].text, link_words(link)) for code, link in screening.linked().items()]


# --- What has changed ----------------------------------------------------------------------------------------


def compared(screening: Screening, level: str) -> dict[str, Any] | None:
    """The difference from the screening before, in words; None where there is none before. ``level``: in force."""
    base = base_of(screening)
    if base is None:
        return None
    before, after = (scoring.score(one.instrument, one.answers(), one.all_gates()) for one in (base, screening))
    found = difference.between(side(base, base.level, before), side(screening, level, after))
    whys = {fired.rule: fired.why for fired in (*before.fired, *after.fired)}
    return {
        "base": base,
        "found": found,
        "news": screening.news,
        "level_before": Level(found.level[0]).label,
        "level_after": Level(found.level[1]).label,
        "groups": groups(found, screening.instrument, base.instrument),
        "rules_new": [(rule, _(whys[rule])) for rule in found.rules_new],
        "rules_gone": [(rule, _(whys[rule])) for rule in found.rules_gone],
    }


def side(screening: Screening, level: str, result: scoring.Result) -> Side:
    rules = dict.fromkeys(fired.rule for fired in result.fired)
    return Side(tuple(screening.instrument.scored), screening.answers(), level, tuple(rules))


def groups(found: Difference, now: Instrument, then: Instrument) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """(how it changed, [(question, was, is)])."""
    return [
        (str(KINDS[kind]), [in_words(change, now, then) for change in changes])
        for kind, changes in found.changes.items()
    ]


def in_words(change: Change, now: Instrument, then: Instrument) -> tuple[str, str, str]:
    was = _("not asked") if change.is_new_question else then.answers[change.before].label
    return now.indicators[change.code].text, was, now.answers[change.after].label
