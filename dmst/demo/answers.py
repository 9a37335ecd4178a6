"""Which answers bring an invented screening to its level, and what its referral says in words. No Django."""

import random
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Pattern:
    """What was noticed: the answers that say it, and one sentence that does."""

    answers: Mapping[str, str]
    seen: str
    venue: str = "unknown"


TOLD = {
    "sexual": (
        Pattern({"XS1": "clear"}, "Told a trusted adult that rides and food were promised for sexual acts.", "home"),
        Pattern({"XS2": "clear", "OT1": "clear"}, "A message offers the young person sexually; it is kept.", "online"),
        Pattern({"XS4": "clear"}, "Police identified the young person as exploited.", "hotel"),
    ),
    "unclear": (Pattern({"XS4": "clear"}, "Another agency identified the young person as exploited."),),
    "labor": (
        Pattern({"XL1": "clear", "XL3": "clear"}, "Works late without pay and cannot freely stop.", "work_site"),
    ),
    "both": (
        Pattern(
            {"XS1": "clear", "XL1": "clear", "XL3": "clear"},
            "Works without pay for somebody who also arranges sexual acts.",
            "work_site",
        ),
    ),
}
SUSPECTED = {
    "sexual": (
        Pattern({"OT1": "clear"}, "Somebody online asks for images and presses for a meeting.", "online"),
        Pattern({"XS5": "clear"}, "A relative says the young person is being sold; not yet corroborated.", "street"),
        Pattern({"XS1": "possible"}, "A friend says that gifts were promised for something; no more is known."),
        Pattern({"RC2": "clear", "RC1": "possible"}, "A person who directs what they do has hurt them.", "home"),
    ),
    "unclear": (Pattern({"RC2": "clear"}, "Threatened by a person who directs what they do."),),
    "labor": (Pattern({"XL3": "clear"}, "Sleeps where they work and is held to account for leaving.", "work_site"),),
    "both": (
        Pattern({"XL3": "clear", "XS1": "possible"}, "Cannot stop working; something more is suggested.", "home"),
    ),
}
AT_RISK = {
    "sexual": (
        Pattern({"RC1": "clear"}, "A hidden partner with power over them directs time and contacts.", "home"),
        Pattern({"MB2": "possible", "MB3": "possible"}, "Hotel keys and lifts from adults nobody knows.", "hotel"),
    ),
    "unclear": (Pattern({"HC2": "possible", "RC4": "possible"}, "Somebody else holds their phone and answers."),),
    "labor": (Pattern({"XL2": "clear"}, "The promised job turned out to be something else.", "work_site"),),
    "both": (Pattern({"XL2": "clear", "OT3": "possible"}, "A promised job online was something else.", "online"),),
}
UNKNOWN = (Pattern({}, "Too little is known yet; the school asks for advice."),)
PATTERNS: Mapping[str, Mapping[str, tuple[Pattern, ...]]] = {"4": TOLD, "3": SUSPECTED, "2": AT_RISK}
MISSING = {"MH1": "possible"}
UNKNOWN_SHARE = 0.12  # of the other questions, where the level is not "not enough information"


def pattern_for(level: str, concern: str, chance: random.Random) -> Pattern:
    return chance.choice(PATTERNS.get(level, {}).get(concern, UNKNOWN))


def answers_for(
    codes: tuple[str, ...], level: str, pattern: Pattern, chance: random.Random, *, missing: bool
) -> dict[str, str]:
    """An answer for every scored question."""
    share = 1.0 if level == "U" else UNKNOWN_SHARE
    rest = {code: "unknown" if chance.random() < share else "none" for code in codes}
    return {**rest, **(MISSING if missing else {}), **pattern.answers}
