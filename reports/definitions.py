"""The reports there are. A definition never changes: what is to be counted otherwise gets a new version beside it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from audit.refusals import Refusal
from reports.measures import BY_CODE, Measure
from reports.periods import Span

QUARTER, ANNUAL, UNIT = "quarter", "annual", "unit"


class NoReport(Refusal):
    """A report was asked for that is none."""


@dataclass(frozen=True)
class Definition:
    slug: str
    version: int
    title: str | Promise
    codes: tuple[str, ...]
    span: Span
    lists_episodes: bool = False  # each one for itself, to HART's leads

    @property
    def measures(self) -> list[Measure]:
        """Those that are still counted; see ``retired``."""
        return [BY_CODE[code] for code in self.codes if code in BY_CODE]

    @property
    def retired(self) -> list[str]:
        """Codes that a definition names and nothing counts any more."""
        return [code for code in self.codes if code not in BY_CODE]


DEFINITIONS: tuple[Definition, ...] = (
    Definition(
        QUARTER, 1, _("Figures of the quarter"),
        ("return-screens", "return-not-known", "triggers", "acknowledged", "feedback", "determined", "police",
         "police-missing", "ncmec", "told", "time-to-acknowledge", "time-to-determine", "flags", "overrides",
         "not-known", "not-known-office", "empty-fields", "empty-fields-office", "flagged-group", "borne-out-group",
         "override-group", "services", "time-to-service", "repeat",
         "children", "level", "age", "sex", "race", "living", "type", "recruitment", "source", "settled",
         "determination", "timing", "found-type", "police-agency", "region", "office"),
        Span.QUARTER,
    ),
    Definition(
        ANNUAL, 1, _("Annual HART summary"),
        ("children", "level", "determination", "age", "sex", "race", "living", "type", "recruitment", "source",
         "return-screens", "acknowledged", "feedback", "police", "ncmec", "otip", "told", "services",
         "repeat"),
        Span.YEAR,
    ),
    Definition(
        ANNUAL, 2, _("Annual HART summary"),
        ("children", "level", "determination", "age", "sex", "race", "living", "type", "recruitment", "source",
         "return-screens", "return-not-known", "acknowledged", "feedback", "police", "ncmec", "otip", "told",
         "services", "repeat"),
        Span.YEAR,
    ),
    Definition(
        "title-iv-e", 1, _("Title IV-E and AFCARS: identified, reported, served"),
        ("determination", "timing", "services", "police", "return-screens"), Span.YEAR,
    ),
    Definition(
        "title-iv-e", 2, _("Title IV-E and AFCARS: identified, reported, served"),
        ("determination", "timing", "services", "police", "return-screens", "return-not-known"), Span.YEAR,
    ),
    Definition(
        UNIT, 1, _("Unit report"),
        ("children", "level", "determination", "return-screens", "triggers", "acknowledged", "feedback", "police",
         "police-missing", "ncmec", "told", "overrides", "services", "not-known"),
        Span.MONTH,
    ),
    Definition(
        UNIT, 2, _("Unit report"),
        ("children", "level", "determination", "return-screens", "return-not-known", "triggers", "acknowledged",
         "feedback", "police", "police-missing", "ncmec", "told", "overrides", "services", "not-known"),
        Span.MONTH,
    ),
    Definition("ncands", 1, _("NCANDS: maltreatment type"), ("determination", "found-type"), Span.YEAR),
    Definition(
        "missing", 1, _("Missing from care: reports and screens"),
        ("return-screens", "return-not-known", "police-missing", "ncmec"), Span.YEAR, lists_episodes=True,
    ),
    Definition(
        "51-286h", 1, _("CGS 51-286h: referrals made to the police, by agency"), ("police-agency", "police"), Span.YEAR,
    ),
    Definition(
        "missing-data", 1, _("What is missing in the records"),
        ("empty-fields", "empty-fields-office", "not-known", "not-known-office", "return-not-known"), Span.YEAR,
    ),
)  # fmt: skip


def current() -> list[Definition]:
    """Of each report the newest version."""
    return [newest(slug) for slug in dict.fromkeys(one.slug for one in DEFINITIONS)]


def newest(slug: str) -> Definition:
    """Raises NoReport for one that is none."""
    found = [one for one in DEFINITIONS if one.slug == slug]
    if not found:
        raise NoReport(_g("There is no such report."), reverse("reports:runs"))
    return max(found, key=lambda one: one.version)


def of(slug: str, version: int) -> Definition:
    return next(one for one in DEFINITIONS if (one.slug, one.version) == (slug, version))
