"""Write it down on the way: ten questions, one of them asked for, and a screening begun with what was said."""

import uuid
from typing import Any

import pytest
from django.urls import reverse

from audit.models import Entry
from screening.models import Screening
from tests.referrals.browsing import as_
from tests.referrals.story import Cast, answered, cast, young_person
from vault import keys
from youth.models import Youth

pytestmark = pytest.mark.django_db(databases="__all__")

ADDRESS = reverse("screening:capture")
MOST = 10  # questions


@pytest.fixture
def people() -> Cast:
    return cast()


def typed(**said: Any) -> dict[str, Any]:
    return {"submission_key": str(uuid.uuid4()), "captured": "A grey car waits after school.", **said}


def kept(people: Cast, address: str = ADDRESS, **said: Any) -> Screening:
    answer = as_(people.worker).post(address, typed(**said))
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return Screening.objects.with_record().latest("started_at")


def test_it_asks_ten_questions_of_somebody_new_and_six_of_somebody_known(people: Cast) -> None:
    form = as_(people.worker).get(ADDRESS).context["form"]
    assert len(form.visible_fields()) == MOST
    known = reverse("screening:capture-known", args=[young_person(people).pk])
    assert len(as_(people.worker).get(known).context["form"].visible_fields()) == MOST - 4


def test_a_screening_is_begun_with_what_was_said(people: Cast) -> None:
    draft = kept(
        people, name="Ottoline Fernsby", age="14", G4="missing_now", G5="no", trigger="allegation", source_type="school"
    )
    assert draft.captured == "A grey car waits after school."
    assert (draft.trigger, draft.gates["G4"], draft.gates["G5"]) == ("allegation", "missing_now", "no")
    assert [source.source_type for source in draft.sources.all()] == ["school"]
    assert draft.youth.legal_last == "Fernsby"
    assert draft.youth.assigned_worker == people.worker
    assert Entry.objects.filter(action="screening.capture", subject=draft.pk, actor=people.worker.pk).count() == 1


def test_only_the_words_have_to_be_there_and_what_was_typed_stays(people: Cast) -> None:
    assert kept(people).youth.display_name == "Name not known"
    refused = as_(people.worker).post(ADDRESS, typed(captured="", name="Ottoline")).content.decode()
    assert "Write what was seen or said, in a few words." in refused
    assert 'value="Ottoline"' in refused


def test_a_second_press_keeps_it_once(people: Cast) -> None:
    said, client = typed(name="Ottoline Fernsby", source_type="school"), as_(people.worker)
    assert client.post(ADDRESS, said)["Location"] == client.post(ADDRESS, said)["Location"]
    draft = Screening.objects.get()
    assert (draft.captured, draft.sources.count(), Youth.objects.count()) == ("A grey car waits after school.", 1, 1)


def test_more_about_somebody_known_goes_below_what_was_written_before(people: Cast) -> None:
    address = reverse("screening:capture-known", args=[young_person(people).pk])
    kept(people, address)
    draft = kept(people, address, captured="The school saw it, too.")
    kept(people, address, captured="The school saw it, too.")
    assert Screening.objects.get().captured == "A grey car waits after school.\n\nThe school saw it, too."
    assert draft.started_by == people.worker


def test_danger_comes_first(people: Cast) -> None:
    answer = as_(people.worker).post(ADDRESS, typed(G5="yes"))
    assert answer["Location"] == f"{reverse('danger')}?screening={Screening.objects.get().pk}"


def test_what_was_written_stands_beside_the_questions_and_on_what_hart_gets(people: Cast) -> None:
    draft = kept(people, reverse("screening:capture-known", args=[young_person(people).pk]))
    client = as_(people.worker)
    for name, more in (("tasks", ()), ("section", ("XS",))):
        assert draft.captured in client.get(reverse(f"screening:{name}", args=[draft.pk, *more])).content.decode()
    draft = answered(draft, people.worker, "4")
    fields = client.get(reverse("referrals:fields", args=[draft.pk]))
    assert fields.context["form"].initial["what_seen"] == draft.captured


def test_a_conflict_of_interest_seals_the_record_at_once(people: Cast) -> None:
    assert kept(people, conflict="yes").youth.sealed_at is not None


def test_my_day_leads_back_to_it(people: Cast) -> None:
    draft = kept(people)
    assert reverse("screening:continue", args=[draft.pk]) in as_(people.worker).get("/my-day/").content.decode()


def test_a_stranger_cannot_write_about_somebody_they_may_not_see(people: Cast) -> None:
    address = reverse("screening:capture-known", args=[young_person(people).pk])
    assert as_(people.stranger).post(address, typed()).status_code == 404
    assert not Screening.objects.exists()


def test_the_words_lie_sealed(people: Cast) -> None:
    draft = kept(people)
    with keys.opened():
        assert Screening.objects.get(pk=draft.pk).captured == draft.captured
    raw = Screening.objects.filter(pk=draft.pk).extra(select={"raw": "captured::text"}).values_list("raw", flat=True)[0]
    assert "grey" not in raw
