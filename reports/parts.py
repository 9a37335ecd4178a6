"""The page of the figures in parts, each with an address of its own; at a glance one line of each that matters most."""

from collections.abc import Collection
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from reports.lines import Words


class Part(NamedTuple):
    slug: str
    label: Words
    codes: tuple[str, ...]


GLANCE = Part(
    "", _("At a glance"),
    ("children", "return-screens", "return-not-known", "triggers", "acknowledged", "feedback", "determined", "police",
     "police-missing", "ncmec", "told", "time-to-acknowledge", "time-to-determine", "flags", "services", "repeat",
     "not-known"),
)  # fmt: skip
PARTS: tuple[Part, ...] = (
    Part(
        "in-time", _("In time"),
        ("return-screens", "return-not-known", "triggers", "acknowledged", "feedback", "determined", "police",
         "police-missing", "ncmec", "otip", "told", "time-to-acknowledge", "time-to-determine"),
    ),
    Part(
        "found", _("What was found"),
        ("children", "level", "settled", "determination", "flags", "overrides", "timing", "found-type", "services",
         "time-to-service", "repeat"),
    ),
    Part("who", _("Who and where"),
         ("age", "sex", "race", "living", "type", "recruitment", "source", "police-agency", "region", "office")),
    Part("missing", _("What is missing"), ("not-known", "not-known-office", "empty-fields", "empty-fields-office")),
    Part("groups", _("How groups differ"), ("flagged-group", "borne-out-group", "override-group")),
)  # fmt: skip


# Of a run alone.
SINCE = Part("since", _("What would be different today"), ())
EPISODES = Part("episodes", _("Each missing episode"), ())
SHORT = 5  # measures, of a report that stands on one page


def of_run(codes: Collection[str], *, is_exact: bool, lists_episodes: bool) -> list[Part]:
    """Those in which something of it stands; of a short one all on one page."""
    whole = tuple(codes)
    if len(whole) <= SHORT:
        found = [Part("", _("The report"), whole)]
    else:
        found = [
            GLANCE,
            *(part for part in PARTS if set(part.codes) & set(whole)),
            Part("all", _("On one page"), whole),
        ]
    episodes = [EPISODES] if is_exact and lists_episodes else []
    return [*found, *episodes, *([SINCE] if is_exact else [])]


def named(slug: str) -> Part:
    """At a glance where there is none of that name."""
    return next((part for part in PARTS if part.slug == slug), GLANCE)


def part_of(code: str) -> Part:
    return next(part for part in PARTS if code in part.codes)
