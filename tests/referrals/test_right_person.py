"""A screening written about the wrong young person moves to the right one: a copy, and the void of the original."""

from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from audit import clock, trail
from audit.models import Entry
from duties import services as duties
from duties.models import Duty
from notifications.models import Notice
from referrals.models import Correction, Referral
from referrals.services import additions, correcting
from referrals.services.correcting import CorrectionRefused
from screening import services as screenings
from screening.models import Screening
from tests.referrals import story
from tests.referrals.browsing import as_, shown
from tests.referrals.story import Cast, at_once, reread, screened, sent, sign, young_person
from vault import keys
from youth import findings
from youth.models import Youth

pytestmark = pytest.mark.django_db(databases="__all__")
REASON = "The sister was meant."


def screening_of(referral: Referral) -> Screening:
    return Screening.objects.with_record().get(referred__referral=referral)


def sister(people: Cast, **more: Any) -> Youth:
    return young_person(people, legal_first="Marigold", **more)


def asked(screening: Screening, right: Youth, by: User) -> Correction:
    return correcting.ask_about_screening(screening, reason=REASON, by=by, moves_to=right)


def moved(screening: Screening, right: Youth, people: Cast) -> Screening:
    correcting.confirm(asked(screening, right, people.worker), by=people.supervisor)
    return Screening.objects.with_record().get(moved_from=screening)


def said(screening: Screening) -> list[Any]:
    """Every word and answer, with what each source says in the place of its key."""
    sources = {str(one.pk): (one.source_type, one.who, one.information_date) for one in screening.sources.all()}
    return [
        {code: {**entry, "sources": [sources[pk] for pk in entry.get("sources", [])]} for code, entry in part.items()}
        for part in (section.entries for section in sorted(screening.sections.all(), key=lambda one: one.code))
    ]


SAME = (
    *("version_id", "trigger", "gates", "started_by", "started_at", "told_me_at", "told_me_words", "words_and_wishes"),
    *("computed_level", "raised_to", "raise_reason", "level", "historic", "signed_at", "signed_by", "status"),
)


def test_the_copy_says_the_same_is_signed_the_same_and_lies_under_the_other_key(people: Cast) -> None:
    draft = screened(young_person(people), people.worker)
    screenings.told_me(draft, by=people.worker)
    screenings.save_words(draft, {"told_me_words": "He waits.", "words_and_wishes": "To sleep."}, by=people.worker)
    screenings.add_source(draft, source_type="school", information_date=None, who="A teacher", by=people.worker)
    sign(Screening.objects.with_record().get(pk=draft.pk), people.worker)
    original, right = Screening.objects.with_record().get(pk=draft.pk), sister(people)
    additions.add_to_screening(original, "Said later.", by=people.worker)
    before = {name: getattr(original, name) for name in SAME}
    copy = moved(original, right, people)
    assert {name: getattr(copy, name) for name in SAME} == before
    assert said(copy) == said(Screening.objects.with_record().get(pk=original.pk))
    assert [(one.words, one.by) for one in copy.additions.all()] == [("Said later.", people.worker)]
    assert (copy.youth, copy.moved_from) == (right, original)
    original.refresh_from_db()
    assert original.is_void
    keys.destroy(original.youth_id)
    with keys.opened():
        assert Screening.objects.get(pk=copy.pk).told_me_words == "He waits."


def test_a_draft_about_the_right_person_does_not_stand_in_the_way(people: Cast) -> None:
    right = sister(people)
    drafts = [screened(right, one) for one in (people.worker, people.supervisor)]
    copy = moved(screening_of(sent(people)), right, people)
    assert copy.status == "signed"
    assert {one.pk for one in Screening.objects.filter(youth=right, status="draft")} == {one.pk for one in drafts}


def test_what_it_has_found_is_known_of_the_right_person_alone(people: Cast) -> None:
    original, right = screening_of(sent(people)), sister(people)
    moved(original, right, people)
    assert findings.known(original.youth) == []
    assert [one.kind for one in findings.known(right)] == ["evidenced"]


