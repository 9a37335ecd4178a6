"""A draft is handed to a colleague: one owner at a time, and nothing that was typed is lost on the way."""

import uuid
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Unit, User
from accounts.permissions import Role
from audit import clock, trail
from audit.models import Entry
from notifications.models import Notice
from screening import results, services
from screening.hand_forms import colleagues_of
from screening.models import Handing, Screening
from screening.services import AlreadySigned, CannotHand, HandedOn
from tests.accounts.people import person
from tests.referrals import story
from tests.referrals.browsing import as_, checked
from tests.referrals.story import Cast, screened, sign, young_person
from vault import keys
from youth.models import Youth
from youth.services.access import DRAFTS, HANDOVER

pytestmark = pytest.mark.django_db(databases="__all__")
TYPING = {"X-Background": "1", "X-Requested-With": "fetch"}


@pytest.fixture
def people(db: Any) -> Cast:
    return story.cast()


@pytest.fixture
def colleague(people: Cast) -> User:
    return person(office=people.office, unit=people.worker.unit, name="Invented Colleague")


@pytest.fixture
def draft(people: Cast) -> Screening:
    return screened(young_person(people), people.worker, "3")


def hand(client: Client, draft: Screening, to: User) -> Any:
    return client.post(reverse("screening:hand", args=[draft.pk]), {"colleague": str(to.pk)}, follow=True)


def reread(draft: Screening) -> Screening:
    return Screening.objects.with_record().get(pk=draft.pk)


def section_of(draft: Screening) -> str:
    return reverse("screening:section", args=[draft.pk, "XS"])


def typed(draft: Screening, note: str) -> dict[str, str]:
    domain = next(domain for domain in draft.instrument.domains if domain.code == "XS")
    return {"seen": "1", **{item.code: "none" for item in domain.indicators}, "XS1_note": note}


# --- The colleague has it --------------------------------------------------------------------------------------


def test_the_colleague_goes_on_with_it_and_hears_of_it(people: Cast, colleague: User, draft: Screening) -> None:
    page = hand(as_(people.worker), draft, colleague).content.decode()
    assert "Invented Colleague has the screening now, and is told." in page
    home = as_(colleague).get("/my-day/").content.decode()
    assert "A screening was handed to you" in home
    assert reverse("screening:continue", args=[draft.pk]) in home
    assert as_(colleague).get(reverse("screening:continue", args=[draft.pk])).status_code == 302


def test_the_news_is_settled_by_going_on_with_it(people: Cast, colleague: User, draft: Screening) -> None:
    services.hand(draft, to=colleague, by=people.worker)
    as_(colleague).get(reverse("screening:continue", args=[draft.pk]))
    assert not Notice.objects.unseen_of(colleague.pk).exists()


def test_the_colleague_may_see_the_young_person_because_of_it(people: Cast, colleague: User, draft: Screening) -> None:
    assert not Youth.objects.visible_to(colleague).exists()
    services.hand(draft, to=colleague, by=people.worker)
    row = draft.youth.access.get(user=colleague)
    assert (row.why, row.ends_at) == (DRAFTS, None)
    assert as_(colleague).get(reverse("referrals:youth", args=[draft.youth_id])).status_code == 200


def test_the_trail_of_the_screening_and_of_the_colleague_say_so(
    people: Cast, colleague: User, draft: Screening
) -> None:
    hand(as_(people.worker), draft, colleague)
    about = Entry.objects.filter(youth=draft.youth_id, actor=people.worker.pk)
    entry = about.get(action="screening.hand")
    assert (entry.subject, entry.facts) == (draft.pk, {"from": str(people.worker.pk), "to": str(colleague.pk)})
    assert about.get(action="youth.let_in").subject == colleague.pk


def test_what_was_so_stays_so(people: Cast, colleague: User, draft: Screening) -> None:
    before = reread(draft)
    services.raise_level(draft, "4", reason="What the school saw.", by=people.worker)
    services.hand(draft, to=colleague, by=people.worker)
    after = reread(draft)
    assert (after.started_by, after.started_at, after.saved_at) == (people.worker, before.started_at, before.saved_at)
    assert (after.answers(), after.raised_by) == (before.answers(), people.worker)
    result = as_(colleague).get(reverse("screening:result", args=[draft.pk])).content.decode()
    assert people.worker.display_name in result


