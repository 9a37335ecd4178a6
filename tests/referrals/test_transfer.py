"""A referral goes to another office of HART: what is promised stays promised, and the sender reads on."""

import pytest
from django.db import transaction
from django.urls import reverse

from accounts.models import Cover, Office, User
from accounts.permissions import Role
from audit import clock, trail
from duties.models import Duty
from notifications.models import Notice
from referrals.models import Referral, Step, Transfer
from referrals.services import calls, moves, queueing, restoring, transferring
from referrals.services.moves import MoveRefused
from referrals.services.restoring import NotNow, Outcome
from tests.accounts.people import person
from tests.clock import later
from tests.referrals.browsing import as_, shown
from tests.referrals.story import Cast, at_once, clocks_about, put_on_call, reread, sent
from vault import keys

pytestmark = pytest.mark.django_db(databases="__all__")

WHY = "They live with an aunt there now."


@pytest.fixture
def there(people: Cast) -> User:
    """The liaison of the office it goes to."""
    return covering(people)


def covering(people: Cast) -> User:
    office = people.stranger.office
    assert office
    liaison = person(Role.LIAISON, office=office, phone="860-555-0177")
    Cover.objects.create(liaison=liaison, office=office, rank=1)
    return liaison


def office_of(user: User) -> Office:
    assert user.office
    return user.office


def typed(office: Office, words: str = WHY) -> dict[str, str]:
    return {"transfer-office": str(office.pk), "transfer-words": words}


def test_the_office_there_has_it_as_new_and_everybody_is_told(people: Cast, there: User) -> None:
    referral = moves.move(sent(people, "3"), "acknowledge", by=people.liaison)
    later("5 minutes")
    answer = as_(people.liaison).post(reverse("referrals:transfer", args=[referral.pk]), typed(office_of(there)))
    assert answer.headers["Location"] == referral.get_absolute_url()
    referral = reread(referral)
    assert (referral.status, referral.office, referral.liaison) == ("sent", there.office, there)
    assert {"acknowledge_3", "determination", "feedback"} <= clocks_about("referral", referral.pk)
    told = set(Notice.objects.filter(event="referral.transfer").values_list("user", flat=True))
    assert told == {people.worker.pk, there.pk}
    assert "Hartford → Norwich" in shown(as_(there), "detail", referral.pk)
    receipt = shown(as_(people.worker), "receipt", referral.pk)
    assert "Transferred to another office: Hartford → Norwich" in receipt
    assert there.name in receipt
    assert moves.move(referral, "acknowledge", by=there).liaison == there


def test_what_was_promised_runs_on_when_nobody_had_it_yet(people: Cast, there: User) -> None:
    referral = sent(people, "3")
    promised = Duty.objects.get(clock="acknowledge_3").due_at
    later("2 hours")
    transferring.transfer(referral, office=office_of(there), words=WHY, by=people.liaison)
    assert Duty.objects.get(clock="acknowledge_3").due_at == promised


def test_what_cannot_wait_is_called_about_there(people: Cast, there: User) -> None:
    shift = put_on_call(people.on_call)
    referral = moves.move(sent(people, "4"), "acknowledge", by=people.liaison)
    calls.record_call(referral, by=people.liaison, at=clock.now(), who="I called the referrer.")
    assert not Duty.objects.filter(action="call_now").open().exists()
    referral = transferring.transfer(referral, office=office_of(there), words=WHY, by=people.liaison)
    assert referral.on_call == shift
    assert Duty.objects.filter(action="call_now").open().exists()
    assert "acknowledge_4" in clocks_about("referral", referral.pk)


def test_the_office_it_left_reads_on_and_moves_nothing(people: Cast, there: User) -> None:
    referral = moves.move(sent(people, "3"), "acknowledge", by=people.liaison)
    referral = transferring.transfer(referral, office=office_of(there), words=WHY, by=people.liaison)
    for reader in (people.liaison, people.second):
        page = shown(as_(reader), "detail", referral.pk)
        assert "Norwich works this referral. You read it" in page
        assert "Acknowledge and take" not in page
        assert referral.reference in shown(as_(reader), "inbox", "passed-on")
        with pytest.raises(MoveRefused, match="Norwich works this referral"):
            moves.move(referral, "acknowledge", by=reader)
        with pytest.raises(NotNow, match="Norwich works this referral"):
            restoring.add_service(
                referral, Outcome("offered", clock.now().date()), kind="hotline", provider=None,
                key=referral.pk, by=reader,
            )  # fmt: skip
        came = queueing.assign([referral.pk], to=people.second, by=reader)
        assert came.skipped == [f"{referral.reference}: Norwich works this referral. You read it."]
    assert referral.reference not in shown(as_(people.liaison), "inbox", "all")
    assert referral.reference not in shown(as_(people.lead), "inbox", "passed-on")


def test_of_a_duty_of_harts_the_office_it_left_records_nothing(people: Cast, there: User) -> None:
    referral = moves.move(sent(people, "3"), "acknowledge", by=people.liaison)
    moves.move(referral, "determine", by=people.liaison, words="Own words.", choice="suspected")
    referral = moves.move(referral, "monitor", by=people.liaison, choice="review_30")
    review = Duty.objects.get(action="review", done_at=None, not_applicable_at=None)
    transferring.transfer(referral, office=office_of(there), words=WHY, by=people.liaison)
    url = reverse("referrals:duty-does-not-apply", args=[review.pk])
    answer = as_(people.liaison).post(url, {"because": "It is over."}, follow=True)
    assert "Norwich works this referral" in answer.content.decode()
    assert Duty.objects.get(pk=review.pk).is_open


def test_it_can_come_back(people: Cast, there: User) -> None:
    referral = transferring.transfer(sent(people, "3"), office=office_of(there), words=WHY, by=people.liaison)
    referral = transferring.transfer(referral, office=people.office, words="They are back.", by=there)
    assert (referral.office, referral.liaison) == (people.office, people.liaison)
    assert referral.reference not in shown(as_(people.liaison), "inbox", "passed-on")
    assert moves.move(referral, "acknowledge", by=people.liaison).status == "acknowledged"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [({"transfer-office": ""}, "Choose an office."), ({"transfer-words": " "}, "This field is required.")],
)
def test_what_is_missing_is_said(people: Cast, there: User, said: dict[str, str], sentence: str) -> None:
    referral = sent(people, "3")
    url = reverse("referrals:transfer", args=[referral.pk])
    assert sentence in as_(people.liaison).post(url, {**typed(office_of(there)), **said}).content.decode()
    assert not Transfer.objects.exists()


def test_without_a_liaison_anywhere_the_lead_is_alerted(people: Cast) -> None:
    transferring.transfer(sent(people, "3"), office=office_of(people.stranger), words=WHY, by=people.liaison)
    assert Notice.objects.filter(event="referral.no_liaison", user=people.lead.pk).exists()


@pytest.mark.django_db(databases="__all__", transaction=True)
def test_pressed_twice_at_once_it_goes_once(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("notifications.outbox.wake_up", lambda: None)
    with transaction.atomic(), trail.recording():
        referral, office = sent(people, "3"), office_of(covering(people))

    def press() -> Referral:
        keys.unlock([referral.key_owner])
        with transaction.atomic(), trail.recording():
            return transferring.transfer(referral, office=office, words=WHY, by=people.lead)

    assert all(isinstance(one, Referral) for one in at_once(press, press))
    assert Step.objects.filter(move="transfer").count() == Transfer.objects.count() == 1
