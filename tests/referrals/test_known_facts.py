"""A determinative fact that was reported is linked with its reference and starts nothing again (domain.md 3.2)."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from audit import clock
from duties.models import Duty
from referrals.models import Referral
from referrals.services import acts, clocks, moves
from screening import services
from screening.models import Screening
from tests.referrals import story
from tests.referrals.browsing import as_
from tests.referrals.story import MINOR, Cast, cast, screened, sign, young_person
from youth import findings
from youth.models import Youth
from youth.services.findings import end_findings

pytestmark = pytest.mark.django_db(databases="__all__")
YEAR = dt.timedelta(days=365)
URGENT = {
    "careline_report",
    "police_identified",
    "written_report",
    "supervisor_4",
    "acknowledge_4",
    "mdt_4",
    "otip_notice",
}


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def client(people: Cast) -> Client:
    return as_(people.worker)


@pytest.fixture
def last_year(people: Cast) -> Referral:
    """XS4, with Careline and police told, the case worked and closed."""
    now = clock.now()
    clock.seed(now - YEAR)
    try:
        youth = young_person(people)
        at = (clock.now() - dt.timedelta(hours=1)).isoformat()
        reports = {"careline": {"at": at, "number": "C-1"}, "police": {"at": at, "number": "P-1"}}
        referral = sign(screened(youth, people.worker, clear=("XS4",)), people.worker, reports=reports)
        assert referral is not None
        for name in ("acknowledge", "start_review"):
            moves.move(referral, name, by=people.liaison)
        moves.move(referral, "determine", by=people.liaison, words="Found by police.", choice="confirmed")
        moves.move(referral, "close", by=people.liaison, words="Stable.", choice="stable")
        for duty in Duty.objects.filter(youth=youth, owner_role="worker").open():
            acts.do(duty, by=people.worker, at=clock.now(), how="Done.")
        for duty in Duty.objects.filter(youth=youth, owner_role="hart").open():
            acts.do(duty, by=people.liaison, at=clock.now(), how="Done.")
    finally:
        clock.seed(now)
    return referral


@pytest.fixture
def youth(last_year: Referral) -> Youth:
    assert last_year.youth is not None
    return last_year.youth


def rescreen(client: Client, youth: Youth, people: Cast, happened: str = "now") -> Screening:
    """All as last time; XS4 by its own press."""
    draft = services.start(youth, by=people.worker)
    draft = services.save_start(draft, trigger="routine", gates={**MINOR, "G7": happened}, by=people.worker)
    client.post(reverse("screening:rest-as-before", args=[draft.pk, "all"]))
    section = reverse("screening:say-again", args=[draft.pk, "XS", "XS4"])
    seen = draft.sections.get(code="XS").number_of_saves
    none = {code: "none" for code in draft.instrument.determinative if code.startswith("XS") and code != "XS4"}
    page = {"seen": seen, **taken(draft, "XS"), **none}
    assert client.post(section, page).status_code == 302
    client.post(reverse("screening:section", args=[draft.pk, "XL"]), {**taken(draft, "XL"), "seen": 1, "XL1": "none"})
    client.post(reverse("screening:rest-not-known", args=[draft.pk, "all"]))
    return Screening.objects.with_record().get(pk=draft.pk)


def taken(draft: Screening, code: str) -> dict[str, Any]:
    part = Screening.objects.with_record().get(pk=draft.pk).sections.get(code=code)
    return {item: entry["answer"] for item, entry in part.entries.items() if entry.get("answer")}


def begun() -> set[str]:
    """The clocks that this year's signature started."""
    return set(
        Duty.objects.filter(started_at__gte=clock.now() - YEAR / 2).exclude(clock="").values_list("clock", flat=True)
    )


def test_what_was_reported_is_known_with_its_reference(last_year: Referral, youth: Youth) -> None:
    known = findings.reported(youth)
    assert {code: one.reference for code, one in known.items()} == {"XS4": last_year.reference}
    assert not any(one.kind == "reported" for one in findings.known(youth))


@pytest.mark.parametrize("happened", ["now", "within_90_days", "earlier", "unknown"])
def test_a_known_xs4_of_last_year_starts_no_clock_again(
    client: Client, youth: Youth, people: Cast, last_year: Referral, happened: str
) -> None:
    """Whatever is answered to when it last happened."""
    draft = rescreen(client, youth, people, happened)
    assert draft.linked()["XS4"]["reference"] == last_year.reference
    referral = sign(draft, people.worker)
    signed = Screening.objects.with_record().get(pk=draft.pk)
    assert (signed.answers()["XS4"], signed.level) == ("clear", "4")
    assert not begun() & URGENT
    assert begun() == {"rescreen_4", "acknowledge_3", "determination"}
    assert referral is not None
    assert not Duty.objects.about("referral", referral.pk).filter(action="call_now").exists()


