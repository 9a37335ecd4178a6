"""Joiners, movers, leavers, and who is there: what is done, what is refused with a list, what is looked at first."""

import datetime as dt
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts.models import Absence, Cover, Office, OnCallShift, Town, Unit, User
from accounts.permissions import Role
from audit import clock
from audit.models import Entry
from notifications.models import Message, Notice
from referrals.models import Provider, Referral
from referrals.services import moves
from tests.accounts.people import person
from tests.referrals.browsing import as_
from tests.referrals.story import Cast, put_on_call, sent, young_person
from youth.models import Youth

pytestmark = pytest.mark.django_db(databases="__all__")

DAY = dt.timedelta(days=1)


def post(by: User, page: str, /, *args: Any, **typed: Any) -> Any:
    return as_(by).post(reverse(f"administration:{page}", args=args), typed, follow=True)


def local(at: dt.datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%dT%H:%M}"


def as_typed(user: User, **instead: Any) -> dict[str, Any]:
    """The form of a person as it stands."""
    stands = {
        "name": user.name,
        "phone": user.phone,
        "role": user.role,
        "unit": user.unit_id or "",
        "office": user.office_id or "",
    }
    return {**stands, **instead}


def test_whoever_joins_is_invited_and_can_do_nothing_before(administrator: User, people: Cast) -> None:
    typed = {
        "email": "New@dcf.example",
        "name": "Invented Newcomer",
        "role": "caseworker",
        "unit": people.worker.unit_id,
    }
    assert "Invited." in post(administrator, "add-person", **typed).content.decode()
    user = User.objects.get(email="new@dcf.example")
    assert (user.office, user.unit) == (people.office, people.worker.unit)
    assert not user.has_usable_password()
    assert Message.objects.filter(recipient=user.pk, event="account.invitation").count() == 1
    page = post(administrator, "add-person", **typed).content.decode()
    assert "There is an account with this address" in page
    assert "Invented Newcomer" in page


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"role": "liaison"}, "HART works by offices"),
        ({"role": "liaison", "unit": "own"}, "Only who screens belongs to a unit"),
        ({"role": ""}, "Choose a role."),
        ({"name": " "}, "Enter the name."),
        ({"email": "no address"}, "Enter a valid email address."),
    ],
)
def test_what_does_not_hold_is_said(administrator: User, people: Cast, said: dict[str, str], sentence: str) -> None:
    unit = {"unit": people.worker.unit_id} if said.get("unit") else {}
    typed = {"email": "new@dcf.example", "name": "Invented", "role": "caseworker", **said, **unit}
    assert sentence in post(administrator, "add-person", **typed).content.decode()
    assert not User.objects.filter(email="new@dcf.example").exists()


def test_a_move_to_another_unit_takes_the_young_people_along(administrator: User, people: Cast) -> None:
    youth, other = young_person(people), person(Role.SUPERVISOR, office=people.stranger.office)
    unit = Unit.objects.create(name="Another unit", office=people.stranger.office, supervisor=other)
    assert not Youth.objects.visible_to(other).filter(pk=youth.pk).exists()
    post(administrator, "person", people.worker.pk, **as_typed(people.worker, unit=unit.pk))
    assert User.objects.get(pk=people.worker.pk).office == people.stranger.office
    assert Youth.objects.visible_to(other).filter(pk=youth.pk).exists()


def test_a_look_says_what_another_role_may_and_changes_nothing(administrator: User, people: Cast) -> None:
    before = Entry.objects.count()
    typed = as_typed(people.stranger, role="liaison", look="1")
    page = post(administrator, "person", people.stranger.pk, **typed).content.decode()
    assert "What this would do" in page
    assert "Every office and hour would be covered as now." in page
    assert "From then on they may: Read HART&#x27;s inbox and briefs" in page
    assert "No longer: Screen a young person" in page
    assert User.objects.get(pk=people.stranger.pk).role == Role.CASEWORKER
    assert not Entry.objects.filter(seq__gt=before, action="user.change").exists()


def test_a_liaison_whom_nobody_replaces_cannot_leave_and_the_list_says_where(administrator: User, people: Cast) -> None:
    Cover.objects.filter(liaison=people.second).delete()
    Cover.objects.update(backup=None)
    page = post(administrator, "leave", people.liaison.pk).content.decode()
    assert "Nobody would be there: Hartford (" in page
    assert str(people.office.towns.first()) in page
    assert User.objects.get(pk=people.liaison.pk).is_active


