"""A run keeps its numbers; what would be otherwise today is exactly what was changed; a file leaves through the register."""

import io
from typing import Any
from uuid import uuid4

import pytest
from django.db import InternalError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.permissions import Role
from audit import clock
from audit.models import Entry
from duties.models import Duty
from referrals.models import Referral
from reports import definitions, files, parts, periods, runs, tasks
from reports.measures import BY_CODE
from reports.models import Export, Run
from reports.periods import Period
from reports.services import exporting, freezing
from reports.tasks import make_files
from tests.accounts.people import person
from tests.clock import later
from tests.referrals import story
from tests.referrals.browsing import as_
from tests.referrals.story import Cast, sent, young_person
from tests.reports.making import ASKED, file_of, frozen, quarter_over
from tests.reports.pages import plainly
from vault import keys

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def people(db: Any) -> Cast:
    return story.cast()


def some(people: Cast, number: int = 4, level: str = "3") -> list[Referral]:
    """Sent in a quarter that is over now."""
    found = [sent(people, level, youth=young_person(people, legal_first=f"Made{one}")) for one in range(number)]
    quarter_over()
    return found


def differing(run: Run) -> dict[tuple[str, str], tuple[int, int]]:
    return {(one.code, one.key): (one.frozen[0], one.today[0]) for one in freezing.differences(run, clock.now())}


def test_a_frozen_run_keeps_its_numbers_and_lists_exactly_what_was_planted(people: Cast) -> None:
    first, second, *_rest = some(people)
    run = frozen(people.lead)
    assert freezing.differences(run, clock.now()) == []
    late = sent(people, "4", youth=young_person(people, legal_first="Late"))
    Referral.objects.filter(pk=late.pk).update(opened_at=first.opened_at)  # recorded late
    Referral.objects.filter(pk=first.pk).update(status="void", ended_at=clock.now(), ended_by=people.lead)
    Referral.objects.filter(pk=second.pk).update(level="2")  # corrected
    again = Run.objects.get(pk=run.pk)
    assert {line["key"]: line["part"] for line in again.figures["level"]}["3"] == 4
    assert {key: numbers for key, numbers in differing(again).items() if key[0] in ("level", "settled")} == {
        ("level", "3"): (4, 2),
        ("level", "2"): (0, 1),
        ("level", "4"): (0, 1),
        ("settled", "no"): (4, 4),
    }
    why = {
        (one.code, one.key): [(str(w.words), w.number) for w in one.why]
        for one in freezing.differences(again, clock.now())
    }
    assert why["level", "4"] == [("recorded after the run was made", 1)]
    assert why["level", "3"] == [
        ("entered in error since", 1), ("corrected or gone on since: counted in another line now", 1),
    ]  # fmt: skip
    assert why["settled", "no"] == [("recorded after the run was made", 1), ("entered in error since", 1)]


def test_what_was_expunged_since_is_said_as_that(people: Cast) -> None:
    some(people, 2)
    run = frozen(people.lead)
    line = next(line for line in run.figures["level"] if line["key"] == "3")
    figures = {**run.figures, "level": [{**line, "part": line["part"] + 1, "whole": line["whole"] + 1}]}
    ids = {**run.ids, "level": {"3": [*run.ids["level"]["3"], str(uuid4())]}}
    values = {name: getattr(run, name) for name in ("definition", "version", "year", "quarter", "made_at", "made_by")}
    with_one_more = Run.objects.create(**values, figures=figures, ids=ids, digest="")
    (found,) = [
        one for one in freezing.differences(with_one_more, clock.now()) if (one.code, one.key) == ("level", "3")
    ]
    assert [(str(why.words), why.number) for why in found.why] == [("no longer there: expunged", 1)]


def test_what_goes_on_is_not_frozen_and_a_second_run_publishes_nothing_new(people: Cast) -> None:
    quarter, annual = definitions.newest("quarter"), definitions.newest("annual")
    now = clock.now()
    running, ended = periods.quarter_of(now), periods.last_over(now)
    for definition, period in ((quarter, running), (annual, ended), (quarter, Period(now.year - 1))):
        with pytest.raises(freezing.NotFrozen):
            freezing.freeze(definition, period, by=people.lead, now=now)
    first, *_rest = some(people, 13)
    before = runs.published(frozen(people.lead))
    Referral.objects.filter(pk=first.pk).update(status="void", ended_at=clock.now(), ended_by=people.lead)
    later("1 minute")
    again = frozen(people.lead)
    assert {line["part"] for line in again.figures["level"] if line["part"]} == {12}
    assert runs.published(again) == before
    assert {line.part for line in before["level"] if line.part} == {13}


