"""A profile as the matching sees it."""

from dataclasses import replace

from youth.choices import BirthKnown
from youth.likeness import Record
from youth.models import Youth


def record_of(youth: Youth) -> Record:
    """Every name they go by; of an estimated birth date the year alone."""
    legal = f"{youth.legal_first} {youth.legal_last}"
    names = [legal, *(alias.name for alias in youth.aliases.all())]
    if youth.chosen_name:
        names.append(f"{youth.chosen_name} {youth.legal_last}")
    record = Record.of(names, youth.birth_date)
    return replace(record, birth=record.birth[:4]) if youth.birth_known == BirthKnown.ESTIMATED else record
