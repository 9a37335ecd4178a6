"""Making and changing a profile, with its key, its tokens, its access and its line in the trail."""

from collections.abc import Mapping, Sequence
from typing import Any

from accounts.models import User
from audit import clock
from audit.trail import record
from vault import keys
from youth import blind_index
from youth.choices import RACE_GIVEN, BirthKnown
from youth.models import Alias, Caregiver, Youth
from youth.services.access import CREATED, follow_assignment, grant_access
from youth.services.placements import note_placement
from youth.services.sealing import note_conflict

FIELDS = (
    *(
        "legal_first",
        "legal_last",
        "chosen_name",
        "who_may_know",
        "birth_date",
        "birth_known",
        "gender",
        "race",
    ),
    *(
        "ethnicity",
        "race_source",
        "language",
        "needs_interpreter",
        "case_number",
        "person_number",
        "dcf_status",
    ),
    *("legal_status", "living_situation", "placement", "safe_contact", "town", "out_of_state", "office"),
    *("assigned_worker", "discharge_on"),
)
CAREGIVER_FIELDS = ("name", "relation", "phone", "address", "implicated")


def create_youth(values: Mapping[str, Any], *, by: User) -> Youth:
    """``values`` are those of FIELDS that are known, ``aliases`` (names) and ``caregivers`` (mappings).

    The data key is committed before the row; when the row then fails, a key without an owner is left.
    """
    now = clock.now()
    youth = Youth(created_at=now, created_by=by, updated_at=now, updated_by=by)
    write(youth, values)
    keys.create(youth.pk)
    youth.save(force_insert=True)
    write_lists(youth, values)
    note_placement(youth)
    blind_index.index(youth)
    note_conflict(youth, values.get("conflict") or "", by=by)
    grant_access(youth, why=CREATED, user=by)
    follow_assignment(youth)
    record("youth.create", "youth", youth.pk, by=by.pk, youth=youth.pk)
    return youth


def update_youth(youth: Youth, values: Mapping[str, Any], *, by: User) -> Youth:
    """What ``values`` does not name stays. The trail learns which fields changed, never what they hold."""
    before = {name: getattr(youth, name) for name in FIELDS}
    write(youth, values)
    changed = [name for name in FIELDS if getattr(youth, name) != before[name]]
    changed += write_lists(youth, values)
    if not changed:
        return youth
    youth.number_of_saves += 1
    youth.updated_at, youth.updated_by = clock.now(), by
    youth.save()
    if {"living_situation", "placement"}.intersection(changed):
        note_placement(youth)
    blind_index.index(youth)
    follow_assignment(youth)
    record("youth.update", "youth", youth.pk, by=by.pk, youth=youth.pk, facts=dict.fromkeys(changed, True))
    return youth


def write(youth: Youth, values: Mapping[str, Any]) -> None:
    for name in FIELDS:
        if name in values:
            setattr(youth, name, values[name])
    if "birth_known" not in values and "birth_date" in values:
        youth.birth_known = BirthKnown.KNOWN if youth.birth_date else BirthKnown.UNKNOWN
    if youth.birth_known == BirthKnown.UNKNOWN:
        youth.birth_date = None
    if youth.race_source not in RACE_GIVEN:
        youth.race, youth.ethnicity = [], ""
    if youth.out_of_state:
        youth.town = None
    if not youth.chosen_name:
        youth.who_may_know = ""


def write_lists(youth: Youth, values: Mapping[str, Any]) -> list[str]:
    """The names of the lists that changed."""
    changed = []
    if "aliases" in values and write_aliases(youth, values["aliases"]):
        changed.append("aliases")
    if "caregivers" in values and write_caregivers(youth, values["caregivers"]):
        changed.append("caregivers")
    return changed


def write_aliases(youth: Youth, names: Sequence[str]) -> bool:
    rows = {alias.name: alias for alias in youth.aliases.all()}
    gone = [alias.pk for name, alias in rows.items() if name not in names]
    new = [name for name in dict.fromkeys(names) if name not in rows]
    youth.aliases.filter(pk__in=gone).delete()
    for name in new:
        Alias.objects.create(youth=youth, name=name)
    return bool(gone or new)


def write_caregivers(youth: Youth, people: Sequence[Mapping[str, str]]) -> bool:
    """In their order: the first stays the first, whatever of them is corrected."""
    rows = list(youth.caregivers.all())
    if [spoken_of(row) for row in rows] == [spoken_of(Caregiver(**person)) for person in people]:
        return False
    for position, person in enumerate(people, start=1):
        row = rows[position - 1] if position <= len(rows) else Caregiver(youth=youth)
        row.position = position
        said = Caregiver(**person)  # with the model's own defaults for what was not said
        for name in CAREGIVER_FIELDS:
            setattr(row, name, getattr(said, name))
        row.save()
    youth.caregivers.filter(position__gt=len(people)).delete()
    return True


def spoken_of(caregiver: Caregiver) -> tuple[str, ...]:
    return tuple(getattr(caregiver, name) for name in CAREGIVER_FIELDS)