def test_nobody_changes_a_run_and_one_that_was_changed_says_so(people: Cast) -> None:
    some(people, 1)
    run = frozen(people.lead)
    with pytest.raises(InternalError, match="run_is_frozen"), transaction.atomic():
        Run.objects.filter(pk=run.pk).update(year=2000)
    assert run.is_whole
    run.figures["level"][0]["part"] = 99
    assert not run.is_whole


def test_a_quarter_is_frozen_by_the_calendar_a_week_after_it_has_ended(people: Cast) -> None:
    some(people, 1)
    ended = periods.last_over(clock.now())
    freeze = freezing.freeze_what_is_over
    assert freeze(clock.now(), by="system:freeze_quarters") == []
    later("7 days")
    made = freeze(clock.now(), by="system:freeze_quarters")
    assert [run.period for run in made] == [ended]
    assert freeze(clock.now(), by="system:freeze_quarters") == []
    shown = as_(person(Role.AUDITOR)).get(reverse("reports:figures", args=[ended.slug])).content.decode()
    assert "Published figures of a closed quarter" in shown


def test_what_is_published_shows_no_small_count(people: Cast) -> None:
    sent(people, "4", youth=young_person(people, legal_first="Single"))
    some(people, 12)
    frozen(people.lead)
    address, about = reverse("reports:figures", args=[periods.last_over(clock.now()).slug]), {"about": "found"}
    part = (
        as_(person(Role.SUPERVISOR)).get(address, about).content.decode().split('id="level"')[1].split("</section>")[0]
    )
    assert part.count("not shown") >= 2
    assert ">12<" not in part
    assert " 13 " in plainly(part)
    assert ">12<" in as_(people.lead).get(address, about).content.decode().split('id="level"')[1].split("</section>")[0]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "pdf"])
def test_a_file_leaves_through_the_register_and_is_gone_after_a_week(people: Cast, kind: str) -> None:
    some(people, 12)
    run, client = frozen(people.lead), as_(people.lead)
    page = client.post(reverse("reports:export", args=[run.pk]), {**ASKED, "format": kind}, follow=True)
    assert "Being made" in page.content.decode()
    export = Export.objects.get()
    address = reverse("reports:download", args=[export.pk])
    assert client.get(address).status_code == 404
    tasks.make_files()
    content = client.get(address).content
    assert content[:4] == {"csv": b"\xef\xbb\xbfM", "xlsx": b"PK\x03\x04", "pdf": b"%PDF"}[kind]
    assert as_(person(Role.LEAD)).get(address).status_code == 404
    register = as_(person(Role.AUDITOR)).get(reverse("reports:register")).content.decode()
    assert ASKED["recipient"] in register
    assert Entry.objects.filter(action="report.download", subject=export.pk).exists()
    later("8 days")
    tasks.forget_files()
    assert client.get(address).status_code == 404
    assert ASKED["recipient"] in client.get(reverse("reports:register")).content.decode()


def test_the_file_says_what_the_page_of_other_readers_says(people: Cast) -> None:
    some(people, 12)
    run = frozen(people.lead)
    as_(people.lead).post(reverse("reports:export", args=[run.pk]), {**ASKED, "format": "xlsx"})
    tasks.make_files()
    content = as_(people.lead).get(reverse("reports:download", args=[Export.objects.get().pk])).content
    rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(content)).active.iter_rows()]  # type: ignore[union-attr]
    assert rows[[row[1] for row in rows].index("Suspected: refer today")][:5] == [
        "Level at referral",
        "Suspected: refer today",
        12,
        12,
        "12",
    ]
    address = reverse("reports:run", args=[run.pk])
    shown = as_(person(Role.AUDITOR)).get(address, {"about": "all"}).content.decode()
    for row in rows[1:]:
        assert str(row[1]) in shown


def test_without_authority_and_recipient_no_file_is_made_and_nothing_typed_is_lost(people: Cast) -> None:
    some(people, 1)
    run = frozen(people.lead)
    answer = as_(people.lead).post(
        reverse("reports:export", args=[run.pk]), {**ASKED, "authority": "", "recipient": ""}
    )
    assert "Yearly look." in answer.content.decode()
    assert not Export.objects.exists()
    assert as_(person(Role.AUDITOR)).post(reverse("reports:export", args=[run.pk]), ASKED).status_code == 403