def test_the_colleague_signs_and_the_page_says_who_did_what(people: Cast, colleague: User, draft: Screening) -> None:
    services.hand(draft, to=colleague, by=people.worker)
    client = as_(colleague)
    key = checked(client, reread(draft), what_seen="A car.")
    answer = client.post(reverse("referrals:sign", args=[draft.pk]), {"submission_key": key, "is_what_i_know": "on"})
    assert "receipt" in answer.headers["Location"]
    signed = reread(draft)
    assert (signed.signed_by, signed.started_by, signed.owner) == (colleague, people.worker, colleague)
    assert results.result_of(signed).level == "3"


# --- The earlier owner -----------------------------------------------------------------------------------------


def test_the_earlier_owner_is_told_who_has_it(people: Cast, colleague: User, draft: Screening) -> None:
    services.hand(draft, to=colleague, by=people.worker)
    for name in ("tasks", "continue", "start-page", "result", "hand"):
        page = as_(people.worker).get(reverse(f"screening:{name}", args=[draft.pk]), follow=True)
        assert "This screening is with Invented Colleague since" in page.content.decode()
    for name in ("fields", "check"):
        page = as_(people.worker).get(reverse(f"referrals:{name}", args=[draft.pk]), follow=True)
        assert "This screening is with Invented Colleague since" in page.content.decode()
    assert not Screening.objects.visible_to(people.worker).filter(pk=draft.pk).exists()


def test_an_old_tab_saves_nothing_and_shows_what_was_typed(people: Cast, colleague: User, draft: Screening) -> None:
    services.hand(draft, to=colleague, by=people.worker)
    before = reread(draft).entries()
    answer = as_(people.worker).post(section_of(draft), typed(draft, "A note that nobody has yet."))
    assert answer.status_code == 409
    assert "A note that nobody has yet." in answer.content.decode()
    assert "is with Invented Colleague since" in answer.content.decode()
    saved = as_(people.worker).post(section_of(draft), typed(draft, "By itself."), headers=TYPING)
    assert saved.status_code == 409
    assert "is with Invented Colleague since" in saved.json()["refused"]
    assert reread(draft).entries() == before


def test_an_old_tab_does_not_sign(people: Cast, colleague: User, draft: Screening) -> None:
    key = checked(as_(people.worker), draft, what_seen="A car.")
    services.hand(draft, to=colleague, by=people.worker)
    press = {"submission_key": key, "is_what_i_know": "on"}
    assert as_(people.worker).post(reverse("referrals:sign", args=[draft.pk]), press).status_code == 409
    assert reread(draft).is_draft


def test_a_stranger_learns_nothing(people: Cast, colleague: User, draft: Screening) -> None:
    services.hand(draft, to=colleague, by=people.worker)
    for name in ("tasks", "hand", "continue"):
        assert as_(people.stranger).get(reverse(f"screening:{name}", args=[draft.pk])).status_code == 404
    with pytest.raises(PermissionDenied):
        services.hand(draft, to=people.stranger, by=people.supervisor)


def test_it_is_handed_back_the_same_way(people: Cast, colleague: User, draft: Screening) -> None:
    services.hand(draft, to=colleague, by=people.worker)
    hand(as_(colleague), draft, people.worker)
    assert reread(draft).owner == people.worker
    assert as_(people.worker).get(section_of(draft)).status_code == 200
    page = as_(people.worker).get(reverse("screening:hand", args=[draft.pk])).content.decode()
    assert "From Invented Colleague to" in page
    row = draft.youth.access.get(user=colleague, why=DRAFTS)
    assert row.ends_at
    assert abs(row.ends_at - clock.now() - HANDOVER).total_seconds() < 60


def test_whoever_handed_it_on_may_start_one_of_their_own(people: Cast, colleague: User, draft: Screening) -> None:
    services.hand(draft, to=colleague, by=people.worker)
    own = services.start(draft.youth, by=people.worker)
    assert own != draft
    with pytest.raises(CannotHand, match="a draft of their own"):
        services.hand(draft, to=people.worker, by=colleague)


# --- Who can take it -------------------------------------------------------------------------------------------


def test_colleagues_are_those_of_the_office_who_screen_the_own_unit_first(people: Cast, colleague: User) -> None:
    other = Unit.objects.create(name="Another unit", office=people.office, supervisor=people.supervisor)
    neighbour = person(office=people.office, unit=other, name="A first name in the alphabet")
    person(office=people.office, unit=other, is_active=False)
    youth = young_person(people)
    assert list(colleagues_of(people.worker, youth)) == [colleague, neighbour, people.supervisor]


