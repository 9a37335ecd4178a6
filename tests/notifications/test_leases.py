import pytest

from notifications import delivery
from notifications.models import Message, Status
from tests.clock import later
from tests.notifications.conftest import written
from tests.notifications.postoffice import PostOffice

pytestmark = pytest.mark.django_db(databases="__all__")


def test_a_mail_held_by_a_living_sender_is_taken_by_nobody_else() -> None:
    written()
    assert len(delivery.claim()) == 1
    later("9 minutes 59 seconds")
    assert delivery.claim() == []


def test_a_lease_that_ran_out_is_an_attempt_and_the_mail_is_taken_over() -> None:
    written()
    (first,) = delivery.claim()
    later("10 minutes")
    (second,) = delivery.claim()
    assert second.pk == first.pk
    assert second.attempts == first.attempts + 1


def test_a_sender_that_comes_late_changes_nothing(office: PostOffice) -> None:
    written()
    (late,) = delivery.claim()
    later("10 minutes")
    (current,) = delivery.claim()
    assert not delivery.begin_data(late)
    delivery.finish_sent(late)
    delivery.retry_later(late, "451")
    delivery.give_back(late)
    delivery.bury(delivery.ours(late), "550")
    row = Message.objects.get(pk=current.pk)
    assert (row.status, row.lease_token) == (Status.LEASED, current.lease_token)
    with delivery.Relay() as line:
        assert not delivery.send(line, late)
        assert delivery.send(line, current)
    assert len(office.letters) == 1


def test_a_lease_that_ran_out_but_was_taken_by_nobody_is_renewed_before_the_bytes_leave() -> None:
    written()
    (slow,) = delivery.claim()
    later("10 minutes")
    assert delivery.begin_data(slow)
    assert delivery.claim() == []
