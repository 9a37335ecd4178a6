"""What is measured (domain.md 4.4): one row a measure, with its definition in words and how it is counted."""

import enum
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter

from django.utils.translation import gettext_lazy as _

from referrals.choices import AgeBand, ConcernType, Determination, Recruitment, Source, Timing
from reports import gaps, lines, screened, totals
from reports.cases import OF_REFERRALS, RETURNED, TRIGGERED
from reports.lines import Group, Line, Lines, Words
from reports.reading import Reading
from reports.rows import SEVERAL, Case
from screening.models import Level
from youth.choices import Gender, LivingSituation, Race


class Kind(enum.Enum):
    COUNT = "count"
    SHARE = "share"
    TIME = "time"


class Behind(enum.Enum):
    """What rows a line counts, and leads to. Where it counts answers or fields, to the rows that hold them."""

    REFERRALS = "referrals"
    DUTIES = "duties"
    SCREENINGS = "screenings"


@dataclass(frozen=True)
class Measure:
    code: str
    label: Words
    kind: Kind
    numerator: Words
    denominator: Words
    source: Words
    lines: Lines
    behind: Behind | None = Behind.REFERRALS  # None: restricted, and in no list
    has_level: bool = True  # otherwise it is left out of figures of one level
    says: Words = ""  # the sentence before the chart, where it says more than the share
    total: Lines | None = None  # what stands at a glance, where that costs less: one line, with no rows behind it


REFERRALS, DUTIES = _("referrals received in the period"), _("duties whose time was over in the period")
SCREENINGS, STANDS = _("screenings signed in the period"), _("what stands in the record when the page is made")
ANSWERS = _("answers asked for by the screenings signed in the period")
to_acknowledge, to_determine = attrgetter("to_acknowledge"), attrgetter("to_determine")
LEVELS = [(level.value, level.label) for level in Level]


def of_count(code: str, label: Words, groups: Sequence[Group], of: Callable[[Case], str]) -> Measure:
    return Measure(code, label, Kind.COUNT, _("referrals of the line"), REFERRALS, STANDS, lines.counted(groups, of))


def of_clock(code: str, label: Words, numerator: Words, *clocks: str) -> Measure:
    return Measure(
        code, label, Kind.SHARE, numerator, DUTIES, STANDS, lines.in_time(*clocks), behind=Behind.DUTIES,
        has_level=set(clocks) <= set(OF_REFERRALS), total=totals.of_clocks(*clocks, of=totals.in_time),
    )  # fmt: skip


