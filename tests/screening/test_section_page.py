"""The page of one section: what it says of its own save, and which buttons keep what was typed."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit import clock
from screening import services
from screening.models import Screening
from tests.referrals.browsing import as_
from tests.referrals.story import MINOR, Cast, cast, screened, young_person
from youth.models import Finding

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def client(people: Cast) -> Client:
    return as_(people.worker)


@pytest.fixture
def draft(people: Cast) -> Screening:
    started = services.start(young_person(people), by=people.worker)
    return services.save_start(started, trigger="allegation", gates=MINOR, by=people.worker)


def address(draft: Screening, name: str = "section", code: str = "XS") -> str:
    return reverse(f"screening:{name}", args=[draft.pk, code])


def note(draft: Screening, code: str = "XS") -> str:
    part = Screening.objects.with_record().get(pk=draft.pk).sections.filter(code=code).first()
    return part.entries.get(f"{code}2", {}).get("note", "") if part else ""


def test_a_refused_save_never_says_saved(client: Client, draft: Screening) -> None:
    client.post(address(draft), {"seen": "0", "XS2_note": "First."})
    for refused in ({"seen": "0", "XS2_note": "From an old tab."}, {"seen": "1", "XS2_note": "x" * 4_001}):
        page = client.post(address(draft), refused).content.decode()
        assert "Not saved: see below" in page
        assert 'data-state="failed"' in page
        assert refused["XS2_note"] in page
    assert note(draft) == "First."


def test_a_kept_save_that_lacks_something_says_saved(client: Client, draft: Screening) -> None:
    page = client.post(address(draft), {"seen": "0", "XS2": "clear"}).content.decode()
    assert "Not saved" not in page.split("data-sign-in")[1][:400]
    assert "to put right" in page


def test_errors_of_the_answers_and_of_the_new_source_stand_in_one_summary(client: Client, draft: Screening) -> None:
    typed = {"seen": "0", "XS2_note": "x" * 4_001, "new-who": "y" * 201, "new-source_type": "school"}
    page = client.post(address(draft), typed).content.decode()
    assert page.count("error-summary__list") == 1
    assert "2 things to put right" in page


def test_a_damaged_page_says_that_it_has_to_be_loaded_again(client: Client, draft: Screening) -> None:
    assert "Load it again" in client.post(address(draft), {"seen": "many"}).content.decode()


def test_they_have_told_me_keeps_what_was_typed_first(client: Client, draft: Screening) -> None:
    answer = client.post(address(draft, "told-me-on-section"), {"seen": "0", "XS2": "clear", "XS2_note": "Said so."})
    assert answer.headers["Location"] == reverse("screening:told", args=[draft.pk])
    assert note(draft) == "Said so."
    assert Screening.objects.get(pk=draft.pk).told_me_at


def test_they_have_told_me_is_recorded_though_the_page_is_stale(client: Client, draft: Screening) -> None:
    client.post(address(draft), {"seen": "0", "XS2_note": "First."})
    page = client.post(address(draft, "told-me-on-section"), {"seen": "0", "XS2_note": "Second."}).content.decode()
    assert "is recorded" in page
    assert "Second." in page
    assert note(draft) == "First."
    assert Screening.objects.get(pk=draft.pk).told_me_at


def test_a_page_redrawn_by_another_button_still_saves_to_its_own_section(client: Client, draft: Screening) -> None:
    client.post(address(draft), {"seen": "0", "XS2_note": "First."})
    page = client.post(address(draft, "rest-not-known"), {"seen": "0"}).content.decode()
    assert f'action="{address(draft)}"' in page


def test_undo_keeps_what_was_typed_beside_it(client: Client, draft: Screening) -> None:
    client.post(address(draft, "rest-not-known"), {"seen": "0"})
    page = client.get(address(draft)).content.decode()
    assert f'formaction="{address(draft, "undo-rest")}"' in page
    client.post(address(draft, "undo-rest"), {"seen": "2", "XS2_note": "Typed before the undo."})
    assert note(draft) == "Typed before the undo."


def test_every_group_of_choices_can_be_led_to_by_its_name(client: Client, draft: Screening) -> None:
    page = client.get(address(draft)).content.decode()
    assert 'id="id_XS1"' in page


def test_what_hart_found_earlier_is_listed_above_its_question_and_answers_nothing(
    client: Client, draft: Screening
) -> None:
    on = timezone.localdate(clock.now()) - dt.timedelta(days=400)
    Finding.objects.create(youth=draft.youth, kind="confirmed", on=on, reference="HR-2345-6789")
    page = client.get(address(draft, code="PH")).content.decode()
    listed = page.index("HART determined: confirmed")
    assert "HR-2345-6789" in page
    assert page.index('id="q-PH2"') < listed < page.index('id="q-PH3"')
    assert "checked" not in page
    assert "HR-2345-6789" not in client.get(address(draft)).content.decode()


def test_the_task_list_can_be_complete_without_what_is_never_scored(people: Cast) -> None:
    draft = screened(young_person(people), people.worker, "1")
    page = as_(people.worker).get(reverse("screening:tasks", args=[draft.pk])).content.decode()
    assert page.count("Optional") == 2
    assert "11 of 11 sections done" in page


def test_a_page_with_all_its_answers_says_that_only_a_source_is_missing(client: Client, people: Cast) -> None:
    draft = screened(young_person(people), people.worker, "1")
    codes = [item.code for item in next(one for one in draft.instrument.domains if one.code == "MH").indicators]
    client.post(address(draft, code="MH"), {"seen": "1", **dict.fromkeys(codes, "none"), "MH1": "possible"})
    page = client.get(reverse("screening:tasks", args=[draft.pk])).content.decode()
    assert "A source is missing" in page
    assert f"{address(draft, code='MH')}#q-MH1" in page


def test_all_that_is_left_is_offered_in_one_press_only_once_the_first_two_pages_are_answered(
    client: Client, draft: Screening
) -> None:
    tasks, press = (
        reverse("screening:tasks", args=[draft.pk]),
        reverse("screening:rest-not-known", args=[draft.pk, "all"]),
    )
    for code in ("XS", "XL"):
        assert press not in client.get(tasks).content.decode()
        client.post(address(draft, "rest-not-known", code), {"seen": "0"})
    assert press in client.get(tasks).content.decode()