def test_clocks_follow_from_when_they_began_and_what_is_done_stays_done(people: Cast) -> None:
    original, right = screening_of(sent(people)), sister(people)
    done = Duty.objects.about("screening", original.pk).get(action="supervisor_call")
    duties.done(done, by=people.worker, at=clock.now(), how="By phone.")
    before = {
        (one.action, one.started_at, one.due_at, one.is_open) for one in Duty.objects.about("screening", original.pk)
    }
    copy = moved(original, right, people)
    follow = Duty.objects.about("screening", copy.pk)
    assert {(one.action, one.started_at, one.due_at, one.is_open) for one in follow} == before
    assert {one.youth_id for one in follow} == {right.pk}
    assert follow.get(action="supervisor_call").done_how == "By phone."
    assert not Duty.objects.filter(youth=original.youth).open().exists()


def test_its_referral_ends_and_the_right_person_has_one_that_says_the_same(people: Cast) -> None:
    referral = sent(people, what_seen="A car that waits.", safe_tonight="no")
    right = sister(people)
    copy = moved(screening_of(referral), right, people)
    assert reread(referral).status == "void"
    new = Referral.objects.get(youth=right)
    assert (new.status, new.level, new.what_seen, new.safe_tonight) == ("sent", "4", "A car that waits.", "no")
    assert new.screenings.get().screening == copy
    assert new.opened_by == people.worker
    assert [step.move for step in new.steps.all()] == ["send", "moved"]
    for one, event in ((referral, "referral.void"), (new, "referral.send")):
        assert Notice.objects.filter(user=people.liaison.pk, event=event, subject=one.pk).exists()


def test_an_open_referral_of_the_right_person_is_joined(people: Cast) -> None:
    right = sister(people)
    there = sent(people, "3", youth=right)
    copy = moved(screening_of(sent(people, "4")), right, people)
    found = reread(there)
    assert (found.level, found.is_open) == ("4", True)
    assert copy.pk in {link.screening_id for link in found.screenings.all()}
    assert Referral.objects.open().filter(youth=right).count() == 1


def test_one_that_was_not_sent_is_not_sent_by_moving(people: Cast) -> None:
    draft, right = screened(young_person(people), people.worker, "1"), sister(people)
    sign(draft, people.worker)
    copy = moved(Screening.objects.with_record().get(pk=draft.pk), right, people)
    assert copy.level == "1"
    assert not Referral.objects.filter(youth=right).exists()


def test_a_consultation_without_identity_goes_on_and_knows_of_nothing(people: Cast) -> None:
    born = story.dt.date(clock.now().year - 20, 1, 2)
    wrong, right = young_person(people, birth_date=born), sister(people, birth_date=born)
    referral = sent(people, "3", youth=wrong, gates=story.ADULT, adult_agreement="declined")
    moved(Screening.objects.with_record().get(youth=wrong), right, people)
    assert reread(referral).is_open
    assert [step.move for step in referral.steps.all()] == ["send"]
    unnamed = Referral.objects.open()
    assert unnamed.unnamed_of(right).get() == referral
    assert not unnamed.unnamed_of(wrong).exists()


def test_both_trails_say_so(people: Cast) -> None:
    original, right = screening_of(sent(people)), sister(people)
    client = as_(people.supervisor)
    correction = asked(original, right, people.worker)
    client.post(reverse("referrals:correction-confirm", args=[correction.pk]))
    copy = Screening.objects.get(moved_from=original)
    facts = {one.youth: one.facts for one in Entry.objects.filter(action="screening.move", actor=people.supervisor.pk)}
    assert facts == {original.youth_id: {"to": str(copy.pk)}, right.pk: {"from": str(original.pk)}}
    told = Entry.objects.filter(action="correction.confirm", actor=people.supervisor.pk).values_list("youth", flat=True)
    assert set(told) == {original.youth_id, right.pk}


def test_a_move_to_the_same_person_or_to_one_whom_the_mover_may_not_see_is_refused(people: Cast) -> None:
    original = screening_of(sent(people))
    with pytest.raises(CorrectionRefused, match="about this young person already"):
        asked(original, original.youth, people.worker)
    hidden = sister(people)
    hidden.access.filter(user=people.worker).delete()
    with pytest.raises(CorrectionRefused, match="whom you may see"):
        asked(original, hidden, people.worker)
    address = reverse("referrals:move-screening", args=[original.pk, hidden.pk])
    assert as_(people.worker).get(address).status_code == 404


def test_who_may_not_see_the_right_person_cannot_confirm(people: Cast) -> None:
    original, right = screening_of(sent(people)), sister(people)
    right.access.filter(user=people.supervisor).delete()
    correction = asked(original, right, people.worker)
    with pytest.raises(PermissionDenied):
        correcting.confirm(correction, by=people.supervisor)
    assert correcting.confirm(correction, by=people.lead).is_confirmed  # was let in, for nobody else could