MEASURES: tuple[Measure, ...] = (
    Measure(
        "return-screens", _("Return screens within 72 hours"), Kind.SHARE,
        _("screened within 72 hours of the return"), _("missing episodes that ended, by when the 72 hours were over"),
        STANDS, screened.return_screens, behind=Behind.DUTIES, has_level=False,
        total=totals.of_clocks(RETURNED, of=totals.in_time),
    ),
    Measure(
        "return-not-known", _("Return screens: what nobody knew"), Kind.SHARE, _("answered Not known"),
        _("answers asked for by the screenings signed in the period after somebody came back"), STANDS,
        gaps.not_known_returns, behind=Behind.SCREENINGS, total=totals.not_known_returns,
    ),
    Measure(
        "triggers", _("Screened when something called for it"), Kind.SHARE, _("screened, however late"),
        _("what called for a screening, by when its time was over in the period"), STANDS, screened.triggers,
        behind=Behind.DUTIES, has_level=False,
        total=totals.of_clocks(*chain(*TRIGGERED.values()), of=totals.done),
    ),
    of_clock(
        "acknowledged", _("Acknowledged in time"), _("acknowledged within the time for their level"),
        "acknowledge_4", "acknowledge_3", "acknowledge_2",
    ),
    of_clock("feedback", _("First answer in time"), _("answered within two business days"), "feedback"),
    of_clock("determined", _("Determined in time"), _("determined within ten business days"), "determination"),
    of_clock("police", _("Told to the police in time"), _("reported within 24 hours"), "police_identified"),
    of_clock(
        "police-missing", _("Missing: the police told in time"), _("reported within the time"),
        "police_missing", "police_missing_now",
    ),
    of_clock("ncmec", _("Missing from care: NCMEC told in time"), _("reported within 24 hours"), "ncmec_missing"),
    Measure(
        "told", _("Young people told of the outcome"), Kind.SHARE, _("told by somebody, and recorded"),
        _("referrals received in the period that HART has determined"), STANDS, lines.told,
        total=totals.of_referrals(lambda one: one.told, lambda one: one.determined),
    ),
    Measure(
        "time-to-acknowledge", _("Time to acknowledge"), Kind.TIME, _("hours from sent to acknowledged"),
        REFERRALS, STANDS, lines.spread(to_acknowledge), total=totals.spread(to_acknowledge),
    ),
    Measure(
        "time-to-determine", _("Time to determine"), Kind.TIME, _("time from sent to HART's determination"),
        REFERRALS, STANDS, lines.spread(to_determine), total=totals.spread(to_determine),
    ),
    Measure(
        "flags", _("Levels and determinations"), Kind.SHARE, _("suspected or confirmed by HART"),
        _("referrals received in the period that HART could determine"), STANDS, lines.flags,
        says=_("%(label)s: %(part)s of %(whole)s were borne out. Of 100 such, about %(other)d would not be."),
        total=totals.of_referrals(lambda one: one.flagged_borne_out, lambda one: one.flagged, lines.FLAGS),
    ),
    Measure(
        "overrides", _("Levels changed by a person"), Kind.SHARE, _("screenings of the line"), SCREENINGS, STANDS,
        screened.overrides, behind=Behind.SCREENINGS,
    ),
    Measure(
        "not-known", _("What nobody knew, by question"), Kind.SHARE, _("answered Not known"), ANSWERS, STANDS,
        gaps.not_known_items, behind=Behind.SCREENINGS, total=totals.not_known,
    ),
    Measure(
        "not-known-office", _("What nobody knew, by office"), Kind.SHARE, _("answered Not known"), ANSWERS, STANDS,
        gaps.not_known_offices, behind=Behind.SCREENINGS,
    ),
    Measure(
        "empty-fields", _("What no record says, by field"), Kind.SHARE, _("not filled or not known"), REFERRALS, STANDS,
        gaps.empty_fields,
    ),
    Measure(
        "empty-fields-office", _("What no record says, by office"), Kind.SHARE, _("fields not filled or not known"),
        _("these fields of the referrals received in the period"), STANDS, gaps.empty_fields_offices,
    ),
    Measure(
        "flagged-group", _("Level 3 or 4, by group"), Kind.SHARE, _("referred at level 3 or 4"), REFERRALS, STANDS,
        screened.flagged,
    ),
    Measure(
        "borne-out-group", _("Suspected or confirmed, by group"), Kind.SHARE, _("suspected or confirmed by HART"),
        _("referrals received in the period that HART could determine"), STANDS, screened.borne_out,
    ),
    Measure(
        "override-group", _("Levels changed by a person, by group"), Kind.SHARE, _("raised or lowered at signing"),
        SCREENINGS, STANDS, screened.changed, behind=Behind.SCREENINGS,
    ),
    Measure(
        "services", _("Services reached"), Kind.SHARE, _("young people of the line"),
        _("referrals received in the period, suspected or confirmed"), STANDS, lines.services,
        total=totals.of_referrals(lambda one: one.offered, lambda one: one.borne_out, lines.WAS_OFFERED),
    ),
    Measure(
        "time-to-service", _("Time to the first service"), Kind.TIME, _("time from sent to a first offer"),
        _("referrals received in the period, suspected or confirmed"), STANDS,
        lines.time_to_service,
    ),
    Measure(
        "repeat", _("Referred again within 12 months"), Kind.SHARE, _("referred again within 12 months of closing"),
        _("referrals closed in the period"), STANDS, lines.again, total=totals.again,
    ),
    Measure(
        "children", _("Young people and referrals"), Kind.COUNT, _("of the line"), REFERRALS, STANDS, lines.children,
        total=totals.of_referrals(lambda one: one.youths, lambda one: one.referrals, lines.YOUNG_PEOPLE),
    ),
    of_count("level", _("Level at referral"), LEVELS, lambda case: case.level),
    of_count("age", _("Age at referral"), AgeBand.choices, lambda case: case.age),
    Measure(
        "sex", _("Sex"), Kind.COUNT, _("referrals of the line"), REFERRALS, STANDS,
        lines.of_people(Gender.choices, lambda one: one.sex),
    ),
    Measure(
        "race", _("Race and ethnicity"), Kind.COUNT, _("referrals of the line"), REFERRALS, STANDS,
        lines.of_people([*Race.choices, (SEVERAL, _("More than one"))], lambda one: one.race),
    ),
    Measure(
        "living", _("Where they live"), Kind.COUNT, _("referrals of the line"), REFERRALS, STANDS,
        lines.of_people(LivingSituation.choices, lambda one: one.living),
    ),
    of_count("type", _("Type of concern"), ConcernType.choices, lambda case: case.type),
    of_count("recruitment", _("How contact began"), Recruitment.choices, lambda case: case.recruitment),
    Measure(
        "source", _("Who told HART"), Kind.COUNT, _("referrals of the line"), REFERRALS, STANDS,
        lines.by_source([("dcf", _("DCF staff, by a screening")), *Source.choices], "dcf"),
    ),
    Measure(
        "settled", _("Determined so far"), Kind.COUNT, _("referrals of the line"), REFERRALS, STANDS, lines.settled
    ),
    Measure(
        "determination", _("HART's determination"), Kind.COUNT, _("referrals of the line"),
        _("referrals received in the period that HART has determined"), STANDS,
        lines.counted(Determination.choices, lines.determination_of, lines.determination_of),
    ),
    Measure(
        "timing", _("When, as against DCF's care"), Kind.COUNT, _("referrals of the line"),
        _("referrals received in the period, suspected or confirmed"), STANDS,
        lines.counted(Timing.choices, lambda case: case.timing, lines.is_borne_out),
    ),
    Measure(
        "found-type", _("Type, of those suspected or confirmed"), Kind.COUNT, _("referrals of the line"),
        _("referrals received in the period, suspected or confirmed"), STANDS,
        lines.counted(ConcernType.choices, lambda case: case.type, lines.is_borne_out),
    ),
    Measure(
        "police-agency", _("Reported to the police, by agency"), Kind.COUNT, _("referrals of the line"),
        _("referrals received in the period whose report to the police is written down"), STANDS, lines.by_agency,
    ),
    Measure("region", _("By region"), Kind.COUNT, _("referrals of the line"), REFERRALS, STANDS, lines.by_region),
    Measure("office", _("By office"), Kind.COUNT, _("referrals of the line"), REFERRALS, STANDS, lines.by_office),
)  # fmt: skip
# Restricted (foundations: mail and clocks, 20): in the lead's yearly report alone, on no page of figures, in no file.
OTIP = Measure(
    "otip", _("Federal notice of a foreign-national minor in time"), Kind.SHARE, _("notified within 24 hours"), DUTIES,
    STANDS, lines.federal_notices, behind=None, has_level=False,
)  # fmt: skip
BESIDE = {"return-screens": "return-not-known"}  # never shown alone: an empty screen is in time as well
BY_CODE = {measure.code: measure for measure in (*MEASURES, OTIP)}


def computed(reading: Reading, measures: Iterable[Measure] = MEASURES) -> dict[str, list[Line]]:
    return {measure.code: measure.lines(reading) for measure in measures}


def at_a_glance(reading: Reading, measures: Iterable[Measure] = MEASURES) -> dict[str, list[Line]]:
    """Of those that can be had for less, the line of all together alone, or the first."""
    return {measure.code: (measure.total or measure.lines)(reading) for measure in measures}
