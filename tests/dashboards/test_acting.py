"""Somebody acts for a unit's supervisor: they hear and see what the supervisor does, until their time is up."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from accounts.models import Office, Unit, User
from accounts.permissions import Role
from audit import clock
from audit.models import Entry
from dashboards.acting import who_could_act
from notifications.models import Notice
from screening import services as screenings
from tests.accounts.people import person
from tests.referrals import story
from tests.referrals.browsing import as_
from tests.referrals.story import Cast, recipients_of, screened, sent, sign, young_person
from youth.models import Access, Youth
from youth.services import CannotAct, end_acting, name_acting

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = dt.timedelta(days=1)


@pytest.fixture
def people(db: Any) -> Cast:
    return story.cast()


@pytest.fixture
def acting(people: Cast) -> User:
    return person(Role.SUPERVISOR, office=people.office, name="Invented Neighbour")


def unit_of(people: Cast) -> Unit:
    return Unit.objects.get(pk=people.worker.unit_id)


def named(people: Cast, who: User, days: float = 5) -> Unit:
    found = name_acting(unit_of(people), who, clock.now() + days * DAY, by=people.supervisor)
    people.worker.refresh_from_db()
    return found


def home(user: User) -> str:
    return as_(user).get("/my-day/").content.decode()


def typed(who: User, at: dt.datetime) -> dict[str, str]:
    return {"person": str(who.pk), "until": f"{timezone.localtime(at):%Y-%m-%dT%H:%M}"}


def test_the_acting_supervisor_sees_the_units_referrals_until_the_time_is_up(people: Cast, acting: User) -> None:
    referral = sent(people, "4")
    assert referral.reference not in home(acting)
    named(people, acting)
    assert referral.reference in home(acting)
    for url in (reverse("referrals:youth", args=[referral.youth_id]), reverse("dashboards:unit")):
        assert as_(acting).get(url).status_code == 200
    clock.seed(clock.now() + 6 * DAY)
    assert not Youth.objects.visible_to(acting).exists()
    assert not Unit.objects.led_by(acting, clock.now()).exists()
    clock.seed(None)


def test_what_is_sent_meanwhile_tells_them_and_ends_with_their_time(people: Cast, acting: User) -> None:
    named(people, acting)
    referral = sent(people, "4")
    assert acting.pk in recipients_of(referral)
    assert people.supervisor.pk not in recipients_of(referral)
    assert referral.reference in home(acting)
    rows = Access.objects.filter(youth=referral.youth, user=acting)
    assert rows.exists()
    assert all(row.ends_at == unit_of(people).acting_until for row in rows)
    assert referral.youth
    assert referral.youth.access.current().filter(user=people.supervisor, ends_at=None).exists()


def test_a_consultation_that_names_nobody_is_read_by_them_as_long(people: Cast, acting: User) -> None:
    nameless = sent(people, "3", gates=story.ADULT, adult_agreement="declined")
    named(people, acting)
    later = sent(people, "3", gates=story.ADULT, youth=adult(people), adult_agreement="declined")
    assert nameless.reference in home(acting)
    assert later.reference in home(acting)
    end_acting(unit_of(people), by=people.supervisor)
    assert nameless.reference not in home(acting)
    assert later.reference not in home(acting)
    assert later.reference in home(people.supervisor)


def adult(people: Cast) -> Youth:
    return young_person(people, birth_date=dt.date(clock.now().year - 20, 1, 2))


def test_a_raise_that_refers_nobody_is_told_to_them_too(people: Cast, acting: User) -> None:
    named(people, acting)
    draft = screened(young_person(people), people.worker, "1")
    screenings.raise_level(draft, "2", reason="What the school saw.", by=people.worker)
    sign(draft, people.worker)
    assert Notice.objects.unseen_of(acting.pk).filter(event="screening.raise").exists()
    row = Access.objects.get(youth=draft.youth_id, user=acting, why="screening:raise")
    assert row.ends_at == unit_of(people).acting_until


def test_they_hear_of_it_and_the_trail_says_so(people: Cast, acting: User) -> None:
    unit = unit_of(people)
    address = reverse("dashboards:acting", args=[unit.pk])
    answer = as_(people.supervisor).post(address, typed(acting, clock.now() + 5 * DAY), follow=True)
    assert "Invented Neighbour acts for you until" in answer.content.decode()
    assert "You act for a supervisor" in home(acting)
    page = as_(acting).get(address).content.decode()
    assert "Invented Neighbour acts for" in page
    assert "Name them" not in page
    assert not Notice.objects.unseen_of(acting.pk).filter(kind="unit").exists()
    entry = Entry.objects.get(action="unit.set_acting", actor=people.supervisor.pk)
    assert (entry.subject, entry.facts["acting"]) == (unit.pk, str(acting.pk))


@pytest.mark.parametrize("ender", ["supervisor", "acting"])
def test_either_can_end_it(people: Cast, acting: User, ender: str) -> None:
    referral = sent(people, "4")
    unit = named(people, acting)
    later = sent(people, "3")
    who = acting if ender == "acting" else people.supervisor
    address = reverse("dashboards:end-acting", args=[unit.pk])
    end_acting(unit, by=who)
    assert as_(acting).post(address).status_code == 404
    assert as_(people.supervisor).post(address, follow=True).status_code == 200
    shown = home(acting)
    assert referral.reference not in shown
    assert later.reference not in shown
    assert referral.reference in home(people.supervisor)


def test_another_day_and_another_person_follow(people: Cast, acting: User) -> None:
    named(people, acting, days=5)
    referral = sent(people, "4")
    named(people, acting, days=9)
    rows = Access.objects.current().filter(youth=referral.youth, user=acting)
    assert {row.ends_at for row in rows} == {unit_of(people).acting_until}
    other = person(Role.SUPERVISOR, office=people.office)
    named(people, other)
    assert not Youth.objects.visible_to(acting).exists()
    assert Youth.objects.visible_to(other).filter(pk=referral.youth_id).exists()


def test_a_sealed_record_stays_closed_to_them(people: Cast, acting: User) -> None:
    sealed = young_person(people, conflict="yes")
    named(people, acting)
    assert not Youth.objects.visible_to(acting).filter(pk=sealed.pk).exists()


def test_they_can_give_the_units_work_to_another(people: Cast, acting: User) -> None:
    youth, colleague = young_person(people), person(office=people.office, unit=people.worker.unit)
    named(people, acting)
    press = {"youths": [str(youth.pk)], "to": str(colleague.pk), "because": "sick"}
    as_(acting).post(reverse("dashboards:unit-worker", args=[people.worker.pk]), press)
    youth.refresh_from_db()
    assert youth.assigned_worker == colleague


def test_supervisors_of_the_region_are_offered_the_own_office_first(people: Cast, acting: User) -> None:
    same_region = Office.objects.area().filter(region=people.office.region).exclude(pk=people.office.pk).first()
    elsewhere = Office.objects.area().exclude(region=people.office.region)[0]
    far = person(Role.SUPERVISOR, office=elsewhere)
    near = person(Role.SUPERVISOR, office=same_region) if same_region else None
    person(Role.SUPERVISOR, office=people.office, is_active=False)
    unit = unit_of(people)
    assert list(who_could_act(unit)) == [one for one in (acting, near) if one]
    User.objects.filter(pk__in=[one.pk for one in (acting, near) if one]).update(is_active=False)
    assert list(who_could_act(unit)) == [far]


@pytest.mark.parametrize(
    ("days", "said"), [(-1, "This is in the past."), (61, "At most 60 days from now."), (None, "Enter until when.")]
)
def test_the_time_has_to_be_near_and_to_come(people: Cast, acting: User, days: int | None, said: str) -> None:
    press = typed(acting, clock.now() + (days or 0) * DAY) if days else {"person": str(acting.pk), "until": ""}
    page = as_(people.supervisor).post(reverse("dashboards:acting", args=[people.worker.unit_id]), press)
    assert said in page.content.decode()


def test_nobody_is_named_who_could_not_act_and_by_nobody_else(people: Cast, acting: User) -> None:
    unit, soon = unit_of(people), clock.now() + DAY
    for wrong in (people.worker, people.supervisor, person(Role.SUPERVISOR, is_active=False)):
        with pytest.raises(CannotAct):
            name_acting(unit, wrong, soon, by=people.supervisor)
    for until in (clock.now() - DAY, clock.now() + 61 * DAY):
        with pytest.raises(CannotAct):
            name_acting(unit, acting, until, by=people.supervisor)
    for stranger in (acting, people.worker):
        with pytest.raises(PermissionDenied):
            name_acting(unit, acting, soon, by=stranger)
        with pytest.raises(PermissionDenied):
            end_acting(unit, by=stranger)
    assert as_(acting).get(reverse("dashboards:acting", args=[unit.pk])).status_code == 404


def test_a_time_that_is_up_is_said_no_more(people: Cast, acting: User) -> None:
    unit = unit_of(people)
    Unit.objects.filter(pk=unit.pk).update(acting_supervisor=acting, acting_until=clock.now() - DAY)
    page = as_(people.supervisor).get(reverse("dashboards:unit")).content.decode()
    assert "Nobody acts for them." in page
    assert "acts for" not in page.replace("Nobody acts for", "").replace("Who acts for", "")
