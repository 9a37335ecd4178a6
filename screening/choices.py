"""What a screening can come to, and what calls for one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    NO_CONCERN = "1", _("No current concern about exploitation found")
    AT_RISK = "2", _("At risk: plan and consult")
    SUSPECTED = "3", _("Suspected: refer today")
    TOLD = "4", _("Told or evidenced: respond now")
    UNKNOWN = "U", _("Not enough information")


class Trigger(models.TextChoices):
    """What calls for a screening (domain.md 3.3)."""

    ALLEGATION = "allegation", _("Somebody says the young person may be exploited")
    RETURN = "return", _("Return after being missing or away")
    ENTRY = "entry", _("Entry to care")
    CONGREGATE = "congregate", _("Move to congregate care")
    ARREST_OR_HOSPITAL = "arrest_or_hospital", _("Arrest or hospital visit with related signs")
    NEW_INFORMATION = "new_information", _("New information")
    DISCHARGE = "discharge", _("Before turning 18, or discharge")
    ROUTINE = "routine", _("Regular screening")