def test_whoever_leaves_signs_in_no_more_and_what_was_theirs_is_handed_on(administrator: User, people: Cast) -> None:
    young_person(people)
    client = as_(people.worker)
    page = as_(administrator).get(reverse("administration:person", args=[people.worker.pk])).content.decode()
    assert "Young people: 1" in page
    post(administrator, "leave", people.worker.pk)
    assert client.get(reverse("home")).status_code == 302
    assert Notice.objects.filter(user=people.supervisor.pk, event="user.leave", subject=people.worker.pk).exists()
    lead_there = as_(people.supervisor).get(reverse("dashboards:left", args=[people.worker.pk]), follow=True)
    assert people.worker.name in lead_there.content.decode()
    post(administrator, "come-back", people.worker.pk)
    again = User.objects.get(pk=people.worker.pk)
    assert again.is_active
    assert not again.has_usable_password()


def test_of_a_liaison_who_leaves_the_leads_find_the_open_ones(administrator: User, people: Cast) -> None:
    referral = moves.move(sent(people, "3"), "acknowledge", by=people.liaison)
    post(administrator, "leave", people.liaison.pk)
    assert Notice.objects.filter(user=people.lead.pk, event="user.leave").exists()
    page = as_(people.lead).get(reverse("dashboards:left", args=[people.liaison.pk]), follow=True).content.decode()
    assert referral.reference in page


def test_who_leads_a_unit_and_the_only_administrator_stay(administrator: User, people: Cast) -> None:
    page = post(administrator, "leave", people.supervisor.pk).content.decode()
    assert "They lead Invented unit, Hartford" in page
    page = post(administrator, "person", people.supervisor.pk, **as_typed(people.supervisor, role="caseworker"))
    assert "Name another supervisor there first" in page.content.decode()
    assert "Nobody changes their own role" in post(administrator, "leave", administrator.pk).content.decode()
    other = person(Role.ADMINISTRATOR)
    post(administrator, "leave", other.pk)
    assert not User.objects.get(pk=other.pk).is_active


def test_the_last_who_covers_an_office_is_not_taken_away(administrator: User, people: Cast) -> None:
    first, second = (Cover.objects.get(liaison=one) for one in (people.liaison, people.second))
    post(administrator, "end-cover", first.pk)
    page = post(administrator, "end-cover", second.pk).content.decode()
    assert "Nobody would be there: Hartford" in page
    assert list(Cover.objects.all()) == [second]
    typed = {"liaison": people.lead.pk, "backup": "", "rank": "2"}
    assert post(administrator, "cover", people.office.pk, **typed).status_code == 200
    post(administrator, "end-cover", second.pk)
    assert Cover.objects.get().liaison == people.lead


def test_a_cover_of_an_empty_office_is_looked_at_first(administrator: User, people: Cast) -> None:
    norwich = people.stranger.office
    assert norwich
    typed = {"liaison": people.lead.pk, "backup": "", "rank": "1", "look": "1"}
    page = post(administrator, "cover", norwich.pk, **typed).content.decode()
    assert "Somebody would be there: Norwich" in page
    assert not Cover.objects.filter(office=norwich).exists()
    typed["backup"] = typed["liaison"]
    assert "The backup is somebody else." in post(administrator, "cover", norwich.pk, **typed).content.decode()


def test_an_absence_that_leaves_hours_to_nobody_is_refused_with_them(administrator: User, people: Cast) -> None:
    now = clock.now()
    away = {"user": people.second.pk, "starts_at": local(now + DAY), "ends_at": local(now + 3 * DAY)}
    post(administrator, "absence", **away)
    assert Absence.objects.count() == 1
    page = post(administrator, "absence", **{**away, "user": people.liaison.pk}).content.decode()
    assert "Nobody would be there: Hartford" in page
    assert Absence.objects.count() == 1
    assert (
        "It ends before it begins" in post(administrator, "absence", **{**away, "ends_at": local(now)}).content.decode()
    )
    post(administrator, "end-absence", Absence.objects.get().pk)
    assert not Absence.objects.exists()  # it had not begun


