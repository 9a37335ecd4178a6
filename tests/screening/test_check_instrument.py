"""The command that compares worked cases with a published version, and what it says of a file that is no such thing."""

import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from audit import clock
from screening.cases import CasesError, read_cases
from screening.instrument import Instrument
from screening.management.commands.check_instrument import shipped
from screening.models import InstrumentVersion
from tests.screening.shipped import INSTRUMENT, NAME, altered, cases, cases_path

pytestmark = pytest.mark.django_db(databases="__all__")
HEADER = ["case", "age", "before_18", *INSTRUMENT.scored, "expected"]
NONE = dict.fromkeys(INSTRUMENT.scored, "none")


def line(case: str = "1", age: str = "13_17", before_18: str = "", expected: str = "1", **answers: str) -> str:
    return ",".join([case, age, before_18, *{**NONE, **answers}.values(), expected])


def sheet(*lines: str, header: list[str] = HEADER) -> str:
    return "\n".join([",".join(header), *lines, ""])


def reasons(text: str) -> list[str]:
    with pytest.raises(CasesError) as refused:
        read_cases(text, INSTRUMENT, file="c.csv")
    return str(refused.value).splitlines()


# --- Reading a file of cases -----------------------------------------------------------------------------------


def test_cases_are_read_as_a_spreadsheet_saves_them() -> None:
    text = "\ufeff" + sheet(line(), line("2", MH1="clear", expected="2")).replace("\n", "\r\n")
    assert [case.name for case in read_cases(text, INSTRUMENT, file="c.csv")] == ["1", "2"]


def test_columns_may_stand_in_any_order() -> None:
    turned = "\n".join(",".join(reversed(row.split(","))) for row in sheet(line(MH1="clear")).splitlines())
    assert read_cases(turned, INSTRUMENT, file="c.csv")[0].answers["MH1"] == "clear"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "c.csv:1: the file is empty"),
        (sheet(), "c.csv:2: there is no case"),
        (sheet(line(), header=[c for c in HEADER if c not in ("MH1", "expected")]), "missing: MH1, expected"),
        (
            sheet(line(), header=[*HEADER, "CX1", "race"]),
            "c.csv:1: these columns belong to no scored indicator: CX1, race",
        ),
        (sheet(line(), header=[*HEADER, "MH1"]), "c.csv:1: these columns are there twice: MH1"),
        (sheet(line(MH1="maybe")), "c.csv:2: case 1: MH1: maybe is not one of none, possible, clear, unknown"),
        (sheet(line(), line("2", MH2="")), "c.csv:3: case 2: MH2: empty is not one of"),
        (sheet(line(age="17")), "c.csv:2: case 1: age: 17 is not one of under_13, 13_17, 18_plus, unknown"),
        (sheet(line(before_18="maybe")), "c.csv:2: case 1: before_18: maybe is not one of yes, no, unknown"),
        (sheet(line(expected="5")), "c.csv:2: case 1: expected: 5 is not one of 1, 2, 3, 4, U"),
        (sheet(line(""), line("2")), "c.csv:2: case : case: empty is not"),
        (sheet(line(), line("2"), line("1")), "c.csv:4: case 1 is there twice"),
        (sheet(line() + ",x"), "c.csv:2: case 1 has more cells than there are columns"),
        (sheet("1,13_17"), "c.csv:2: case 1 ends before the column before_18"),
        (sheet('1,"13_17' + "x" * 140_000), "this is not CSV: field larger than field limit"),
    ],
)
def test_a_file_of_cases_that_is_wrong_is_refused_with_line_and_reason(text: str, reason: str) -> None:
    assert any(reason in found for found in reasons(text))


def test_every_fault_is_told_up_to_what_anybody_would_read() -> None:
    assert len(reasons(sheet(line(MH1="x", MH2="x"), line("2", MH3="x")))) == 3
    many = reasons(sheet(*(line(str(number), MH1="x") for number in range(30))))
    assert (len(many), many[-1]) == (21, "and 10 more")


# --- The command -----------------------------------------------------------------------------------------------


def check(path: str | Path, **options: Any) -> str:
    out = io.StringIO()
    call_command("check_instrument", str(path), stdout=out, **options)
    return out.getvalue()


def publish(instrument: Instrument, version: str) -> InstrumentVersion:
    return InstrumentVersion.objects.create(
        code=instrument.id,
        version=version,
        canonical=instrument.canonical(),
        sha256=instrument.sha256,
        published_at=clock.now() + dt.timedelta(seconds=1),
    )


def a_stricter_one() -> InstrumentVersion:
    stricter = altered(lambda whole: whole["instrument"].update(version="0.3-draft", domain_cap=7))
    return publish(stricter, "0.3-draft")


def test_the_golden_cases_agree_with_what_is_published() -> None:
    assert check(cases_path("golden")) == "77 of 77 agree\n"
    assert check(cases_path("own")) == f"{len(cases('own'))} of {len(cases('own'))} agree\n"


def test_each_disagreement_is_printed_and_the_command_fails(tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    file.write_text(sheet(line(), line("mine", MH1="clear", expected="4"), line("other", XS1="clear", expected="U")))
    out = io.StringIO()
    with pytest.raises(CommandError, match=f"2 disagree with {NAME}") as failed:
        call_command("check_instrument", str(file), stdout=out)
    assert failed.value.returncode == 1
    assert out.getvalue().splitlines() == [
        "case mine: expected 4, the instrument says 2",
        "case other: expected U, the instrument says 4",
        "1 of 3 agree",
    ]


def test_without_a_choice_the_newest_version_is_asked() -> None:
    a_stricter_one()
    with pytest.raises(CommandError, match=r"disagree with hart-concern-screen-0\.3-draft"):
        check(cases_path("golden"))


def test_a_version_is_chosen_by_its_name_or_its_id() -> None:
    newer = a_stricter_one()
    assert check(cases_path("golden"), instrument=NAME) == "77 of 77 agree\n"
    for chosen in ("hart-concern-screen-0.3-draft", str(newer.pk)):
        with pytest.raises(CommandError, match=r"disagree with hart-concern-screen-0\.3-draft"):
            check(cases_path("golden"), instrument=chosen)


def test_a_version_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(CommandError, match=f"no instrument nothing is published; there is: {NAME}"):
        check(cases_path("golden"), instrument="nothing")


def test_before_anything_is_published_the_shipped_file_is_asked() -> None:
    assert shipped() == INSTRUMENT


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "cannot be read: No such file"),
        (b"\xff\xfe\x00c", "is not UTF-8 text"),
        (b"", "the file is empty"),
        (b"\x89PNG\r\n\x1a\n"[1:], "these columns are missing"),
    ],
)
def test_a_bad_file_gets_a_sentence(tmp_path: Path, content: bytes | None, reason: str) -> None:
    file = tmp_path / "cases.csv"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(CommandError, match=reason):
        check(file)
