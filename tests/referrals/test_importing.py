"""HART's open spreadsheet: what is taken in, what comes back and why, and that nothing is left lying about."""

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from accounts.models import User
from audit import clock, trail
from duties.models import Duty
from notifications.models import Message, Notice
from referrals import sheets
from referrals.forms.importing import COLUMNS
from referrals.models import ImportedFile, OutsideReport, Referral
from referrals.services import importing
from referrals.tasks import forget_imports
from tests.referrals.browsing import as_
from tests.referrals.story import Cast, young_person
from vault import keys
from vault.models import DataKey
from youth.services import grant_access

pytestmark = pytest.mark.django_db(databases="__all__")

HEADINGS = {column.field: str(column.heading) for column in COLUMNS}
TEXT = "She told the nurse about a man who buys her phones."


def line(number: int = 1, **said: Any) -> dict[str, Any]:
    return {
        "sheet_number": f"OLD-{number}", "received_at": f"{timezone.localdate() - dt.timedelta(days=2):%-m/%-d/%Y} 9:30 AM",
        "source": "Hospital or clinic", "channel": "By phone", "what_seen": TEXT,
        "name": f"Zephyrine Quillfeather{'abcdefghij'[number % 10] * 4}", "birth_date": f"{clock.now().year - 15}-03-{number:02}",
        "town": "Hartford", "safe_tonight": "Yes", "missing_now": "No", **said,
    }  # fmt: skip


def table(*lines: dict[str, Any]) -> list[list[Any]]:
    names = list(dict.fromkeys(name for one in lines for name in one))
    return [[HEADINGS.get(name, name) for name in names], *([one.get(name, "") for name in names] for one in lines)]


def as_csv(*lines: dict[str, Any], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter).writerows(table(*lines))
    return written.getvalue().encode(encoding)


def as_xlsx(*lines: dict[str, Any]) -> bytes:
    book, written = Workbook(), io.BytesIO()
    assert book.active
    for cells in table(*lines):
        book.active.append(cells)
    book.save(written)
    return written.getvalue()


def brought(client: Client, content: bytes, name: str = "open.csv") -> str:
    """The page that says what would become of it, or why it was not taken."""
    url = reverse("referrals:bring-import")
    return client.post(url, {"file": SimpleUploadedFile(name, content)}, follow=True).content.decode()


def taken_in(user: User, content: bytes) -> ImportedFile:
    before = set(ImportedFile.objects.values_list("pk", flat=True))
    brought(as_(user), content)
    file = ImportedFile.objects.exclude(pk__in=before).get()
    as_(user).post(reverse("referrals:take-in-import", args=[file.pk]))
    return ImportedFile.objects.get(pk=file.pk)


@pytest.mark.parametrize(
    "content",
    [
        as_csv, as_xlsx,
        lambda *lines: as_csv(*lines, delimiter=";"),
        lambda *lines: b"\xef\xbb\xbf" + as_csv(*lines, delimiter="\t"),
    ],
)  # fmt: skip
def test_each_line_comes_into_the_queue_with_its_clocks(people: Cast, content: Any) -> None:
    page = brought(as_(people.lead), content(line(1), line(2)))
    assert "2 lines can be taken in" in page
    assert not Referral.objects.exists()
    taken_in(people.lead, content(line(1), line(2)))
    assert OutsideReport.objects.count() == Referral.objects.awaiting().count() == 2
    referral = Referral.objects.earliest("opened_at")
    at = timezone.localtime(referral.opened_at)
    assert (at.date(), at.hour, at.minute) == (timezone.localdate() - dt.timedelta(days=2), 9, 30)
    assert referral.office == people.office
    assert (referral.what_seen, referral.steps.get().outside_report.source) == (TEXT, "hospital")  # type: ignore[attr-defined]


def test_who_has_had_one_has_it_and_nobody_is_woken_for_it(people: Cast) -> None:
    day = timezone.localdate() - dt.timedelta(days=1)
    reported = {"careline_at": f"{day}", "careline_number": "CL-77"}
    taken_in(people.lead, as_csv(line(owner=people.second.email, taken_at=f"{day} 11:00", **reported)))
    referral = Referral.objects.get()
    assert (referral.status, referral.liaison, referral.acknowledged_by) == (
        "acknowledged",
        people.second,
        people.second,
    )
    assert timezone.localtime(referral.acknowledged_at).hour == 11
    assert Duty.objects.get(clock="acknowledge_3").done_at == referral.acknowledged_at
    assert not Duty.objects.filter(action="call_now").exists()
    careline = Duty.objects.get(youth=referral.youth_id, action="careline")
    assert careline.done_how == "CL-77"


