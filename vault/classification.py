"""What kind of thing each stored field is. A field nobody has classified fails a test."""

import enum

from django.db import models


class Kind(enum.Enum):
    CLEAR = "clear"  # ids, codes, times, offices: readable by whoever reads the database
    IDENTITY = "identity"  # says who somebody is
    NARRATIVE = "narrative"  # says what happened, or what somebody thinks
    RESTRICTED = "restricted"  # off by default in lists, packets, prints and exports


class Unclassified(Exception):
    """A field that is neither encrypted nor listed in its model's ``clear_fields``."""


def kinds_of(model: type[models.Model]) -> dict[str, Kind]:
    """Field name to kind; raises Unclassified for a field that says nothing."""
    clear = getattr(model, "clear_fields", ())
    kinds = {}
    for field in model._meta.local_concrete_fields:
        kind = getattr(field, "kind", None) or (Kind.CLEAR if field.name in clear else None)
        if kind is None:
            raise Unclassified(f"{model._meta.label}.{field.name}")
        kinds[field.name] = kind
    return kinds