def test_the_register_is_kept_for_good(people: Cast) -> None:
    run = frozen(people.lead)
    as_(people.lead).post(reverse("reports:export", args=[run.pk]), ASKED)
    with pytest.raises(InternalError, match="register_is_kept"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM reports_export")


def test_no_cell_is_reckoned_by_a_spreadsheet() -> None:
    lines = [["=1+1", 5, "-2", "@x", "+3"]]
    book = load_workbook(io.BytesIO(files.xlsx_of(lines)))
    assert [cell.value for cell in next(book.active.iter_rows())] == ["'=1+1", 5, "'-2", "'@x", "'+3"]  # type: ignore[union-attr]
    assert files.csv_of(lines).decode("utf-8-sig").startswith("'=1+1,5,'-2,'@x,'+3")


def test_every_definition_names_what_is_counted_and_a_report_that_is_none_is_not_found(people: Cast) -> None:
    for one in definitions.DEFINITIONS:
        assert (one.retired, len(one.measures)) == ([], len(one.codes))
    client = as_(people.lead)
    address = reverse("reports:freeze")
    for asked, words in (
        ("everything 2026-q1", "no such report"),
        ("quarter 2999-q1", "has not begun"),
        ("", "no such"),
    ):
        assert words in client.post(address, {"report": asked}, follow=True).content.decode()
    assert not Run.objects.exists()
    assert as_(person(Role.AUDITOR)).post(address, {"report": "quarter 2026-q1"}).status_code == 403
    answer = client.post(address, {"report": "annual 2025"}, follow=True)
    assert "These numbers do not change" in answer.content.decode()


def test_a_report_that_is_too_long_for_a_file_says_so_and_the_register_holds_nothing(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "MOST_LINES", 20)
    quarter_over()
    run = frozen(people.lead)
    answer = as_(people.lead).post(reverse("reports:export", args=[run.pk]), ASKED, follow=True)
    assert "a file holds 20 at most" in answer.content.decode()
    assert not Export.objects.exists()


def test_a_file_that_cannot_be_made_says_so_and_holds_up_no_other(people: Cast) -> None:
    quarter_over()
    run = frozen(people.lead)
    lost, good = (exporting.ask(run, **ASKED, by=people.lead) for _number in range(2))
    keys.destroy(lost.pk)
    make_files()
    assert Export.objects.get(pk=lost.pk).failed_at
    assert Export.objects.get(pk=good.pk).ready_at
    page = as_(people.lead).get(reverse("reports:run", args=[run.pk])).content.decode()
    assert page.count("It could not be made yet") == 1


def test_what_a_definition_names_and_nothing_counts_any_more_is_said_and_stays_in_the_run(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    quarter_over()
    run = frozen(people.lead)
    kept = run.figures["overrides"]
    monkeypatch.delitem(BY_CODE, "overrides")
    page = as_(people.lead).get(reverse("reports:run", args=[run.pk])).content.decode()
    assert "names what is counted no longer: overrides" in page
    behind = as_(people.lead).get(reverse("reports:run-list", args=[run.pk]), {"measure": "overrides", "key": "up"})
    assert behind.status_code == 404
    assert Run.objects.get(pk=run.pk).figures["overrides"] == kept
    assert freezing.differences(run, clock.now()) == []


def test_the_federal_notice_stands_in_the_leads_yearly_report_and_nowhere_else(people: Cast) -> None:
    sent(people, "4", gates={**story.MINOR, "G6": "yes"})
    due = Duty.objects.get(clock="otip_notice").due_at
    assert due
    later("366 days")
    period = Period(timezone.localdate(due).year)
    run = freezing.freeze(definitions.newest("annual"), period, by=people.lead, now=clock.now())
    assert (run.figures["otip"][0]["part"], run.figures["otip"][0]["whole"]) == (0, 1)
    address, words = f"{reverse('reports:run', args=[run.pk])}?about=all", "Federal notice"
    assert words in as_(people.lead).get(address).content.decode()
    assert words not in as_(person(Role.AUDITOR)).get(address).content.decode()
    export = file_of(run, people.lead)
    assert words not in exporting.content_of(export).decode()
    figures = reverse("reports:figures", args=[period.slug])
    for part in parts.PARTS:
        assert words not in as_(people.lead).get(figures, {"about": part.slug}).content.decode()
    assert all("otip" not in one.codes for one in definitions.DEFINITIONS if one.slug != "annual")
