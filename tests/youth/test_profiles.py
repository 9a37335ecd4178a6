"""Making and changing a profile."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import Town, User
from audit import trail
from audit.models import Entry
from tests.youth.conftest import MakeYouth
from vault import keys
from vault.classification import Kind, kinds_of
from vault.models import DataKey
from youth import models, services
from youth.models import Caregiver, Youth

pytestmark = pytest.mark.django_db(databases="__all__")
CANARY = "Zyxquandary"
EVERYTHING: dict[str, Any] = {
    "legal_first": f"{CANARY}first",
    "legal_last": f"{CANARY}last",
    "chosen_name": f"{CANARY}chosen",
    "who_may_know": f"{CANARY}who",
    "aliases": [f"{CANARY}alias"],
    "birth_date": dt.date(2011, 3, 9),
    "birth_known": "known",
    "gender": "another",
    "race": ["black", "hispanic"],
    "ethnicity": f"{CANARY}ethnicity",
    "race_source": "self_reported",
    "language": f"{CANARY}language",
    "needs_interpreter": "yes",
    "case_number": f"{CANARY}0001",
    "person_number": f"{CANARY}0002",
    "dcf_status": "in_care",
    "legal_status": "committed",
    "living_situation": "congregate",
    "placement": f"{CANARY}placement",
    "safe_contact": f"{CANARY}contact",
    "caregivers": [
        {
            "name": f"{CANARY}care",
            "relation": "aunt",
            "phone": "860-555-0100",
            "address": f"12 {CANARY} Street",
            "implicated": "no",
        }
    ],
}


def trail_of(youth: Youth, action: str) -> list[Entry]:
    recorder = trail._recorder.get()
    assert recorder is not None
    trail.flush(recorder)
    return list(Entry.objects.filter(youth=youth.pk, action=action))


def all_stored_bytes() -> bytes:
    """Every row of every table of this app, as the database holds it."""
    stored = b""
    with connection.cursor() as cursor:
        for model in (models.Youth, models.Alias, models.Caregiver, models.SearchToken, models.SavedSearch):
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")  # noqa: S608
            for row in cursor.fetchall():
                stored += b"|".join(bytes(v) if isinstance(v, memoryview) else str(v).encode() for v in row)
    return stored


def test_a_profile_keeps_everything_it_was_given(make_youth: MakeYouth) -> None:
    youth = Youth.objects.get(pk=make_youth(**EVERYTHING).pk)
    plain = {name: getattr(youth, name) for name in EVERYTHING if name not in ("aliases", "caregivers")}
    assert plain == {name: value for name, value in EVERYTHING.items() if name in plain}
    assert [alias.name for alias in youth.aliases.all()] == EVERYTHING["aliases"]
    (caregiver,) = youth.caregivers.all()
    assert {name: getattr(caregiver, name) for name in EVERYTHING["caregivers"][0]} == EVERYTHING["caregivers"][0]


def test_nothing_that_says_who_somebody_is_stands_in_the_database(make_youth: MakeYouth) -> None:
    make_youth(**EVERYTHING)
    stored = all_stored_bytes()
    assert stored
    assert CANARY.encode() not in stored
    assert CANARY.lower().encode() not in stored.lower()
    assert b"2011" not in stored
    assert b"555-0100" not in stored


def test_each_young_person_has_a_key_of_their_own(make_youth: MakeYouth) -> None:
    one, other = make_youth(), make_youth()
    assert DataKey.objects.filter(owner__in=[one.pk, other.pk]).count() == 2


def test_without_the_key_a_profile_can_be_found_and_not_read(make_youth: MakeYouth) -> None:
    youth = make_youth()
    keys.destroy(youth.pk)
    with pytest.raises(keys.KeyMissing):
        _ = Youth.objects.get(pk=youth.pk).display_name


@pytest.mark.parametrize("model", [models.Youth, models.Alias, models.Caregiver, models.SavedSearch])
def test_every_field_is_classified(model: Any) -> None:
    kinds_of(model)


def test_a_chosen_name_is_restricted() -> None:
    kinds = kinds_of(Youth)
    assert (kinds["chosen_name"], kinds["who_may_know"]) == (Kind.RESTRICTED, Kind.RESTRICTED)


def test_what_nobody_said_is_not_known(make_youth: MakeYouth) -> None:
    youth = Youth.objects.get(pk=make_youth(caregivers=[{"name": "Ann Example"}]).pk)
    assert (youth.birth_known, youth.birth_date, youth.age_on(dt.date(2026, 1, 1))) == ("unknown", None, None)
    assert youth.age_gate(dt.date(2026, 1, 1)) == "unknown"
    assert (youth.race, youth.race_source, youth.needs_interpreter) == ([], "not_asked", "unknown")
    assert youth.dcf_status == ""
    assert youth.caregivers.get().implicated == Caregiver.Implicated.UNKNOWN


@pytest.mark.parametrize(
    ("values", "kept"),
    [
        ({"birth_date": dt.date(2011, 3, 9)}, {"birth_known": "known"}),
        ({"birth_date": dt.date(2011, 3, 9), "birth_known": "unknown"}, {"birth_date": None}),
        ({"race": ["asian"], "ethnicity": "Laotian"}, {"race": [], "ethnicity": ""}),
        ({"race": ["asian"], "race_source": "declined"}, {"race": []}),
        ({"race": ["asian"], "race_source": "from_record"}, {"race": ["asian"]}),
        ({"who_may_know": "her aunt"}, {"who_may_know": ""}),
    ],
)
def test_what_contradicts_itself_is_settled(make_youth: MakeYouth, values: Any, kept: Any) -> None:
    youth = make_youth(**values)
    assert {name: getattr(youth, name) for name in kept} == kept


def test_somebody_out_of_state_has_no_town_here(make_youth: MakeYouth) -> None:
    assert make_youth(town=Town.objects.get(name="Bristol"), out_of_state=True).town is None


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"birth_known": "known"}, "youth_birth_date_unless_unknown"),
        ({"birth_date": dt.date(2011, 3, 9)}, "youth_birth_date_unless_unknown"),
        ({"birth_known": "guessed"}, "youth_birth_date_unless_unknown"),
        ({"race": ["asian"]}, "youth_race_only_when_it_was_given"),
        ({"ethnicity": "Laotian", "race_source": "declined"}, "youth_race_only_when_it_was_given"),
        ({"who_may_know": "nobody"}, "youth_who_may_know_goes_with_chosen_name"),
        ({"out_of_state": True, "town": "Bristol"}, "youth_out_of_state_has_no_town"),
        ({"number_of_saves": 0}, "youth_saved_at_least_once"),
    ],
)
def test_the_database_holds_what_belongs_together(make_youth: MakeYouth, values: Any, constraint: str) -> None:
    youth = make_youth()
    for name, value in values.items():
        setattr(youth, name, Town.objects.get(name=value) if name == "town" else value)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        youth.save()


@pytest.mark.parametrize(
    ("values", "name", "initials"),
    [
        ({"legal_first": "Maya", "legal_last": "Sample"}, "Maya Sample", "M.S."),
        ({"legal_first": "Maya", "legal_last": "", "chosen_name": "Max"}, "Maya", "M."),
        ({"legal_first": "", "legal_last": "", "chosen_name": "Max"}, "Name not known", "Name not known"),
        ({"legal_first": "", "legal_last": "", "aliases": ["Bunny"]}, "Name not known", "Name not known"),
    ],
)
def test_lists_show_the_legal_name(make_youth: MakeYouth, values: Any, name: str, initials: str) -> None:
    youth = make_youth(**values)
    assert (youth.display_name, youth.initials) == (name, initials)


def test_making_a_profile_is_in_the_trail(make_youth: MakeYouth, worker: User) -> None:
    youth = make_youth()
    (entry,) = trail_of(youth, "youth.create")
    assert (entry.actor, entry.subject) == (worker.pk, youth.pk)


def test_the_trail_learns_which_fields_changed_and_not_what_they_hold(make_youth: MakeYouth, worker: User) -> None:
    youth = make_youth()
    values = {"legal_last": CANARY, "aliases": [CANARY], "dcf_status": "in_care", "legal_first": "Maya"}
    services.update_youth(youth, values, by=worker)
    (entry,) = trail_of(youth, "youth.update")
    assert entry.facts == {"legal_last": True, "aliases": True, "dcf_status": True}


def test_saving_what_is_there_already_writes_nothing(make_youth: MakeYouth, worker: User) -> None:
    youth = Youth.objects.get(pk=make_youth(**EVERYTHING).pk)
    services.update_youth(youth, EVERYTHING, by=worker)
    assert trail_of(youth, "youth.update") == []
    assert youth.number_of_saves == 1


def test_a_change_touches_only_what_it_names(make_youth: MakeYouth, worker: User) -> None:
    youth = make_youth(**EVERYTHING)
    services.update_youth(youth, {"placement": "Invented Street 1"}, by=worker)
    again = Youth.objects.get(pk=youth.pk)
    assert (again.placement, again.legal_first) == ("Invented Street 1", EVERYTHING["legal_first"])
    assert again.number_of_saves == 2
    assert again.caregivers.count() == again.aliases.count() == 1


def test_caregivers_keep_their_rows_when_they_are_corrected(make_youth: MakeYouth, worker: User) -> None:
    youth = make_youth(caregivers=[{"name": "Ann Example"}, {"name": "Bob Example"}])
    first = youth.caregivers.all()[0]
    services.update_youth(youth, {"caregivers": [{"name": "Anna Example", "implicated": "yes"}]}, by=worker)
    (left,) = youth.caregivers.all()
    assert (left.pk, left.name, left.implicated) == (first.pk, "Anna Example", "yes")


def test_aliases_are_added_and_taken_away(make_youth: MakeYouth, worker: User) -> None:
    youth = make_youth(aliases=["Bunny", "Mimi"])
    kept = next(alias for alias in youth.aliases.all() if alias.name == "Mimi")
    services.update_youth(youth, {"aliases": ["Mimi", "Star", "Star"]}, by=worker)
    assert {alias.name: alias.pk == kept.pk for alias in youth.aliases.all()} == {"Mimi": True, "Star": False}
