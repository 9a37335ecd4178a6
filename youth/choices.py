"""Codes of the profile and how they are said (domain.md 1.8, 2.6); the code is stored."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class YesNoUnknown(models.TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Not known")


class Conflict(models.TextChoices):
    """Whether somebody involved is DCF staff, a foster parent, or a relative of staff; a yes seals the record."""

    NO = "no", _("No")
    UNKNOWN = "unknown", _("Not known")
    YES = "yes", _("Yes, and my supervisor is not involved")
    SUPERVISOR_TOO = "supervisor_too", _("Yes, and my supervisor must not know of it either")


SEALING = (Conflict.YES, Conflict.SUPERVISOR_TOO)


class AgeGate(models.TextChoices):
    """The values of gate G1."""

    UNDER_13 = "under_13", _("Under 13")
    FROM_13 = "13_17", _("13 to 17")
    ADULT = "18_plus", _("18 or over")
    UNKNOWN = "unknown", _("Not known")


class BirthKnown(models.TextChoices):
    KNOWN = "known", _("Known")
    ESTIMATED = "estimated", _("Estimated")
    UNKNOWN = "unknown", _("Not known")


BIRTH_GIVEN = (BirthKnown.KNOWN, BirthKnown.ESTIMATED)


class Gender(models.TextChoices):
    """As the record has it; nothing is scored by it."""

    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    ANOTHER = "another", _("Another")


class Race(models.TextChoices):
    """The federal combined list; several may be chosen."""

    NATIVE = "native", _("American Indian or Alaska Native")
    ASIAN = "asian", _("Asian")
    BLACK = "black", _("Black or African American")
    HISPANIC = "hispanic", _("Hispanic or Latino")
    MIDDLE_EASTERN = "middle_eastern", _("Middle Eastern or North African")
    PACIFIC = "pacific", _("Native Hawaiian or Pacific Islander")
    WHITE = "white", _("White")


class RaceSource(models.TextChoices):
    NOT_ASKED = "not_asked", _("Not asked")
    SELF_REPORTED = "self_reported", _("In the young person's own words")
    FROM_RECORD = "from_record", _("From the case record")
    DECLINED = "declined", _("Asked, and they prefer not to say")


RACE_GIVEN = (RaceSource.SELF_REPORTED, RaceSource.FROM_RECORD)


class DcfStatus(models.TextChoices):
    """The values of gate G3."""

    IN_CARE = "in_care", _("In DCF care")
    OPEN_CASE = "open_case_at_home", _("Open case, living at home")
    POST_MAJORITY = "services_post_majority", _("Services after 18")
    NO_CASE = "no_open_case", _("No open case")


class LegalStatus(models.TextChoices):
    NO_ORDER = "no_order", _("No court order")
    PROTECTIVE_SUPERVISION = "protective_supervision", _("Protective supervision")
    EMERGENCY_HOLD = "emergency_hold", _("96-hour hold")
    TEMPORARY_CUSTODY = "temporary_custody", _("Order of temporary custody")
    COMMITTED = "committed", _("Committed to DCF")
    STATUTORY_PARENT = "statutory_parent", _("DCF is statutory parent")
    VOLUNTARY = "voluntary", _("Voluntary services")
    GUARDIANSHIP = "guardianship", _("Guardianship with somebody else")
    OTHER = "other", _("Another status")


class LivingSituation(models.TextChoices):
    PARENT = "parent", _("With a parent or guardian")
    KIN = "kin", _("With kin")
    FOSTER = "foster", _("Foster home")
    CONGREGATE = "congregate", _("Congregate care")
    HOSPITAL = "hospital", _("Hospital")
    DETENTION = "detention", _("Detention")
    SHELTER = "shelter", _("Shelter")
    INDEPENDENT = "independent", _("Own place")
    NO_STABLE_PLACE = "no_stable_place", _("No stable place to stay")
    OTHER = "other", _("Another arrangement")


class MovedBecause(models.TextChoices):
    FAMILY = "family", _("They or their family moved")
    PLACEMENT = "placement", _("Another placement")
    CASE = "case", _("The case was transferred")
    OTHER = "other", _("Another reason")
