from uuid import uuid4

import pytest

from notifications import notices

pytestmark = pytest.mark.django_db(databases="__all__")


def test_a_notice_is_for_one_person_and_unseen_until_seen() -> None:
    worker, other, referral = uuid4(), uuid4(), uuid4()
    notices.tell(worker, "referral.acknowledge", "referral", referral)
    assert [notice.subject for notice in notices.unseen_of(worker)] == [referral]
    assert not notices.unseen_of(other).exists()
    assert notices.mark_seen(worker, kind="referral", subject=referral) == 1
    assert not notices.unseen_of(worker).exists()


def test_the_same_unseen_notice_is_not_doubled_and_comes_again_once_seen() -> None:
    worker, referral = uuid4(), uuid4()
    for _time in range(2):
        notices.tell(worker, "referral.acknowledge", "referral", referral)
    assert notices.unseen_of(worker).count() == 1
    notices.mark_seen(worker, kind="referral", subject=referral)
    notices.tell(worker, "referral.acknowledge", "referral", referral)
    assert notices.unseen_of(worker).count() == 1


def test_seeing_one_thing_leaves_the_others_unseen() -> None:
    worker, seen, unseen = uuid4(), uuid4(), uuid4()
    for subject in (seen, unseen):
        notices.tell(worker, "referral.acknowledge", "referral", subject)
    notices.mark_seen(worker, kind="referral", subject=seen)
    assert [notice.subject for notice in notices.unseen_of(worker)] == [unseen]
