"""The young person's own words: kept while they are typed, never written over unseen, shown wherever they matter."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Entry
from screening import services
from screening.models import Screening
from tests.referrals import story
from tests.referrals.browsing import as_
from tests.referrals.story import Cast, cast, screened, young_person

pytestmark = pytest.mark.django_db(databases="__all__")

AUTOSAVE = {"x-background": "1", "x-requested-with": "fetch"}
WORDS = "He said I owe him."


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def client(people: Cast) -> Client:
    return as_(people.worker)


@pytest.fixture
def draft(people: Cast) -> Screening:
    return screened(young_person(people), people.worker, "4")


def at(draft: Screening, name: str) -> str:
    return reverse(f"screening:{name}", args=[draft.pk])


def page(client: Client, draft: Screening, name: str) -> str:
    return client.get(at(draft, name)).content.decode()


def seen(client: Client, draft: Screening, name: str) -> str:
    found = re.search(r'name="seen" value="([^"]*)"', page(client, draft, name))
    assert found
    return found[1]


def stored(draft: Screening, name: str) -> Any:
    return getattr(Screening.objects.get(pk=draft.pk), name)


@pytest.mark.parametrize(("name", "field"), [("told", "told_me_words"), ("result", "words_and_wishes")])
def test_what_is_typed_is_kept_by_the_script_and_the_next_save_is_not_stale(
    client: Client, draft: Screening, name: str, field: str
) -> None:
    mark = seen(client, draft, name)
    for words in (WORDS, f"{WORDS} And more."):
        answer = client.post(at(draft, name), {"seen": mark, field: words}, headers=AUTOSAVE).json()
        assert answer["words"].startswith("Saved ")
        assert not answer["stale"]
        mark = answer["seen"]
        assert stored(draft, field) == words
    rows = Entry.objects.filter(action="screening.save", subject=draft.pk, facts__section=name)
    assert rows.count() == 1


@pytest.mark.parametrize(("name", "field"), [("told", "told_me_words"), ("result", "words_and_wishes")])
def test_an_older_page_overwrites_nothing_until_it_has_shown_what_is_there(
    client: Client, draft: Screening, name: str, field: str
) -> None:
    old = seen(client, draft, name)
    client.post(at(draft, name), {"seen": old, field: WORDS})
    assert client.post(at(draft, name), {"seen": old, field: ""}, headers=AUTOSAVE).json()["stale"]
    redrawn = client.post(at(draft, name), {"seen": old, field: "Other words."}).content.decode()
    assert "What was saved meanwhile" in redrawn
    assert "Not saved: see below" in redrawn
    assert WORDS in redrawn
    assert stored(draft, field) == WORDS

    now = re.search(r'name="seen" value="([^"]*)"', redrawn)
    assert now
    client.post(at(draft, name), {"seen": now[1], field: "Other words."})
    assert stored(draft, field) == "Other words."


def test_the_same_words_from_an_older_page_are_simply_kept(client: Client, draft: Screening) -> None:
    old = seen(client, draft, "told")
    for _press in range(2):
        answer = client.post(at(draft, "told"), {"seen": old, "told_me_words": WORDS})
        assert answer.status_code == 302


def test_coming_back_leads_to_where_words_were_last_written(client: Client, draft: Screening) -> None:
    client.post(at(draft, "told"), {"seen": seen(client, draft, "told"), "told_me_words": WORDS})
    assert client.get(at(draft, "continue")).headers["Location"] == at(draft, "told")


def test_being_told_leads_to_the_first_actions_and_their_clocks(client: Client, draft: Screening) -> None:
    client.post(at(draft, "told-me"))
    found = page(client, draft, "told")
    assert "Recorded " in found
    for said in ("Stop asking", "Call your supervisor", "within 1 hour", "Careline", "within 12 hours"):
        assert said in found, said


def test_before_the_press_nothing_is_said_to_be_recorded(client: Client, draft: Screening) -> None:
    found = page(client, draft, "told")
    assert "Not recorded yet" in found
    assert "Recorded ." not in found


def test_their_words_stand_on_the_result_the_check_and_the_signed_screening(
    people: Cast, client: Client, draft: Screening
) -> None:
    services.told_me(draft, by=people.worker)
    said = {
        "told_me_words": WORDS,
        "words_and_wishes": "My aunt to know.",
        "safe_tonight_own_view": "not_asked",
        "not_asked_because": "He was in the room.",
    }
    services.save_words(draft, said, by=people.worker)
    services.raise_level(draft, "", reason="", by=people.worker)
    client.post(reverse("referrals:fields", args=[draft.pk]), {})
    check = client.get(reverse("referrals:check", args=[draft.pk])).content.decode()
    result = page(client, draft, "result")
    story.sign(Screening.objects.with_record().get(pk=draft.pk), people.worker)
    for shown in (result, check, page(client, draft, "signed")):
        for words in (WORDS, "My aunt to know.", "He was in the room.", "They have told, recorded"):
            assert words in shown, words


def test_a_signed_screening_says_why_it_was_made_and_why_it_was_raised(people: Cast, client: Client) -> None:
    draft = screened(young_person(people), people.worker, "3")
    services.raise_level(draft, "4", reason="She looks over her shoulder.", by=people.worker)
    story.sign(draft, people.worker)
    found = page(client, draft, "signed")
    assert "Somebody says the young person may be exploited" in found
    assert "She looks over her shoulder." in found


def test_strengths_stand_on_the_result_with_why_they_were_not_asked(client: Client, draft: Screening) -> None:
    section = reverse("screening:section", args=[draft.pk, "PR"])
    typed = {"seen": "1", "PR1_note": "A teacher.", "not_asked_note": "No time alone."}
    assert client.post(section, typed).status_code == 302
    found = page(client, draft, "result")
    assert "A teacher." in found
    assert "No time alone." in found
    assert "A teacher." in client.get(section).content.decode()


def test_their_wishes_are_asked_once(client: Client, draft: Screening) -> None:
    section = client.get(reverse("screening:section", args=[draft.pk, "PR"])).content.decode()
    assert "PR3_note" in section
    assert "PR4_note" not in section


def test_the_danger_page_leads_back_to_the_screening_it_was_opened_from(
    people: Cast, client: Client, draft: Screening
) -> None:
    opened = f"{reverse('danger')}?screening={draft.pk}"
    assert opened in page(client, draft, "told")
    assert at(draft, "continue") in client.get(opened).content.decode()
    for nobody in ("", "?screening=", "?screening=x", f"?screening={people.worker.pk}"):
        assert "Go on where you stopped" not in client.get(reverse("danger") + nobody).content.decode()
    assert at(draft, "continue") not in as_(people.stranger).get(opened).content.decode()


def test_a_level_is_called_not_validated_wherever_it_stands(client: Client, draft: Screening) -> None:
    assert "Not validated" in page(client, draft, "raise").split("<main")[1].split("</main>")[0]
    assert "Not validated</span>" in page(client, draft, "result").split('id="unknown-title"')[-1]


def test_harts_brief_leads_to_their_words_without_showing_them(people: Cast, client: Client, draft: Screening) -> None:
    services.save_words(draft, {"told_me_words": WORDS}, by=people.worker)
    referral = story.sign(Screening.objects.with_record().get(pk=draft.pk), people.worker)
    assert referral
    brief = as_(people.liaison).get(reverse("referrals:detail", args=[referral.pk])).content.decode()
    assert f"{at(draft, 'signed')}#own-words" in brief
    assert WORDS not in brief
