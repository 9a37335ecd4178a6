"""A young person moves to another town: who sees them from then on, and what stays where it is."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Cover, Office, Town, Unit, User
from accounts.permissions import Role
from audit import clock
from audit.models import Entry
from notifications.models import Notice
from referrals.models import Referral
from referrals.services.relocating import relocate
from screening.models import Screening
from tests.accounts.people import person
from tests.referrals import story
from tests.referrals.browsing import as_
from tests.referrals.story import Cast, screened, sent, young_person
from youth.models import OfficeChange, Youth
from youth.services import CannotMove, create_youth, name_person
from youth.services.access import HANDOVER

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def there(people: Cast) -> User:
    """The worker of the other office, with a supervisor and a liaison."""
    office = Office.objects.get(name="Norwich")
    supervisor = person(Role.SUPERVISOR, office=office, name="Invented Leader")
    unit = Unit.objects.create(name="Far unit", office=office, supervisor=supervisor)
    User.objects.filter(pk=people.stranger.pk).update(unit=unit, name="Invented Successor")
    Cover.objects.create(liaison=person(Role.LIAISON, office=office, name="Invented Liaison"), office=office)
    people.stranger.refresh_from_db()
    return people.stranger


def town(office: str = "Norwich") -> Town:
    return Town.objects.filter(office__name=office).select_related("office")[0]


def moved(youth: Youth, to: User | None, by: User, *, town_of: str = "Norwich") -> Referral | None:
    today = timezone.localdate(clock.now())
    return relocate(youth, town=town(town_of), to=to, from_day=today, because="family", by=by)


def typed(to: str, **more: str) -> dict[str, str]:
    today = timezone.localdate(clock.now())
    day = {f"from_day_{part}": str(getattr(today, part)) for part in ("month", "day", "year")}
    return {"town": str(town().pk), "worker": to, "because": "placement", **day, **more}


def test_the_worker_and_supervisor_there_see_them_and_those_here_hand_over(people: Cast, there: User) -> None:
    youth = young_person(people)
    moved(youth, there, people.worker)
    youth.refresh_from_db()
    assert (youth.town, youth.office, youth.assigned_worker) == (town(), there.office, there)
    assert there.unit
    current = youth.access.current()
    assert set(current.filter(ends_at=None).values_list("user", "why")) == {
        (there.pk, "assigned"),
        (there.unit.supervisor_id, "supervises"),
    }
    ending = current.filter(user__in=[people.worker, people.supervisor])
    assert {row.why for row in ending} == {"created", "assigned", "supervises"}
    assert all(row.ends_at and abs(row.ends_at - clock.now() - HANDOVER) < dt.timedelta(minutes=1) for row in ending)


def test_through_the_page_the_town_comes_first_and_then_its_people(people: Cast, there: User) -> None:
    youth = young_person(people)
    client, address = as_(people.worker), reverse("referrals:moved-office", args=[youth.pk])
    assert address in client.get(reverse("referrals:youth", args=[youth.pk])).content.decode()
    assert "Who is their worker now?" not in client.get(address).content.decode()
    page = client.post(address, {"town": str(town().pk)}).content.decode()
    assert "The DCF office of that town is Norwich." in page
    assert "Invented Successor, Far unit" in page
    assert "Not known yet: a supervisor there passes them on" in page
    answer = client.post(address, typed(str(there.pk)), follow=True)
    assert "The move is recorded." in answer.content.decode()
    assert "You are now the worker of a young person" in as_(there).get("/my-day/").content.decode()
    assert as_(there).get(reverse("referrals:youth", args=[youth.pk])).status_code == 200
    entry = Entry.objects.get(action="youth.move_office", youth=youth.pk)
    assert (entry.youth, entry.facts["because"]) == (youth.pk, "placement")


def test_not_known_yet_is_a_supervisor_who_passes_them_on(people: Cast, there: User) -> None:
    youth = young_person(people)
    assert there.unit
    leader = there.unit.supervisor
    as_(people.worker).post(reverse("referrals:moved-office", args=[youth.pk]), typed(str(leader.pk)))
    assert Youth.objects.get(pk=youth.pk).assigned_worker == leader
    own = reverse("dashboards:unit-worker", args=[leader.pk])
    assert own in as_(leader).get(reverse("dashboards:unit")).content.decode()
    as_(leader).post(own, {"youths": [str(youth.pk)], "to": str(there.pk), "because": "other"})
    assert Youth.objects.get(pk=youth.pk).assigned_worker == there
    assert Youth.objects.visible_to(leader).filter(pk=youth.pk).exists()


def test_as_long_as_nobody_is_there_the_worker_stays_and_keeps_seeing_them(people: Cast, there: User) -> None:
    youth = young_person(people)
    as_(people.worker).post(reverse("referrals:moved-office", args=[youth.pk]), typed("stays"))
    youth.refresh_from_db()
    assert (youth.office, youth.assigned_worker) == (there.office, people.worker)
    assert youth.access.current().filter(user=people.worker, ends_at=None).exists()


def test_a_profile_that_hart_added_gets_no_worker_of_hart(people: Cast, there: User) -> None:
    youth = create_youth({"legal_first": "Zephyrine", "office": people.office}, by=people.liaison)
    client, address = as_(people.liaison), reverse("referrals:moved-office", args=[youth.pk])
    page = client.post(address, {"town": str(town().pk)}).content.decode()
    assert "Nobody there yet</option>" in page
    client.post(address, typed("stays"))
    youth.refresh_from_db()
    assert (youth.office, youth.assigned_worker) == (there.office, None)


def test_a_town_of_the_same_office_changes_neither_office_nor_worker(people: Cast) -> None:
    youth = young_person(people)
    address, here = reverse("referrals:moved-office", args=[youth.pk]), town("Hartford")
    page = as_(people.worker).post(address, {"town": str(here.pk)}).content.decode()
    assert "The DCF office stays Hartford" in page
    assert "Who is their worker now?" not in page
    as_(people.worker).post(address, typed("", town=str(here.pk)))
    youth.refresh_from_db()
    assert (youth.town, youth.assigned_worker) == (here, people.worker)
    assert not OfficeChange.objects.exists()


def test_the_change_is_kept_and_never_changed(people: Cast, there: User) -> None:
    youth = young_person(people)
    moved(youth, there, people.worker)
    change = youth.office_changes.get()
    assert (change.from_office, change.to_office, change.because) == (people.office, there.office, "family")
    page = as_(there).get(reverse("referrals:moved-office", args=[youth.pk])).content.decode()
    assert f"{change.from_day:%b %-d, %Y}, from Hartford to Norwich: They or their family moved" in page
    with pytest.raises(DatabaseError), transaction.atomic():
        OfficeChange.objects.update(because="other")


# --- The open referral, and drafts -----------------------------------------------------------------------------


def test_the_open_referral_stays_and_hart_there_sees_it_and_is_told(people: Cast, there: User) -> None:
    referral = sent(people, "4")
    before = (referral.office_id, referral.liaison_id, referral.status)
    assert referral.youth
    liaison = User.objects.get(name="Invented Liaison")
    assert as_(liaison).get(reverse("referrals:detail", args=[referral.pk])).status_code == 404
    assert moved(referral.youth, there, people.worker) == referral
    referral = story.reread(referral)
    assert (referral.office_id, referral.liaison_id, referral.status) == before
    page = as_(liaison).get(reverse("referrals:detail", args=[referral.pk]))
    assert "The young person moved to another office" in page.content.decode()
    assert "Hartford → Norwich" in page.content.decode()
    told = Notice.objects.filter(event="referral.moved_office", subject=referral.pk)
    assert set(told.values_list("user", flat=True)) == {liaison.pk, people.liaison.pk}
    for user in (liaison, there):
        assert (
            referral.reference in as_(user).get(reverse("referrals:youth", args=[referral.youth_id])).content.decode()
        )
    assert referral.reference in as_(there).get("/my-day/").content.decode()


def test_without_a_liaison_there_the_leads_are_told(people: Cast) -> None:
    referral = sent(people, "4")
    assert referral.youth
    Cover.objects.filter(office__name="Norwich").delete()
    moved(referral.youth, people.stranger, people.worker)
    assert Notice.objects.filter(event="referral.moved_office", user=people.lead.pk).exists()


def test_a_draft_stays_with_its_owner_who_still_sees_them(people: Cast, there: User) -> None:
    draft = screened(young_person(people), people.worker, "3")
    address = reverse("referrals:moved-office", args=[draft.youth_id])
    page = as_(people.worker).get(address).content.decode()
    assert f"An open draft stays with {people.worker.display_name}, started" in page
    moved(Youth.objects.get(pk=draft.youth_id), there, people.worker)
    assert draft.youth.access.current().filter(user=people.worker, why="draft", ends_at=None).exists()
    hand = {"colleague": str(there.pk)}
    as_(people.worker).post(reverse("screening:hand", args=[draft.pk]), hand)
    assert Screening.objects.get(pk=draft.pk).handed_to == there
    assert not draft.youth.access.filter(user=people.worker, ends_at=None).exists()


# --- What cannot be --------------------------------------------------------------------------------------------


def test_a_second_press_is_told_that_they_are_there_already(people: Cast, there: User) -> None:
    youth = young_person(people)
    client, address = as_(people.worker), reverse("referrals:moved-office", args=[youth.pk])
    for said in ("The move is recorded.", f"They are recorded in {town()} already."):
        assert said in client.post(address, typed(str(there.pk)), follow=True).content.decode()
    assert youth.office_changes.count() == 1


def test_a_sealed_record_moves_only_to_somebody_named(people: Cast, there: User) -> None:
    sealed = young_person(people, conflict="yes")
    with pytest.raises(CannotMove, match="HART's lead says who may open it"):
        moved(sealed, there, people.worker)
    name_person(sealed, there, by=people.lead)
    sealed.refresh_from_db()
    moved(sealed, there, people.worker)
    assert {row.why for row in sealed.access.current()} == {"named"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"town": ""}, "Choose a town."),
        ({"worker": ""}, "Choose who is their worker now."),
        ({"because": ""}, "Say why."),
        ({"from_day_year": "2999"}, "This date is in the future."),
        ({"from_day_month": "", "from_day_day": "", "from_day_year": ""}, "Enter a date"),
    ],
)
def test_what_is_missing_is_said(people: Cast, there: User, change: dict[str, Any], said: str) -> None:
    youth = young_person(people)
    page = as_(people.worker).post(
        reverse("referrals:moved-office", args=[youth.pk]), {**typed(str(there.pk)), **change}
    )
    assert said in page.content.decode()


def test_a_worker_of_another_office_than_the_towns_is_none_of_the_list(people: Cast, there: User) -> None:
    colleague = person(office=people.office)
    youth = young_person(people)
    page = as_(people.worker).post(reverse("referrals:moved-office", args=[youth.pk]), typed(str(colleague.pk)))
    assert "it shows the people of the town" in page.content.decode()
    assert as_(there).get(reverse("referrals:moved-office", args=[youth.pk])).status_code == 404
