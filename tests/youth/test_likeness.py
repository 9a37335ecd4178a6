"""Could two records be the same young person? The worked pairs, and the rules one by one."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from hypothesis import given
from hypothesis import strategies as st

from youth.likeness import Birth, Record, births, could_be_same, likeness
from youth.names import parts_of, sounds_of
from youth.nicknames import related

PAIRS = Path(__file__).parent / "pairs.csv"
BORN = "2010-03-04"
NAMES = st.text(st.characters(categories=("L", "Zs")), max_size=30)
DATES = st.sampled_from(["", "2010", "2010-03", "2010-03-04", "2010-04-03", "2010-03-24", "2012-01-01"])


def same(one: str, other: str, born: str = BORN, also_born: str = BORN) -> bool:
    return could_be_same(Record.read(one.split(";"), born), Record.read(other.split(";"), also_born))


def test_the_worked_pairs_are_found_as_well_as_was_promised() -> None:
    rows = list(csv.DictReader(PAIRS.read_text(encoding="utf-8").splitlines()))
    found = [same(row["names_a"], row["names_b"], row["birth_a"], row["birth_b"]) for row in rows]
    wanted = [row["expected"] == "match" for row in rows]
    hits = sum(one and other for one, other in zip(found, wanted, strict=True))
    assert len(rows) >= 300
    assert hits / sum(wanted) >= 0.95
    assert hits / sum(found) >= 0.90


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Maria Jose Nunez-Diaz", "NÚÑEZ DÍAZ, María José"),
        ("Guadalupe Rey", "Lupe Rey"),
        ("Juan de la Cruz", "Juan Delacruz"),
        ("Mary Ann Sample", "Maryann Sample"),
        ("Ana Soto Rey", "Ana Soto"),
        ("Ana Soto Rey", "Ana Rey"),
        ("Maria Jose Soto", "Maria Soto Rey"),
        ("Kaitlyn Smyth", "Catelyn Smith"),
        ("Jessica Brown", "Jessica Bronw"),
        ("Miguel Santos Jr", "Miguel Santos"),
        ("Destiny Old;Destiny New", "Destiny New"),
        ("Lupita", "Lupita Rey"),
    ],
)
def test_one_person_written_in_two_ways(one: str, other: str) -> None:
    assert same(one, other)
    assert same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana Rey", "Eva Rey"),
        ("Ana Soto Rey", "Eva Soto Rey"),
        ("Soto Rey Ana", "Eva Soto Rey"),
        ("Maria Elena Rey", "Maria Isabel Rey"),
        ("Maria Soto Rey", "Maria Soto Paz"),
        ("Ana Rey", "Ana Soto"),
        ("Ana", "Eva"),
        ("", "Ana Rey"),
    ],
)
def test_twins_and_strangers_of_one_day_are_two_people(one: str, other: str) -> None:
    assert not same(one, other)


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("2010-03-04", "2010-03-04", Birth.SAME),
        ("2010-03-04", "2010-04-03", Birth.EXCHANGED),
        ("2010-03-04", "2010-03-05", Birth.APART),
        ("2010-03-04", "", Birth.UNKNOWN),
        ("2010-03-04", "2011", Birth.VAGUE),
        ("2010", "2010", Birth.VAGUE),
        ("2010-03-04", "2012", Birth.APART),
    ],
)
def test_how_two_birth_dates_go_together(one: str, other: str, together: Birth) -> None:
    assert births(one, other) == together
    assert births(other, one) == together


def test_the_less_the_dates_say_the_more_the_names_must() -> None:
    assert same("Ana Soto Rey", "Ana Soto", BORN, "2010-04-03")
    assert not same("Ana Maria Soto", "Ana Soto Rey", BORN, "2010-04-03")
    assert same("Ana Soto", "Soto, Ana", BORN, "")
    assert not same("Ana Soto Rey", "Ana Soto", BORN, "")
    assert not same("Ana", "Ana Soto", BORN, "")


def test_what_could_be_the_same_is_sorted_before_what_only_shares_something() -> None:
    asked = Record.read(["Ana Rey"], BORN)
    twin, self_ = Record.read(["Eva Rey"], BORN), Record.read(["Anna Rey"], "2010-04-03")
    assert likeness(asked, self_) > likeness(asked, twin)


@given(NAMES, NAMES, DATES, DATES)
def test_it_is_the_same_either_way_round_and_never_fails(one: str, other: str, born: str, also: str) -> None:
    assert same(one, other, born, also) == same(other, one, also, born)


@given(st.sampled_from(["Ana Soto Rey", "Núñez-Díaz, Lupe", "O'Neill Pat"]), DATES)
def test_everybody_could_be_who_they_are(name: str, born: str) -> None:
    assert same(name, name, born, born)


def test_names_are_taken_apart_in_their_natural_order() -> None:
    assert parts_of("Nuñez-Díaz, María José") == ("maria", "jose", "nunez", "diaz")
    assert parts_of("Juan de la Cruz Jr.") == ("juan", "cruz")
    assert parts_of("De La") == ("de", "la")


@pytest.mark.parametrize(("one", "other"), [("Vazquez", "Basques"), ("Ximena", "Jimena"), ("Stefany", "Stephanie")])
def test_english_and_spanish_spellings_of_a_sound_meet(one: str, other: str) -> None:
    assert sounds_of(one.lower()) & sounds_of(other.lower())


@pytest.mark.parametrize(
    ("one", "other", "are"), [("lupe", "guadalupe", True), ("bob", "rob", True), ("ana", "eva", False)]
)
def test_nicknames_stand_for_one_another(one: str, other: str, are: bool) -> None:
    assert related(one, other) is are


# --- manage check_matching --------------------------------------------------------------------------------------


def checked(path: Path) -> str:
    out = StringIO()
    call_command("check_matching", str(path), stdout=out)
    return out.getvalue()


def written(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "pairs.csv"
    path.write_text("\n".join(("case,names_a,birth_a,names_b,birth_b,expected", *lines)), encoding="utf-8")
    return path


def test_the_command_counts_recall_and_precision(tmp_path: Path) -> None:
    agreeing = "twins,Ana Rey,2010-03-04,Eva Rey,2010-03-04,no", "same,Ana Rey,2010-03-04,Ana Rey,2010-03-04,match"
    assert checked(written(tmp_path, *agreeing)).splitlines() == [
        "recall 1.000 (1 of 1)",
        "precision 1.000 (1 of 1)",
        "2 of 2 pairs agree",
    ]


def test_the_command_prints_a_disagreement_and_fails(tmp_path: Path) -> None:
    path = written(tmp_path, "wrong,Ana Rey,2010-03-04,Eva Rey,2010-03-04,match")
    with pytest.raises(CommandError, match="1 of 1 pairs disagree"):
        checked(path)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("x,Ana,2010-13-01,Ana,,no", "'2010-13-01' is no birth date"),
        ("x,Ana,,Ana,,perhaps", "expected is 'perhaps'"),
    ],
)
def test_the_command_names_the_line_that_it_cannot_read(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(CommandError, match=f"pairs.csv, line 2: {said}"):
        checked(written(tmp_path, line))


def test_the_command_names_the_missing_column(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text("case,names_a\n", encoding="utf-8")
    with pytest.raises(CommandError, match="the column birth_a is missing"):
        checked(path)
    with pytest.raises(CommandError, match="cannot be read"):
        checked(tmp_path / "none.csv")