def test_the_young_persons_worker_can_take_it_also_from_another_office(people: Cast) -> None:
    youth = young_person(people, assigned_worker=people.stranger)
    assert list(colleagues_of(people.worker, youth)) == [people.supervisor, people.stranger]


def test_whoever_signs_it_sees_them_a_while_longer(people: Cast, colleague: User) -> None:
    draft = screened(young_person(people), people.worker, "1")
    services.hand(draft, to=colleague, by=people.worker)
    sign(reread(draft), colleague)
    assert draft.youth.access.get(user=colleague, why=DRAFTS).ends_at
    assert as_(colleague).get(reverse("screening:signed", args=[draft.pk])).status_code == 200


def test_nobody_of_another_office_can_be_chosen(people: Cast, draft: Screening) -> None:
    page = hand(as_(people.worker), draft, people.stranger).content.decode()
    assert "Choose from the list." in page
    assert reread(draft).owner == people.worker


def test_alone_in_the_office_one_is_sent_to_the_supervisor(people: Cast, draft: Screening) -> None:
    User.objects.filter(pk=people.supervisor.pk).update(role=Role.ADMINISTRATOR)
    page = as_(people.worker).get(reverse("screening:hand", args=[draft.pk])).content.decode()
    assert "Nobody else of your office may screen." in page


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": Role.LIAISON}])
def test_whoever_has_left_or_does_not_screen_cannot_take_it(
    people: Cast, colleague: User, draft: Screening, change: dict[str, Any]
) -> None:
    User.objects.filter(pk=colleague.pk).update(**change)
    colleague.refresh_from_db()
    with pytest.raises(CannotHand, match="does not screen, or has left"):
        services.hand(draft, to=colleague, by=people.worker)
    with pytest.raises(CannotHand, match="has it already"):
        services.hand(draft, to=people.worker, by=people.worker)


def test_a_sealed_record_goes_to_the_named_alone(people: Cast, colleague: User) -> None:
    sealed = screened(young_person(people, conflict="yes"), people.worker, "3")
    page = hand(as_(people.worker), sealed, colleague).content.decode()
    assert "The record is sealed, and Invented Colleague is not named for it." in page
    assert not sealed.youth.access.filter(user=colleague).exists()
    assert services.hand(sealed, to=people.supervisor, by=people.worker).owner == people.supervisor


# --- At the wrong moment ---------------------------------------------------------------------------------------


def test_what_is_signed_already_is_not_handed(people: Cast, colleague: User, draft: Screening) -> None:
    sign(draft, people.worker)
    with pytest.raises(AlreadySigned):
        services.hand(draft, to=colleague, by=people.worker)
    page = hand(as_(people.worker), draft, colleague).content.decode()
    assert "This screening is signed." in page


def test_a_handing_is_never_changed(people: Cast, colleague: User, draft: Screening) -> None:
    services.hand(draft, to=colleague, by=people.worker)
    for change in (lambda: Handing.objects.update(receiver=people.worker), lambda: Handing.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def pressed(draft: Screening, to: User, by: User) -> Any:
    keys.unlock([draft.youth_id])
    return services.hand(Screening.objects.get(pk=draft.pk), to=to, by=by)


def signs(draft: Screening, by: User) -> Any:
    keys.unlock([draft.youth_id])
    return sign(Screening.objects.with_record().get(pk=draft.pk), by, key=uuid.uuid4())


@pytest.mark.django_db(databases="__all__", transaction=True)
def test_of_two_presses_at_once_one_hands_it_and_the_other_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("notifications.outbox.wake_up", lambda: None)
    people = story.cast()
    others = [person(office=people.office), person(office=people.office)]
    with transaction.atomic(), trail.recording():
        draft = screened(young_person(people), people.worker, "3")
    found = story.at_once(*(partial(pressed, draft, to, people.worker) for to in others))
    assert sorted(type(one).__name__ for one in found) == ["HandedOn", "Screening"]
    assert Handing.objects.count() == 1
    owner = next(one for one in others if one.pk == Screening.objects.get(pk=draft.pk).handed_to_id)
    found = story.at_once(partial(signs, draft, owner), partial(pressed, draft, people.worker, owner))
    assert len([one for one in found if isinstance(one, AlreadySigned | HandedOn)]) <= 1
    draft = Screening.objects.get(pk=draft.pk)
    assert draft.signed_by in (owner, None)
