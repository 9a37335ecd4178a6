"""The figures: each measure against a plain count over the same rows, and page, chart, table and file alike."""

import html
import re
from collections import Counter
from typing import Any

import pytest
from django.db.models import F
from django.urls import reverse
from django.utils.text import Truncator

from accounts.models import Office
from accounts.permissions import Role
from audit import clock
from duties.models import Duty
from referrals.models import Referral, ServiceStep
from referrals.services import moves
from reports import files, periods
from reports.cases import Scope
from reports.listing import listed
from reports.measures import BY_CODE, MEASURES, OTIP, Behind, computed
from reports.parts import GLANCE, PARTS
from reports.periods import NoPeriod, Period
from reports.reading import Reading
from reports.sections import sections
from reports.shown import exact
from screening.models import Screening
from tests.accounts.people import person
from tests.clock import later
from tests.referrals import story
from tests.referrals.browsing import as_
from tests.referrals.restoring import served
from tests.referrals.story import Cast, sent, young_person
from tests.reports.pages import plainly
from tests.reports.worked import this_quarter, work
from youth.choices import Conflict
from youth.services import seal

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def people(db: Any) -> Cast:
    return story.cast()


@pytest.fixture
def worked(people: Cast) -> Cast:
    return work(people)


def part_of_page(people: Cast, about: str, period: str = "", **asked: str) -> str:
    address = reverse("reports:figures", args=[period or this_quarter().slug])
    return as_(people.lead).get(address, {"about": about, **asked}).content.decode()


def every_part(people: Cast) -> str:
    return "".join(part_of_page(people, part.slug) for part in PARTS)


def test_each_measure_stands_in_one_part_of_the_page() -> None:
    codes = [code for part in PARTS for code in part.codes]
    assert sorted(codes) == sorted(BY_CODE)
    assert set(GLANCE.codes) <= set(codes)


def test_at_a_glance_says_what_the_parts_say_and_leads_there(worked: Cast) -> None:
    client, page = as_(worked.lead), part_of_page(worked, "")
    rows = re.findall(r'<th scope="row">\s*<a href="([^"]+)#([^"]+)">.*?</th>(.*?)</tr>', page, re.S)
    assert tuple(code for _url, code, _cells in rows) == GLANCE.codes
    for url, code, cells in rows:
        value, part, whole = re.findall(r"<td>\s*(.*?)\s*</td>", cells, re.S)[:3]
        section = client.get(url.replace("&amp;", "&")).content.decode().split(f'id="{code}"')[1].split("</section>")[0]
        plain = re.sub(r"<span.*?</span>|<[^>]+>", " ", section)
        assert re.search(rf"\b{re.escape(part)}\s+{re.escape(whole)}\b", plain), code
        assert value in plain, code


def test_counts_are_the_plain_counts_of_the_rows(worked: Cast) -> None:
    figures = computed(Reading(this_quarter(), Scope(), clock.now()))
    rows = list(Referral.objects.all())
    for code, plain in (
        ("level", Counter(row.level for row in rows)),
        ("age", Counter(row.age_band for row in rows)),
        ("type", Counter(row.concern_type or "unknown" for row in rows)),
        ("determination", Counter(row.determination for row in rows if row.determination)),
        ("settled", Counter("yes" if row.determination else "no" for row in rows)),
        ("office", Counter(row.office.name for row in rows)),
        ("sex", Counter((row.youth and row.youth.gender) or "unknown" for row in rows)),
        ("race", Counter("".join(row.youth.race or []) or "unknown" for row in rows if row.youth)),
    ):
        assert {line.key: line.part for line in figures[code] if line.part} == dict(plain), code
        assert {line.whole for line in figures[code]} == {sum(plain.values())}, code


def test_what_was_in_time_is_in_time_and_what_still_runs_is_not_counted(worked: Cast) -> None:
    before = computed(Reading(this_quarter(), Scope(), clock.now()))["acknowledged"][0]
    done = Duty.objects.filter(clock__startswith="acknowledge", done_at__isnull=False).count()
    assert (before.part, before.whole) == (done, done)
    later("20 days")
    due = list(Duty.objects.filter(clock__startswith="acknowledge", not_applicable_at=None))
    quarters = {periods.quarter_of(duty.due_at) for duty in due if duty.due_at}
    lines = [computed(Reading(quarter, Scope(), clock.now()))["acknowledged"][0] for quarter in quarters]
    in_time = [duty for duty in due if duty.done_at and duty.due_at and duty.done_at <= duty.due_at]
    assert (sum(line.part for line in lines), sum(line.whole for line in lines)) == (len(in_time), len(due))
    assert len(in_time) < len(due)