def test_for_all_of_them_there_is_one_mail_a_person_and_a_line_each(people: Cast) -> None:
    taken_in(people.lead, as_csv(line(1), line(2), line(3)))
    assert Notice.objects.filter(user=people.liaison.pk, event="referral.send").count() == 3
    assert Message.objects.filter(recipient=people.liaison.pk).count() == 1
    assert Message.objects.filter(recipient=None).count() == 1  # HART's mailbox


def test_the_same_line_is_taken_in_once_whoever_brings_it(people: Cast) -> None:
    taken_in(people.lead, as_csv(line(1)))
    page = brought(as_(people.lead), as_csv(line(1), line(2)))
    assert "1 line can be taken in" in page
    assert "In the queue already: 1" in page
    file = taken_in(people.lead, as_csv(line(1), line(2)))
    assert (Referral.objects.count(), file.taken, file.lines) == (2, 1, [])
    as_(people.lead).post(reverse("referrals:take-in-import", args=[file.pk]))
    assert Referral.objects.count() == 2


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"received_at": "13.4.26"}, "Received: “13.4.26” is no date that can be read"),
        ({"received_at": "2/30/2026"}, "is no date that can be read"),
        ({"received_at": "4/1/2026 13:00 PM"}, "is no date that can be read"),
        ({"received_at": "1/1/2999"}, "Received: This is in the future"),
        ({"received_at": ""}, "Received: This field is required"),
        ({"source": "A little bird"}, "From whom: “A little bird” is none of: Careline; Police"),
        ({"town": "Nowhere"}, "Town: “Nowhere” is none of"),
        ({"what_seen": "=A1&B1"}, "What they say: This cell holds a formula"),
        ({"what_seen": ""}, "Write what was seen or said"),
        ({"sheet_number": ""}, "No.: This field is required"),
        ({"owner": "nobody@hart.example", "taken_at": "2026-01-02"}, "Taken by: Nobody of HART signs in"),
        ({"taken_at": "2026-01-02"}, "Who has taken it and when are said together"),
        ({"police_number": "P-1"}, "Police reported on: Say when it was reported"),
        ({"birth_date": "", "age": "19"}, "18 or over: agrees: For somebody 18 or over"),
    ],
)
def test_a_line_with_a_fault_comes_back_whole_and_says_why(people: Cast, said: dict[str, str], fault: str) -> None:
    good, bad = line(1), line(2, **said)
    page = brought(as_(people.lead), as_csv(good, bad))
    assert fault in page
    assert "1 line can be taken in" in page
    file = taken_in(people.lead, as_csv(good, bad))
    assert Referral.objects.count() == 1
    back = as_(people.lead).get(reverse("referrals:returned-import", args=[file.pk])).content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(back))
    assert fault.split(":")[-1].strip() in row["Why it came back"]
    assert row["Name"] == bad["name"]


def test_what_came_back_is_mended_and_brought_again(people: Cast) -> None:
    file = taken_in(people.lead, as_csv(line(1), line(2, received_at="soon", reporter="+1 a plus sign")))
    back = as_(people.lead).get(reverse("referrals:returned-import", args=[file.pk])).content
    assert b"'+1 a plus sign" in back
    taken_in(people.lead, back.replace(b"soon", b"4/1/2026"))
    assert Referral.objects.count() == 2
    assert OutsideReport.objects.latest("received_at") != OutsideReport.objects.earliest("received_at")
    assert "+1 a plus sign" in {one.reporter for one in OutsideReport.objects.all()}


def test_a_formula_in_a_workbook_is_not_believed(people: Cast) -> None:
    assert "This cell holds a formula" in brought(as_(people.lead), as_xlsx(line(what_seen='="A" & "B"')))


def test_dates_of_a_workbook_and_of_people_are_read_side_by_side(people: Cast) -> None:
    moment = dt.datetime(2026, 4, 13, 14, 5)  # noqa: DTZ001  # as a cell holds it
    written = (moment, "4/13/2026 2:05 PM", "2026-04-13T14:05:00")
    taken_in(people.lead, as_xlsx(*(line(number, received_at=at) for number, at in enumerate(written, start=1))))
    assert {timezone.localtime(one.opened_at).replace(tzinfo=None) for one in Referral.objects.all()} == {moment}
    assert Referral.objects.count() == 3


def test_somebody_who_may_be_on_record_is_left_to_a_person(people: Cast) -> None:
    with keys.opened(), trail.recording():
        youth = young_person(people)
    grant_access(youth, why="test", user=people.lead)
    page = brought(as_(people.lead), as_csv(line(1, name="Zephyrine Quillfeather", birth_date=f"{youth.birth_date}")))
    assert "on record may be this young person" in page


