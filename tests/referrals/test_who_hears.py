"""Who hears of a referral, and how little the mail says."""

from email import message_from_string

import pytest
from django.urls import reverse

from dashboards.pages import open_referrals
from notifications.models import Message, Notice
from referrals.models import Referral
from referrals.services import moves
from screening.services import raise_level
from tests.accounts.people import person
from tests.referrals import story
from tests.referrals.browsing import as_
from tests.referrals.story import Cast, screened, sent, sign, young_person
from youth.models import Access
from youth.services import grant_access

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.mark.parametrize(("level", "hears"), [("4", True), ("3", True), ("2", False)])
def test_mail_goes_to_the_mailbox_the_liaison_the_lead_and_for_3_and_4_the_supervisor(
    people: Cast, level: str, hears: bool
) -> None:
    referral = sent(people, level, send=True)
    expected = {None, people.liaison.pk, people.lead.pk} | ({people.supervisor.pk} if hears else set())
    assert story.recipients_of(referral) == expected
    assert {notice.user for notice in Notice.objects.filter(subject=referral.pk)} == expected - {None}


def test_whoever_joined_something_hears_and_sees_it_as_the_opener_does(people: Cast) -> None:
    youth = young_person(people)
    referral = sent(people, "3", youth=youth)
    colleague = person(office=people.office)
    grant_access(youth, why="assigned", user=colleague)
    Message.objects.all().delete()
    assert sign(screened(youth, colleague, "3"), colleague) == referral
    assert people.worker.pk in story.recipients_of(referral)
    assert colleague.pk not in story.recipients_of(referral)
    for sender in (people.worker, colleague):
        assert list(Referral.objects.sent_by(sender)) == [referral]
        assert open_referrals(sender) == [referral]
    assert not Referral.objects.sent_by(people.stranger).exists()
    moves.move(referral, "acknowledge", by=people.liaison)
    told = set(Notice.objects.filter(event="referral.acknowledge").values_list("user", flat=True))
    assert told == {people.worker.pk, colleague.pk}


def test_every_mail_has_the_same_words_and_no_name(people: Cast) -> None:
    texts = set()
    for level in ("2", "3", "4"):
        referral = sent(people, level, send=True)
        for message in Message.objects.about(referral.pk):
            mail = message_from_string(message.raw)
            text = f"{mail['Subject']}\n{mail.get_payload()}"
            assert "Zephyrine" not in message.raw
            assert "Quillfeather" not in message.raw
            texts.add(text.replace(referral.reference, "REFERENCE").replace(str(referral.pk), "KEY"))
    assert len(texts) == 1


def test_the_supervisor_hears_of_a_raise_that_sent_nothing(people: Cast) -> None:
    screening = screened(young_person(people), people.worker, "1")
    raise_level(screening, "2", reason="More than the answers show.", by=people.worker)
    assert sign(screening, people.worker) is None
    assert [message.recipient for message in Message.objects.about(screening.pk)] == [people.supervisor.pk]
    assert Notice.objects.get(user=people.supervisor.pk).event == "screening.raise"


def test_the_mail_of_a_raise_leads_a_supervisor_who_saw_nothing_before_to_the_screening(people: Cast) -> None:
    youth = young_person(people)
    Access.objects.filter(youth=youth, user=people.supervisor).delete()
    client = as_(people.supervisor)
    screening = screened(youth, people.worker, "1")
    address = reverse("referrals:open", args=[screening.pk])
    assert client.get(address).status_code == 404
    raise_level(screening, "2", reason="More than the answers show.", by=people.worker)
    sign(screening, people.worker)
    page = client.get(address, follow=True)
    assert page.status_code == 200
    assert "More than the answers show." in page.content.decode()
