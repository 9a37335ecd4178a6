"""Whether a young person is named to HART: one rule, whichever way the referral goes (foundations: the case, 1)."""

from dataclasses import dataclass

from referrals.choices import Agreement, YesNoUnknown

IN_DANGER = ("yes", "not_sure")  # of gate G5


@dataclass(frozen=True)
class Said:
    """What was said. What nobody was asked, or knows, is left as it is here."""

    is_adult: bool = False  # an age that is not known is a minor's
    agreement: str = ""
    danger: str = ""  # gate G5
    safe_tonight: str = ""
    missing_now: bool = False
    minor_at_risk: bool = False


def is_withheld(said: Said) -> bool:
    """A young adult who declined or was not asked stays unnamed, unless somebody is in danger or a minor at risk.

    That nobody knows whether they are safe tonight starts what level 4 asks for, and takes no choice from them.
    """
    in_danger = said.danger in IN_DANGER or said.safe_tonight == YesNoUnknown.NO or said.missing_now
    return said.is_adult and said.agreement != Agreement.YES and not in_danger and not said.minor_at_risk