def test_two_lines_that_may_be_one_person_are_not_both_taken_in(people: Cast) -> None:
    same = {"name": "Zephyrine Quillfeather", "birth_date": "2011-01-02"}
    page = brought(as_(people.lead), as_csv(line(1, **same), line(2, **same), line(1)))
    assert "This may be the young person of line 2" in page
    assert "This number stands in line 2 already" in page
    assert "1 line can be taken in" in page


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "There is nothing in this file"),
        (b"No.,Received\n", "There is no line below the headings"),
        (
            b"No.,Received,Colour,No.\n1,2,3,4\n",
            "Columns that are not known: Colour. Columns that are missing: From whom, ",
        ),
        (b"No.,No.,Received,From whom,How it came,What they say\n1,2,3,4,5,6\n", "Columns that stand there twice: No."),
        (b"PK\x03\x04 and nothing more", "neither a CSV nor an XLSX"),
        (b"\x00\x01\x02,\x00", "neither a CSV nor an XLSX"),
        (b'No.,"Received\n1,2', "neither a CSV nor an XLSX"),
        (b"x" * 10_485_761, "Choose a file of at most 10 megabytes"),
    ],
)
def test_a_file_that_is_none_is_refused_as_a_whole(people: Cast, content: bytes, sentence: str) -> None:
    assert sentence in brought(as_(people.lead), content)
    assert not ImportedFile.objects.exists()


@pytest.mark.parametrize(("content", "lines"), [(as_csv, 50_000), (as_xlsx, 2_000)])
def test_fifty_thousand_lines_are_too_many_at_once(people: Cast, content: Any, lines: int) -> None:
    short = {
        "sheet_number": "1",
        "received_at": "1/2/2026",
        "source": "police",
        "channel": "phone",
        "what_seen": "A car.",
    }
    page = brought(as_(people.lead), content(*[short] * lines))
    assert "There are more than 200 lines" in page
    assert not ImportedFile.objects.exists()


def test_a_small_file_that_unpacks_to_a_huge_one_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "LARGEST_UNPACKED", 1_000)
    with pytest.raises(sheets.Unreadable):
        sheets.lines_of(as_xlsx(line()), most=10)


def test_the_lines_are_sealed_and_gone_with_their_key_after_a_day(people: Cast) -> None:
    brought(as_(people.lead), as_csv(line()))
    file = ImportedFile.objects.get()
    assert DataKey.objects.get(owner=file.pk).wrapped
    ImportedFile.objects.update(at=clock.now() - dt.timedelta(hours=25))
    forget_imports()
    assert not ImportedFile.objects.exists()
    assert DataKey.objects.get(owner=file.pk).wrapped is None


def test_whoever_brought_it_can_delete_it_at_once_and_nobody_else_sees_it(people: Cast) -> None:
    brought(as_(people.lead), as_csv(line()))
    file = ImportedFile.objects.get()
    for name in ("import", "returned-import"):
        assert as_(people.liaison).get(reverse(f"referrals:{name}", args=[file.pk])).status_code == 403
    assert as_(people.lead).post(reverse("referrals:forget-import", args=[file.pk])).status_code == 302
    assert not ImportedFile.objects.exists()


def test_when_one_line_fails_in_the_middle_nothing_is_taken_in(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client = as_(people.lead)
    client.raise_request_exception = False
    brought(client, as_csv(line(1), line(2)))
    file = ImportedFile.objects.get()
    took, real = [], importing.take

    def break_at_the_second(one: Any, *, by: User) -> None:
        real(one, by=by)
        took.append(one)
        if len(took) == 2:
            raise OSError

    monkeypatch.setattr(importing, "take", break_at_the_second)
    with transaction.atomic():
        assert client.post(reverse("referrals:take-in-import", args=[file.pk])).status_code == 500
    assert len(took) == 2
    assert not Referral.objects.exists()
    assert not Message.objects.exists()
    assert ImportedFile.objects.get().taken_at is None


def test_the_template_holds_every_heading_and_nothing_else(people: Cast) -> None:
    content = as_(people.lead).get(reverse("referrals:import-template")).content
    assert sheets.lines_of(content, most=9) == [list(HEADINGS.values())]
    assert sheets.as_csv([["=1+1", "-2", "words"]]).endswith("'=1+1,'-2,words\r\n")
    assert sheets.lines_of(b"a,'-b\n", most=9) == [["a", "-b"]]