def test_a_lead_may_narrow_them_and_sees_no_sealed_record(worked: Cast) -> None:
    whole = computed(Reading(this_quarter(), Scope(worked.lead), clock.now()))["level"]
    assert whole[0].whole == 7
    level = computed(Reading(this_quarter(), Scope(worked.lead, level="3"), clock.now()))["level"]
    assert {line.key: line.part for line in level if line.part} == {"3": 3}
    narrowed = computed(Reading(this_quarter(), Scope(worked.lead, level="3"), clock.now()))["acknowledged"][0]
    assert narrowed.whole == Duty.objects.filter(clock="acknowledge_3", done_at__isnull=False).count()
    page = part_of_page(worked, "in-time", level="3")
    assert 'id="acknowledged"' in page
    assert 'id="return-screens"' not in page
    youth = Referral.objects.filter(level="2").get().youth
    assert youth
    seal(youth, by=worked.worker, because=Conflict.SUPERVISOR_TOO)
    assert computed(Reading(this_quarter(), Scope(worked.supervisor), clock.now()))["level"][0].whole == 6
    assert computed(Reading(this_quarter(), Scope(), clock.now()))["level"][0].whole == 7


def test_what_was_entered_in_error_is_counted_nowhere(people: Cast) -> None:
    referral = sent(people, "4")
    Referral.objects.filter(pk=referral.pk).update(status="void", ended_at=clock.now(), ended_by=people.lead)
    figures = computed(Reading(this_quarter(), Scope(), clock.now()))
    assert figures["level"][0].whole == 0


def test_each_measure_has_its_definition_and_a_code_of_its_own() -> None:
    assert set(BY_CODE) == {measure.code for measure in MEASURES} | {OTIP.code}
    for measure in MEASURES:
        assert all(map(str, (measure.label, measure.numerator, measure.denominator, measure.source))), measure.code
    assert not any("otip" in measure.code for measure in MEASURES)


def test_table_and_chart_say_the_same_as_the_lines_of_a_file(worked: Cast) -> None:
    page = every_part(worked)
    figures = computed(Reading(this_quarter(), Scope(worked.lead), clock.now()))
    heads, *rows = files.lines_of(sections({code: exact(found) for code, found in figures.items()}, {}))
    lines = [dict(zip(heads, map(str, row), strict=True)) for row in rows]
    assert len(lines) > 50
    for measure in MEASURES:
        part = page[page.index(f'id="{measure.code}"') :].split("</section>")[0]
        table = [re.findall(r"<t[hd][^>]*>\s*(.*?)\s*</t[hd]>", row, re.S) for row in part.split("<tr>")[2:]]
        mine = [line for line in lines if line["Measure"] == str(measure.label)]
        numbers = [[re.sub(r"(?s)<span.*?</span>|<[^>]+>", "", cell).strip() for cell in row[1:3]] for row in table]
        assert numbers == [[line["Number"], line["Of"]] for line in mine], measure.code
        chart = dict(zip(
            re.findall(r'chart__label"[^>]*>(.*?)</text>', part, re.S),
            re.findall(r'chart__number"[^>]*>\s*(.*?)\s*</text>', part, re.S), strict=True,
        ))  # fmt: skip
        said = {Truncator(line["Line"]).chars(44): line["Value"] for line in mine}
        drawn = {html.unescape(name).strip(): value for name, value in chart.items()}
        assert drawn.items() <= said.items(), measure.code


def test_figures_are_narrowed_to_a_region_an_office_or_a_unit(worked: Cast) -> None:
    elsewhere = Office.objects.area().exclude(region=worked.office.region).first()
    assert elsewhere
    here, other = (worked.office.pk, worked.office.region_id), (elsewhere.pk, elsewhere.region_id)
    for place in (f"office-{here[0]}", f"region-{here[1]}", f"unit-{worked.worker.unit_id}"):
        assert "Most of them: Young people, 7 of 7." in plainly(part_of_page(worked, "found", where=place)), place
    for place in (f"office-{other[0]}", f"region-{other[1]}"):
        page = plainly(part_of_page(worked, "found", where=place))
        assert page.count("There is nothing to count in this period.") > 5, place
    said = plainly(part_of_page(worked, "found", where="office-nowhere"))
    assert "Select a valid choice" in said
    assert f"{worked.office.name}, {worked.worker.unit}" in said


OF_ANSWERS = ("return-not-known", "not-known", "not-known-office", "empty-fields-office")  # or of fields: many of a row