def test_a_mover_who_has_lost_the_right_person_moves_nothing(people: Cast) -> None:
    original, right = screening_of(sent(people)), sister(people)
    correction = asked(original, right, people.worker)
    right.access.filter(user=people.worker).delete()
    with pytest.raises(CorrectionRefused, match="whom you may see"):
        correcting.confirm(correction, by=people.supervisor)


def test_what_was_void_cannot_move_and_what_has_moved_cannot_move_again(people: Cast) -> None:
    original, right = screening_of(sent(people)), sister(people)
    moved(original, right, people)
    with pytest.raises(CorrectionRefused, match="entered in error already"):
        asked(original, right, people.worker)


def test_moving_gives_nobody_else_a_look_at_the_right_person(people: Cast) -> None:
    original, right = screening_of(sent(people)), sister(people)
    sign_in = people.second
    assert not Youth.objects.visible_to(people.stranger).filter(pk=right.pk).exists()
    moved(original, right, people)
    assert not Youth.objects.visible_to(people.stranger).filter(pk=right.pk).exists()
    assert Youth.objects.visible_to(sign_in).filter(pk=right.pk).exists()  # HART, by its office


# --- The pages ------------------------------------------------------------------------------------------------


def test_the_right_person_is_found_by_a_search_within_scope(people: Cast) -> None:
    original, right = screening_of(sent(people)), sister(people)
    client, address = as_(people.worker), reverse("referrals:right-person", args=[original.pk])
    born = right.birth_date
    assert born
    typed = {"name": "Marigold Quillfeather", "birth_date_month": born.month, "birth_date_day": born.day}
    answer = client.post(address, {**typed, "birth_date_year": born.year})
    page = client.get(answer.headers["Location"]).content.decode()
    choose = reverse("referrals:move-screening", args=[original.pk, right.pk])
    assert choose in page
    assert reverse("referrals:move-screening", args=[original.pk, original.youth_id]) not in page
    assert client.post(choose, {"reason": REASON}).status_code == 302
    decide = shown(as_(people.supervisor), "correction", Correction.objects.get().pk)
    assert "Marigold" in decide
    assert "Zephyrine" in decide


def test_the_original_leads_to_the_copy_only_whoever_may_see_the_right_person(people: Cast) -> None:
    original, right = screening_of(sent(people)), sister(people)
    copy = moved(original, right, people)
    assert str(copy.pk) in shown(as_(people.worker), "voided-screening", original.pk)
    right.access.all().delete()
    page = shown(as_(people.worker), "voided-screening", original.pk)
    assert "has moved there" in page
    assert str(copy.pk) not in page
    assert "Marigold" not in page
    assert "Seen." not in shown(as_(people.supervisor), "voided-screening", original.pk)


# --- At once --------------------------------------------------------------------------------------------------


@pytest.mark.django_db(databases="__all__", transaction=True)
@pytest.mark.parametrize("moves", [True, False])
def test_of_two_who_confirm_at_once_one_does_and_the_other_hears_who(
    people: Cast, moves: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("notifications.outbox.wake_up", lambda: None)
    with transaction.atomic(), trail.recording():
        original, right = screening_of(sent(people)), sister(people)
        right.access.create(user=people.lead, why="test", starts_at=clock.now())
        correction = correcting.ask_about_screening(
            original, reason=REASON, by=people.worker, moves_to=right if moves else None
        )
    found = at_once(*(partial(correcting.confirm, correction, by=one) for one in (people.supervisor, people.lead)))
    refused = [one for one in found if isinstance(one, CorrectionRefused)]
    assert len(refused) == 1
    assert "has confirmed it" in str(refused[0])
    assert Screening.objects.filter(moved_from=original).count() == int(moves)
    assert Referral.objects.filter(status="void").count() == 1
    assert Entry.objects.filter(action="screening.void", subject=original.pk).count() == 1


@pytest.mark.django_db(databases="__all__", transaction=True)
def test_two_who_ask_at_once_are_one_question(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("notifications.outbox.wake_up", lambda: None)
    with transaction.atomic(), trail.recording():
        original = screening_of(sent(people))
    ask = partial(correcting.ask_about_screening, original, reason=REASON)
    found = at_once(partial(ask, by=people.worker), partial(ask, by=people.liaison))
    assert sum(isinstance(one, CorrectionRefused) for one in found) == 1
    assert Correction.objects.count() == 1