def test_a_shift_whose_hours_nobody_else_has_stays_on_the_roster(administrator: User, people: Cast) -> None:
    shift = put_on_call(people.on_call)
    page = post(administrator, "end-shift", shift.pk).content.decode()
    assert "Nobody would be there: On call" in page
    now = clock.now()
    typed = {
        "user": people.lead.pk,
        "phone": "860-555-0188",
        "starts_at": local(now - DAY),
        "ends_at": local(now + 2 * DAY),
    }
    post(administrator, "shift", **typed)
    post(administrator, "end-shift", shift.pk)
    assert OnCallShift.objects.at(clock.now()).get().user == people.lead
    roster = as_(administrator).get(reverse("administration:roster")).content.decode()
    assert "860-555-0188" in roster
    assert "Monday to Friday, 8:30 AM to 4:30 PM" in roster


def test_a_town_goes_only_where_somebody_is(administrator: User, people: Cast) -> None:
    town, norwich = Town.objects.filter(office=people.office)[0], people.stranger.office
    assert norwich
    typed = {"town": town.pk, "office": norwich.pk}
    page = post(administrator, "move-town", people.office.pk, **typed).content.decode()
    assert f"Nobody would be there for {town}: Norwich" in page
    Cover.objects.create(liaison=people.lead, office=norwich)
    post(administrator, "move-town", people.office.pk, **typed)
    assert Town.objects.get(pk=town.pk).office == norwich
    call_command("load_reference", verbosity=0)
    assert Town.objects.get(pk=town.pk).office == norwich  # what was changed by hand stays


def test_a_look_says_how_many_of_the_last_ninety_days_would_have_gone_elsewhere(
    administrator: User, people: Cast
) -> None:
    town, norwich = Town.objects.filter(office=people.office)[0], people.stranger.office
    assert norwich
    Cover.objects.create(liaison=people.lead, office=norwich)
    for number in range(3):
        sent(people, "3", youth=young_person(people, legal_first=f"Routed{number}"))
    Youth.objects.filter(legal_first__isnull=False).update(office=None)
    first = Youth.objects.order_by("pk")[0]
    Youth.objects.filter(pk=first.pk).update(town=town, out_of_state=False)
    Youth.objects.exclude(pk=first.pk).update(town=Town.objects.filter(office=people.office)[1])
    typed = {"town": town.pk, "office": norwich.pk, "look": "1"}
    page = post(administrator, "move-town", people.office.pk, **typed).content.decode()
    assert "Of the 3 referrals of the last 90 days 1 would go to another office or person." in page
    assert Town.objects.get(pk=town.pk).office == people.office


def test_a_provider_is_added_and_no_longer_offered_and_stays_so(administrator: User, people: Cast) -> None:
    typed = {"name": "Invented Harbor", "kind": "hotline", "where": "Hartford", "is_active": "on"}
    post(administrator, "add-provider", **typed)
    provider = Provider.objects.get(name="Invented Harbor")
    known = Provider.objects.get(code="love146_rapid")
    for one in (provider, known):
        post(administrator, "provider", one.pk, name=one.name, kind=one.kind, where=one.where)
    call_command("load_reference", verbosity=0)
    assert not Provider.objects.filter(pk__in=[provider.pk, known.pk], is_active=True).exists()


def test_a_unit_is_made_and_given_another_supervisor(administrator: User, people: Cast) -> None:
    youth, other = young_person(people), person(Role.SUPERVISOR, office=people.office)
    unit = people.worker.unit
    assert unit
    post(administrator, "unit", unit.pk, name="Renamed", supervisor=other.pk)
    assert Unit.objects.get(pk=unit.pk).supervisor == other
    assert Youth.objects.visible_to(other).filter(pk=youth.pk).exists()
    post(administrator, "add-unit", name="New unit", supervisor=other.pk, office=people.office.pk)
    page = post(administrator, "add-unit", name="New unit", supervisor=other.pk, office=people.office.pk)
    assert "There is a unit of this name" in page.content.decode()


def test_people_are_found_and_those_who_left_stand_apart(administrator: User, people: Cast) -> None:
    post(administrator, "leave", people.stranger.pk)
    client, url = as_(administrator), reverse("administration:people")
    assert people.stranger.name not in client.get(url).content.decode()
    assert people.stranger.name in client.get(url, {"left": "on"}).content.decode()
    page = client.get(url, {"office": str(people.office.pk), "role": "liaison"}).content.decode()
    assert people.liaison.name in page
    for other in (people.worker, people.on_call):
        assert other.name not in page


def test_an_administrator_reads_no_case(administrator: User, people: Cast) -> None:
    referral: Referral = sent(people, "3")
    for name in ("detail", "receipt"):
        assert as_(administrator).get(reverse(f"referrals:{name}", args=[referral.pk])).status_code == 403
    assert Office.objects.exists()
