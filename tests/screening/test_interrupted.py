"""They told in the middle of a page: without a script, too, what was typed there is kept. And a reason saves itself."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from referrals.services import drafts
from screening import services
from screening.models import Screening
from tests.referrals.browsing import as_
from tests.referrals.story import MINOR, Cast, cast, screened, young_person

pytestmark = pytest.mark.django_db(databases="__all__")

AUTOSAVE = {"x-background": "1", "x-requested-with": "fetch"}
REASON = "She looks over her shoulder."


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def client(people: Cast) -> Client:
    return as_(people.worker)


@pytest.fixture
def draft(people: Cast) -> Screening:
    return screened(young_person(people), people.worker, "3")


def at(draft: Screening, name: str, *more: str) -> str:
    return reverse(f"screening:{name}", args=[draft.pk, *more])


def again(draft: Screening) -> Screening:
    return Screening.objects.select_related("youth").get(pk=draft.pk)


def seen(client: Client, address: str) -> str:
    return str(client.get(address).context["form"].initial["seen"])


PAGES = {
    "told": ("told", "told_me_words", {}),
    "result": ("result", "words_and_wishes", {}),
    "raise": ("raise", "raise_reason", {"level": ""}),
}


@pytest.mark.parametrize("name", PAGES)
def test_what_was_typed_is_kept_and_the_numbers_to_call_follow(client: Client, draft: Screening, name: str) -> None:
    place, field, more = PAGES[name]
    address = at(draft, place)
    assert at(draft, "told-me-on-page", name) in client.get(address).content.decode()
    typed = {"seen": seen(client, address), field: "As it was said.", **more}
    answer = client.post(at(draft, "told-me-on-page", name), typed)
    assert answer.headers["Location"] == at(draft, "told")
    kept = again(draft)
    assert kept.told_me_at
    assert getattr(kept, field) == "As it was said."
    assert not kept.raised_to


@pytest.mark.parametrize("name", PAGES)
def test_what_cannot_be_kept_comes_back_and_the_time_is_recorded(client: Client, draft: Screening, name: str) -> None:
    place, field, more = PAGES[name]
    typed = {"seen": seen(client, at(draft, place)), field: "a" * 20_001, **more}
    answer = client.post(at(draft, "told-me-on-page", name), typed)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "What you typed here is not saved yet" in page
    assert "a" * 20_001 in page
    assert again(draft).told_me_at


def test_on_the_first_page_the_choices_that_hold_are_kept(people: Cast, client: Client) -> None:
    draft = services.start(young_person(people), by=people.worker)
    answer = client.post(at(draft, "told-me-on-page", "start"), {"G4": "not_missing", "G5": "no"})
    assert answer.headers["Location"] == at(draft, "told")
    kept = again(draft)
    assert kept.told_me_at
    assert (kept.gates["G4"], kept.gates["G5"]) == ("not_missing", "no")


def test_an_age_that_contradicts_the_profile_is_not_kept_unconfirmed(client: Client, draft: Screening) -> None:
    client.post(at(draft, "told-me-on-page", "start"), {**MINOR, "trigger": "entry", "G1": "18_plus", "G2": "no"})
    kept = again(draft)
    assert (kept.gates["G1"], kept.trigger) == (MINOR["G1"], "entry")


def test_the_fields_of_the_referral_are_kept_too(client: Client, draft: Screening) -> None:
    address = reverse("referrals:fields", args=[draft.pk])
    told = reverse("referrals:told-me-on-fields", args=[draft.pk])
    assert told in client.get(address).content.decode()
    answer = client.post(told, {"seen": seen(client, address), "what_seen": "A car that waits."})
    assert answer.headers["Location"] == at(draft, "told")
    kept = drafts.of(again(draft))
    assert kept
    assert kept.fields["what_seen"] == "A car that waits."
    answer = client.post(told, {"seen": seen(client, address), "cause_at": "2999-01-01T00:00", "what_seen": "More."})
    assert "What you typed here is not saved yet" in answer.content.decode()
    assert "More." in answer.content.decode()


def test_no_such_page_is_not_found(client: Client, draft: Screening) -> None:
    assert client.post(at(draft, "told-me-on-page", "elsewhere")).status_code == 404


# --- The reason of a raise -----------------------------------------------------------------------------------


def saves(client: Client, draft: Screening, mark: str, **typed: str) -> Any:
    return client.post(at(draft, "raise"), {"seen": mark, **typed}, headers=AUTOSAVE)


@pytest.mark.parametrize("level", ["", "4"])
def test_a_reason_saves_itself_and_raises_nothing(client: Client, draft: Screening, level: str) -> None:
    answer = saves(client, draft, seen(client, at(draft, "raise")), level=level, raise_reason=REASON).json()
    assert not answer["stale"]
    assert answer["words"] == "Reason saved. The level is raised when you press Raise"
    kept = again(draft)
    assert (kept.raise_reason, kept.raised_to) == (REASON, "")
    assert REASON in client.get(at(draft, "raise")).content.decode()
    assert client.get(at(draft, "continue")).headers["Location"] == at(draft, "raise")
    typed = {"seen": answer["seen"], "level": "4", "raise_reason": REASON}
    assert client.post(at(draft, "raise"), typed).headers["Location"] == at(draft, "result")
    assert (again(draft).raised_to, again(draft).raise_reason) == ("4", REASON)


def test_a_reason_of_another_tab_is_not_written_over(client: Client, draft: Screening) -> None:
    old = seen(client, at(draft, "raise"))
    saves(client, draft, old, level="", raise_reason=REASON)
    assert saves(client, draft, old, level="", raise_reason="Other words.").json()["stale"]
    page = client.post(at(draft, "raise"), {"seen": old, "level": "4", "raise_reason": "Other words."}).content.decode()
    assert "What was saved meanwhile" in page
    assert REASON in page
    assert not again(draft).raised_to


def test_a_raise_that_stands_is_neither_emptied_nor_taken_back_by_a_save_in_the_background(
    people: Cast, client: Client, draft: Screening
) -> None:
    services.raise_level(draft, "4", reason=REASON, by=people.worker)
    for level in ("", "4"):
        answer = saves(client, draft, seen(client, at(draft, "raise")), level=level, raise_reason="")
        assert "json" not in answer.headers["Content-Type"]
        assert (again(draft).raised_to, again(draft).raise_reason) == ("4", REASON)
    answer = saves(client, draft, seen(client, at(draft, "raise")), level="", raise_reason="Put better.")
    assert (again(draft).raised_to, again(draft).raise_reason) == ("4", "Put better.")


def test_a_reason_that_raised_nothing_is_no_part_of_what_is_signed(
    people: Cast, client: Client, draft: Screening
) -> None:
    saves(client, draft, seen(client, at(draft, "raise")), level="", raise_reason=REASON)
    signed = services.finalize(again(draft), by=people.worker)
    assert signed.raise_reason == ""