def test_it_is_shown_as_known_on_the_result_and_once_signed(
    client: Client, youth: Youth, people: Cast, last_year: Referral
) -> None:
    draft = rescreen(client, youth, people)
    result = client.get(reverse("screening:result", args=[draft.pk])).content.decode()
    sign(draft, people.worker)
    signed = client.get(reverse("screening:signed", args=[draft.pk])).content.decode()
    for page in (result, signed):
        assert "Known and reported before" in page
        assert last_year.reference in page


@pytest.mark.parametrize("answers", [{"XS4_note": "Found again last night."}, {"XS4": "possible"}])
def test_what_is_said_anew_of_it_is_new_and_starts_its_clocks(
    client: Client, youth: Youth, people: Cast, answers: dict[str, str]
) -> None:
    draft = rescreen(client, youth, people)
    entry = draft.entries()["XS4"]
    page = {**taken(draft, "XS"), "XS4_note": entry["note"], "XS4_sources": entry["sources"], **answers}
    part = draft.sections.get(code="XS")
    answer = client.post(reverse("screening:section", args=[draft.pk, "XS"]), {"seen": part.number_of_saves, **page})
    assert answer.status_code == 302
    draft = Screening.objects.with_record().get(pk=draft.pk)
    assert draft.linked() == {}
    sign(draft, people.worker)
    assert "careline_report" in begun()


def test_a_new_fact_beside_the_known_one_starts_its_clocks(client: Client, youth: Youth, people: Cast) -> None:
    draft = rescreen(client, youth, people)
    part = draft.sections.get(code="XS")
    entry = part.entries["XS4"]
    source = str(draft.sources.first().pk)  # type: ignore[union-attr]
    page = {**taken(draft, "XS"), "XS4_note": entry["note"], "XS4_sources": entry["sources"]}
    new = {"XS1": "clear", "XS1_note": "Said so today.", "XS1_sources": [source]}
    client.post(reverse("screening:section", args=[draft.pk, "XS"]), {"seen": part.number_of_saves, **page, **new})
    draft = Screening.objects.with_record().get(pk=draft.pk)
    assert set(draft.linked()) == {"XS4"}
    sign(draft, people.worker)
    assert {"careline_report", "police_identified", "acknowledge_4"} <= begun()


def test_danger_now_is_new_whatever_is_known(client: Client, youth: Youth, people: Cast) -> None:
    draft = rescreen(client, youth, people)
    referral = sign(draft, people.worker, safe_tonight="no")
    assert referral is not None
    assert Duty.objects.about("referral", referral.pk).filter(clock="acknowledge_4").exists()


def test_a_possibility_and_what_nobody_reported_are_not_linked(client: Client, people: Cast) -> None:
    youth = young_person(people)
    sign(screened(youth, people.worker, clear=("XS4",)), people.worker)
    assert findings.reported(youth) == {}
    draft = services.start(youth, by=people.worker)
    assert (
        "link it with that report"
        not in client.get(reverse("screening:section", args=[draft.pk, "XS"])).content.decode()
    )
    services.say_again(draft, draft.instrument.indicators["XS4"], by=people.worker)
    assert Screening.objects.with_record().get(pk=draft.pk).linked() == {}


def test_a_report_that_is_recorded_later_makes_it_known_then(people: Cast) -> None:
    youth = young_person(people)
    referral = sign(screened(youth, people.worker, clear=("XS4", "MH1")), people.worker)
    assert referral is not None
    duty = Duty.objects.get(youth=youth, action="careline")
    acts.do(duty, by=people.worker, at=clock.now(), how="C-9")
    assert {code: one.reference for code, one in findings.reported(youth).items()} == {"XS4": referral.reference}


def test_what_was_sent_without_identity_leaves_no_reference(people: Cast) -> None:
    youth = young_person(people, birth_date=dt.date(clock.now().year - 20, 1, 2))
    sign(screened(youth, people.worker, gates=story.ADULT), people.worker, adult_agreement="declined")
    assert findings.reported(youth) == {}


def test_a_linked_fact_is_linked_again_in_the_next_rescreen(
    client: Client, youth: Youth, people: Cast, last_year: Referral
) -> None:
    sign(rescreen(client, youth, people), people.worker)
    draft = rescreen(client, youth, people)
    assert draft.linked()["XS4"]["reference"] == last_year.reference


def test_the_link_outlives_a_second_determination(people: Cast, youth: Youth, last_year: Referral) -> None:
    """What HART determines anew ends its findings; that something was reported stays true."""
    end_findings(youth, reference=last_year.reference, by=people.liaison)
    assert set(findings.reported(youth)) == {"XS4"}


def test_old_information_that_was_taken_over_does_not_make_a_new_report_late(
    client: Client, youth: Youth, people: Cast
) -> None:
    draft = rescreen(client, youth, people)
    draft.sources.update(source_type="police")
    for source in draft.sources.all():
        source.information_date = (clock.now() - YEAR).date()
        source.save()
    assert clocks.first_information_at(Screening.objects.with_record().get(pk=draft.pk)) is None
