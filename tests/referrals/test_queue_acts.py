"""What is done from the queue: taken and given back, given, tagged, snoozed, kept; each skipped one says why."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from audit import clock
from duties.models import Duty
from notifications.models import Message, Notice
from referrals.models import Referral, SavedView, Tag
from referrals.services import arranging, claiming, moves, queueing
from tests.clock import later
from tests.referrals.browsing import as_, shown
from tests.referrals.story import Cast, reread, sent, young_person

pytestmark = pytest.mark.django_db(databases="__all__")


def said(client: Client, address: str, *args: Any, **typed: Any) -> str:
    """The page after a press in the queue."""
    answer = client.post(reverse(f"referrals:{address}", args=args), typed, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


def of_level_3(people: Cast, count: int = 1) -> list[Referral]:
    return [sent(people, "3", youth=young_person(people)) for _ in range(count)]


def test_what_is_taken_in_the_list_stays_in_the_list_and_can_be_given_back(people: Cast) -> None:
    referral = sent(people)
    promise = Duty.objects.about("referral", referral.pk).get(clock="acknowledge_4").due_at
    client = as_(people.liaison)
    page = said(client, "claim", "all", referral.pk)
    assert f"You have {referral.reference}" in page
    assert reread(referral).liaison == people.liaison
    later("3 minutes")
    page = said(client, "give-back", "all", referral.pk)
    assert "is given back" in page
    assert "You have" not in page
    referral = reread(referral)
    assert (referral.status, referral.acknowledged_at, referral.acknowledged_by) == ("sent", None, None)
    clocks = Duty.objects.about("referral", referral.pk).open().values_list("clock", flat=True)
    assert "acknowledge_4" in clocks
    assert "feedback" not in clocks
    assert Duty.objects.about("referral", referral.pk).get(clock="acknowledge_4").due_at == promise
    assert referral.next_due <= promise
    assert [step.move for step in referral.steps.all()] == ["send", "acknowledge", "give_back"]
    moves.move(referral, "acknowledge", by=people.second)
    assert reread(referral).liaison == people.second


def test_a_second_claimer_reads_who_has_it(people: Cast) -> None:
    referral = sent(people)
    said(as_(people.liaison), "claim", "all", referral.pk)
    page = said(as_(people.second), "claim", "all", referral.pk)
    assert people.liaison.display_name + " has it since" in page
    assert "You have" not in page


def test_only_who_took_it_gives_it_back_and_only_while_nothing_came_of_it(people: Cast) -> None:
    referral = moves.move(sent(people), "acknowledge", by=people.liaison)
    now = clock.now()
    assert claiming.may_give_back(referral, people.liaison, now)
    assert not claiming.may_give_back(referral, people.second, now)
    assert not claiming.may_give_back(referral, people.liaison, now + claiming.UNDO + dt.timedelta(seconds=1))
    with pytest.raises(moves.MoveRefused, match="no longer"):
        moves.move(referral, "give_back", by=people.lead)
    assert "Give it back" in shown(as_(people.liaison), "detail", referral.pk)
    assert "Give it back" not in shown(as_(people.second), "detail", referral.pk)
    moves.move(referral, "start_review", by=people.liaison)
    with pytest.raises(moves.MoveRefused, match="In review"):
        moves.move(referral, "give_back", by=people.liaison)


def test_several_are_given_with_one_mail_and_each_skipped_one_says_why(people: Cast) -> None:
    new, theirs, ended = of_level_3(people, 3)
    moves.move(theirs, "acknowledge", by=people.second)
    moves.move(ended, "acknowledge", by=people.liaison)
    moves.move(ended, "not_accept", by=people.liaison, words="Not for us.")
    chosen = [one.pk for one in (new, theirs, ended)]
    mails = Message.objects.filter(recipient=people.second.pk).count()
    came = queueing.assign(chosen, to=people.second, by=people.liaison)
    assert came.done == [new.reference]
    assert sorted(came.skipped) == sorted(
        [f"{theirs.reference}: {people.second.display_name} has it already.", f"{ended.reference}: it has ended."]
    )
    came = queueing.assign(chosen, to=people.liaison, by=people.lead)
    assert sorted(came.done) == sorted([new.reference, theirs.reference])
    other = of_level_3(people, 1)[0]
    later("1 minute")
    queueing.assign([other.pk, new.pk], to=people.second, by=people.lead)
    assert Message.objects.filter(recipient=people.second.pk, event__startswith="referral.assign").count() == 2
    assert Message.objects.filter(recipient=people.second.pk).count() >= mails + 2
    assert Notice.objects.filter(user=people.second.pk, event="referral.assign").count() == 2
    moves.move(other, "acknowledge", by=people.second)
    refused = queueing.assign([other.pk], to=people.liaison, by=people.liaison)
    assert not refused.done
    assert "HART's lead may give it" in refused.skipped[0]


def test_nobody_gets_work_who_is_not_there(people: Cast) -> None:
    with pytest.raises(queueing.CannotAssign, match="works for HART no longer"):
        queueing.assign([sent(people).pk], to=people.worker, by=people.lead)


def test_what_is_dangerous_new_or_soon_due_is_not_put_aside(people: Cast) -> None:
    calm, unclaimed = of_level_3(people, 2)
    urgent, unsafe = sent(people, "4", youth=young_person(people)), sent(people, "3", safe_tonight="no")
    for referral in (calm, urgent, unsafe):
        moves.move(referral, "acknowledge", by=people.liaison)
    due = reread(calm).next_due
    assert due is not None
    chosen = [one.pk for one in (calm, unclaimed, urgent, unsafe)]
    early = clock.now() + dt.timedelta(hours=2)
    came = queueing.snooze(chosen, until=early, by=people.liaison)
    assert came.done == [calm.reference]
    assert len(came.skipped) == 3
    assert reread(calm).snoozed_until == early
    for view, stands in (("mine", False), ("snoozed", True), ("all", True)):
        found = Referral.objects.in_view(view, people.liaison, clock.now())
        assert found.filter(pk=calm.pk).exists() is stands, view
    came = queueing.snooze([calm.pk], until=due + dt.timedelta(minutes=1), by=people.liaison)
    assert not came.done
    assert "next clock runs out before" in came.skipped[0]
    assert queueing.wake([calm.pk, urgent.pk], by=people.liaison).done == [calm.reference]


def test_a_move_or_new_information_wakes_what_was_put_aside(people: Cast) -> None:
    referral = moves.move(of_level_3(people)[0], "acknowledge", by=people.liaison)
    queueing.snooze([referral.pk], until=clock.now() + dt.timedelta(hours=2), by=people.liaison)
    assert moves.move(referral, "start_review", by=people.liaison).snoozed_until is None
    queueing.snooze([referral.pk], until=clock.now() + dt.timedelta(hours=2), by=people.liaison)
    sent(people, "4", youth=referral.youth)
    assert reread(referral).snoozed_until is None


def test_several_through_the_page_keep_what_was_chosen_when_something_is_missing(people: Cast) -> None:
    referral, tag = sent(people), arranging.make_tag("Motel", by=people.lead)
    client = as_(people.liaison)
    page = said(client, "several", "all", chosen=[referral.pk], act="tag")
    assert "Choose a tag." in page
    assert f'value="{referral.pk}"' in page.split("checked")[0][-200:]
    assert "Choose at least one referral first." in said(client, "several", "all", act="wake")
    page = said(client, "several", "all", chosen=[referral.pk], act="tag", tag=tag.pk)
    assert f"Tagged: {referral.reference}." in page
    assert "Motel" in page
    page = said(client, "several", "all", chosen=[referral.pk], act="tag", tag=tag.pk)
    assert "it has this tag." in page
    said(client, "several", "all", chosen=[referral.pk], act="untag", tag=tag.pk)
    assert not referral.taggings.exists()


def test_a_view_is_kept_under_a_name_shared_by_a_lead_alone_and_forgotten(people: Cast) -> None:
    client = as_(people.liaison)
    address = reverse("referrals:keep-view", args=["overdue"]) + "?level=4&sort=clock&after=x&nonsense=1"
    client.post(address, {"keep-name": "Late ones", "keep-is_shared": "on"})
    kept = SavedView.objects.get()
    assert (kept.name, kept.view, kept.query, kept.is_shared) == ("Late ones", "overdue", "level=4&sort=clock", False)
    assert "Late ones" in shown(client, "inbox", "new")
    assert "Late ones" not in shown(as_(people.second), "inbox", "new")
    assert client.post(reverse("referrals:keep-view", args=["new"]), {"keep-name": ""}).status_code == 200
    as_(people.lead).post(address, {"keep-name": "Ours", "keep-is_shared": "on"})
    ours = SavedView.objects.get(owner=people.lead)
    assert "Ours" in shown(client, "inbox", "new")
    assert client.post(reverse("referrals:forget-view", args=[ours.pk])).status_code == 403
    assert as_(people.second).post(reverse("referrals:forget-view", args=[kept.pk])).status_code == 404
    client.post(reverse("referrals:forget-view", args=[kept.pk]))
    assert list(SavedView.objects.all()) == [ours]


def test_a_name_that_is_kept_already_takes_the_place_of_the_old_one(people: Cast) -> None:
    for query in ("level=4", "level=3"):
        arranging.keep_view(name="Mine", view="all", query=query, by=people.liaison)
    assert SavedView.objects.get().query == "level=3"
    for number in range(arranging.MOST_VIEWS - 1):
        arranging.keep_view(name=f"View {number}", view="all", query="", by=people.liaison)
    with pytest.raises(arranging.CannotKeep, match="Forget one"):
        arranging.keep_view(name="One more", view="all", query="", by=people.liaison)


def test_the_lead_keeps_the_list_of_tags(people: Cast) -> None:
    lead, referral = as_(people.lead), sent(people)
    lead.post(reverse("referrals:tags"), {"name": "Motel"})
    assert "There is a tag of this name." in lead.post(reverse("referrals:tags"), {"name": " motel "}).content.decode()
    tag = Tag.objects.get()
    queueing.put_tag([referral.pk], tag, by=people.liaison)
    lead.post(reverse("referrals:retire-tag", args=[tag.pk]))
    assert "Motel" not in shown(lead, "tags")
    assert "Motel" in shown(as_(people.liaison), "inbox", "all")
    assert as_(people.liaison).get(reverse("referrals:tags")).status_code == 403


def test_new_work_is_counted_for_the_view_that_is_open(people: Cast) -> None:
    client, address = as_(people.liaison), reverse("referrals:newer", args=["new"])

    def newer(since: Any) -> int:
        return int(client.get(address, {"since": since}).json()["count"])

    since = clock.now().isoformat()
    assert newer(since) == 0
    later("1 minute")
    sent(people)
    assert (newer(since), newer(clock.now().isoformat()), newer("yesterday"), newer("")) == (1, 0, 0, 0)


def test_each_person_switches_the_keys_for_themselves(people: Cast) -> None:
    client = as_(people.liaison)
    assert "data-keys" in shown(client, "inbox", "new")
    assert "data-keys" not in said(client, "set-shortcuts", "new", on="0")
    assert User.objects.get(pk=people.second.pk).uses_shortcuts
    assert "data-keys" in said(client, "set-shortcuts", "new", on="1")