def test_a_number_leads_to_the_rows_behind_it(worked: Cast) -> None:
    client, slug = as_(worked.lead), this_quarter().slug
    counted = computed(Reading(this_quarter(), Scope(worked.lead), clock.now()))
    page = html.unescape(every_part(worked))
    links = re.findall(r'href="([^"]*/list/[^"]*measure=([\w-]+)&key=[^"]*)">(\d+)<', page)
    assert len(links) == sum(bool(line.part) + bool(line.whole) for found in counted.values() for line in found)
    for link, measure, number in links:
        listed = client.get(link).content.decode()
        shown = listed.count('<li class="row">')
        assert ("several in one" in listed) == (shown < int(number)), link
        assert 0 < shown <= int(number) if measure in OF_ANSWERS else shown == int(number), link
    address = reverse("reports:figures-list", args=[slug])
    for asked in ({"measure": "feedback", "key": "none"}, {"measure": "everything"}, {"measure": "level", "key": "9"}):
        assert client.get(address, asked).status_code == 404
    assert client.get(address, {"measure": OTIP.code}).status_code == 404
    assert as_(person(Role.AUDITOR)).get(address).status_code == 403


def test_a_list_says_what_was_late_and_is_of_the_reader_alone(worked: Cast) -> None:
    address = reverse("reports:figures-list", args=[this_quarter().slug])
    asked = {"measure": "acknowledged", "key": "", "whole": "1"}
    duties = Duty.objects.filter(clock__startswith="acknowledge_", done_at__isnull=False)
    shown = plainly(as_(worked.lead).get(address, asked).content.decode())
    assert shown.count(" In time ") == duties.filter(done_at__lte=F("due_at")).count()
    assert shown.count(" Late ") == duties.filter(done_at__gt=F("due_at")).count()
    for behind, model in ((Behind.REFERRALS, Referral), (Behind.DUTIES, Duty), (Behind.SCREENINGS, Screening)):
        ids = list(model.objects.values_list("pk", flat=True))
        assert listed(worked.lead, behind, ids)["found"].rows
        assert listed(worked.stranger, behind, ids)["found"].rows == []


def test_a_flag_says_how_often_it_would_not_be_borne_out(worked: Cast) -> None:
    page = part_of_page(worked, "found")
    flags = page[page.index('id="flags"') :].split("</section>")[0]
    assert "Level 3 or 4: 1 of 2 were borne out. Of 100 such, about 50 would not be." in flags


def test_nobody_but_a_lead_reads_an_exact_number(worked: Cast) -> None:
    address = reverse("reports:figures", args=[this_quarter().slug])
    for role in (Role.SUPERVISOR, Role.LIAISON, Role.AUDITOR):
        assert "Nothing is published of this period" in as_(person(role)).get(address).content.decode()
    assert as_(worked.worker).get(address).status_code == 403


@pytest.mark.parametrize("asked", ["2099-q1", "2026-q5", "1999", "soon"])
def test_a_period_that_is_none_is_said(people: Cast, asked: str) -> None:
    answer = as_(people.lead).get(reverse("reports:figures", args=[asked]), follow=True)
    assert "has not begun yet" in answer.content.decode() or "Choose a quarter" in answer.content.decode()
    with pytest.raises(NoPeriod):
        periods.named(asked, clock.now())


def test_an_empty_period_says_so_and_draws_nothing(people: Cast) -> None:
    pages = [part_of_page(people, part.slug, "2020-q1") for part in PARTS]
    assert sum(page.count("There is nothing to count in this period.") for page in pages) == len(MEASURES)
    assert not any('<svg class="chart"' in page for page in pages)
    assert "<table" in part_of_page(people, "", "2020-q1")


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_quarters_follow_one_another_without_a_gap(number: int) -> None:
    one = Period(2026, number)
    assert one.after().before() == one
    assert one.ends_at == one.after().starts_at
    assert (one.last - one.first).days in (89, 90, 91)


def test_the_first_service_is_timed_from_the_referral_of_whoever_needs_one(people: Cast) -> None:
    for number, choice in enumerate(("confirmed", "suspected", "at_risk")):
        referral = moves.move(
            sent(people, "3", youth=young_person(people, legal_first=f"Invented{number}")),
            "acknowledge", by=people.liaison,
        )  # fmt: skip
        referral = moves.move(referral, "determine", by=people.liaison, words="Talked.", choice=choice)
        served(referral, by=people.liaison, standing="unmet" if number == 1 else "offered")
    line = computed(Reading(this_quarter(), Scope(), clock.now()))["time-to-service"][-1]
    assert (line.part, line.whole) == (1, 2)
    step = ServiceStep.objects.get(service__referral__determination="confirmed")
    assert line.median == step.at - step.service.referral.opened_at
