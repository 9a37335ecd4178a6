"""Whoever is shown something of a young person leaves a row in the trail: every page, none forgotten."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Role
from audit.models import Entry
from dmst.access import addresses
from dmst.models import KeptPost
from duties.models import Duty
from referrals.models import Correction, PhoneConsultation, Referral
from referrals.services import consulting, correcting, importing, inquiring, lowering, moves
from referrals.services.lowering import Wish
from screening import services as screenings
from screening.models import Lowering, Screening
from tests.accounts.people import person
from tests.nothing_shown import NOTHING_SHOWN
from tests.referrals import story
from tests.referrals.browsing import as_
from tests.referrals.restoring import planned, served
from tests.referrals.story import Cast, screened, sent, young_person
from tests.reports.making import file_of, frozen, unit_report
from youth.models import Match, Youth
from youth.services import ask, search

pytestmark = pytest.mark.django_db(databases="__all__")

Opening = tuple[User, list[Any]]  # who opens the page, and the arguments of its address


class Stage:
    """One young person on the whole road, so that each page has something to show."""

    def __init__(self) -> None:
        self.people: Cast = story.cast()
        self.youth: Youth = young_person(self.people)
        self.referral: Referral = sent(self.people, "4", youth=self.youth)
        self.signed: Screening = self.referral.screenings.get().screening
        self.draft: Screening = screened(young_person(self.people), self.people.worker, "3")
        self.duty: Duty = Duty.objects.get(action="careline")
        self.kept = KeptPost.objects.create(user=self.people.worker, path="/", body="{}", kept_at=timezone.now())

    def worker(self, *arguments: Any) -> Opening:
        return self.people.worker, list(arguments)

    def hart(self, *arguments: Any) -> Opening:
        return self.people.liaison, list(arguments)

    def drafted(self) -> Opening:
        """A draft whose referral has been filled in."""
        as_(self.people.worker).post(reverse("referrals:fields", args=[self.draft.pk]), {"concern_type": "sexual"})
        return self.worker(self.draft.pk)

    def brought(self) -> Opening:
        """A file of open referrals."""
        lines = [{"sheet_number": "1", "name": "Zephyrine Quillfeather"}]
        return self.people.lead, [importing.keep(lines, by=self.people.lead).pk]

    def missing(self) -> Opening:
        return self.worker(story.missing(self.youth, by=self.people.worker).pk)

    def told(self) -> Opening:
        screenings.told_me(self.draft, by=self.people.worker)
        return self.worker(self.draft.pk)

    def decided(self) -> Opening:
        moves.move(self.referral, "acknowledge", by=self.people.liaison)
        moves.move(self.referral, "determine", by=self.people.liaison, words="So it is.", choice="at_risk")
        return self.worker(self.referral.pk)

    def served(self) -> Opening:
        referral = self.referral
        moves.move(referral, "acknowledge", by=self.people.liaison)
        return self.hart(referral.pk, served(referral, by=self.people.liaison).pk)

    def planned(self) -> Opening:
        planned(self.referral, by=self.people.worker)
        return self.worker(self.referral.pk)

    def asked_for_more(self) -> Opening:
        moves.move(self.referral, "acknowledge", by=self.people.liaison)
        inquiring.ask(self.referral, ["HC1"], "Which car?", by=self.people.liaison)
        return self.worker(self.referral.pk)

    def asked_about(self) -> Correction:
        """Whether the signed screening was entered in error."""
        return correcting.ask_about_screening(self.signed, reason="The wrong form.", by=self.people.worker)

    def consultation(self) -> PhoneConsultation:
        asked = PhoneConsultation(
            youth=self.youth, asker=self.people.worker, question="A car?", advice="Refer.", at=timezone.now()
        )
        return consulting.log(asked, by=self.people.liaison, submission_key=uuid4())

    def lowering(self) -> Lowering:
        return lowering.ask(self.signed, Wish("3", "A song."), by=self.people.worker)

    def taken_back(self) -> Screening:
        """With the referral that it had opened."""
        correcting.confirm(self.asked_about(), by=self.people.supervisor)
        return self.signed

    def match(self) -> Match:
        """Somebody of another office may have searched for the young person."""
        return Match.objects.create(youth=self.youth, searcher=self.people.stranger, proposed_at=timezone.now())

    def asked(self) -> Opening:
        return self.worker(ask(self.youth, of=self.people.worker, words="Which school?", by=self.people.supervisor).pk)

    def searched(self) -> Opening:
        birth = dt.date(self.youth.birth_date.year, 1, 2)  # type: ignore[union-attr]
        terms = {"name": "Zephyrine Quillfeather", "birth_date": birth, "number": ""}
        return self.worker(search(terms, by=self.people.worker).pk)


PAGES: dict[str, Callable[[Stage], Opening]] = {
    "kept": lambda stage: stage.worker(stage.kept.pk),
    "referrals:results": Stage.searched,
    "referrals:start-anyway": lambda stage: stage.worker(stage.youth.pk),
    "referrals:ask": lambda stage: (stage.people.supervisor, [stage.youth.pk, stage.people.worker.pk]),
    "referrals:answer-question": Stage.asked,
    "youth:matches": lambda stage: stage.hart(),
    "youth:match": lambda stage: stage.hart(stage.match().pk),
    "youth:edit": lambda stage: stage.worker(stage.youth.pk),
    "screening:mine": lambda stage: stage.worker(),
    "screening:tasks": lambda stage: stage.worker(stage.draft.pk),
    "screening:hand": lambda stage: stage.worker(stage.draft.pk),
    "screening:from-paper": lambda stage: stage.worker(stage.draft.pk),
    "screening:start-page": lambda stage: stage.worker(stage.draft.pk),
    "screening:told": Stage.told,
    "screening:result": lambda stage: stage.worker(stage.draft.pk),
    "screening:raise": lambda stage: stage.worker(stage.draft.pk),
    "screening:signed": lambda stage: stage.worker(stage.signed.pk),
    "screening:section": lambda stage: stage.worker(stage.draft.pk, "XS"),
    "referrals:youth": lambda stage: stage.worker(stage.youth.pk),
    "referrals:missing": lambda stage: stage.worker(stage.youth.pk),
    "referrals:missing-reports": Stage.missing,
    "referrals:missing-back": Stage.missing,
    "referrals:fields": lambda stage: stage.worker(stage.draft.pk),
    "referrals:check": Stage.drafted,
    "screening:capture-known": lambda stage: stage.worker(stage.youth.pk),
    "referrals:refer-now-known": lambda stage: stage.worker(stage.youth.pk),
    "referrals:take-report-known": lambda stage: stage.hart(stage.youth.pk),
    "referrals:consultations": lambda stage: stage.hart(),
    "referrals:consultation": lambda stage: stage.worker(stage.consultation().pk),
    "referrals:log-consultation-known": lambda stage: stage.hart(stage.youth.pk),
    "referrals:inbox": lambda stage: stage.hart("new"),
    "referrals:duty-done": lambda stage: stage.worker(stage.duty.pk),
    "referrals:duty-pause": lambda stage: stage.hart(stage.duty.pk),
    "referrals:duty-does-not-apply": lambda stage: stage.worker(stage.duty.pk),
    "referrals:mine": lambda stage: stage.worker(),
    "referrals:detail": lambda stage: stage.hart(stage.referral.pk),
    "referrals:call-sheet": lambda stage: stage.worker(stage.referral.pk),
    "referrals:call-sheet-print": lambda stage: stage.worker(stage.referral.pk),
    "referrals:print": lambda stage: stage.worker(stage.referral.pk),
    "referrals:screening-print": lambda stage: stage.worker(stage.signed.pk),
    "referrals:receipt": lambda stage: stage.worker(stage.referral.pk),
    "referrals:ask-information": lambda stage: stage.hart(stage.referral.pk),
    "referrals:determine": lambda stage: stage.hart(stage.referral.pk),
    "referrals:import": Stage.brought,
    "referrals:returned-import": Stage.brought,
    "referrals:amend": lambda stage: stage.hart(stage.referral.pk),
    "referrals:write-note": lambda stage: stage.hart(stage.referral.pk),
    "referrals:give-task": lambda stage: stage.hart(stage.referral.pk),
    "referrals:tasks": lambda stage: stage.hart(),
    "referrals:transfer": lambda stage: stage.hart(stage.referral.pk),
    "referrals:add-service": lambda stage: stage.hart(stage.referral.pk),
    "referrals:service": Stage.served,
    "referrals:safety-plan": lambda stage: stage.worker(stage.referral.pk),
    "referrals:safety-plan-print": Stage.planned,
    "referrals:questions": Stage.asked_for_more,
    "referrals:add-words": lambda stage: stage.worker(stage.referral.pk),
    "referrals:add-to-screening": lambda stage: stage.worker(stage.signed.pk),
    "referrals:moved-office": lambda stage: stage.worker(stage.youth.pk),
    "referrals:tell-outcome": Stage.decided,
    "referrals:void-screening": lambda stage: stage.worker(stage.signed.pk),
    "referrals:void-referral": lambda stage: stage.worker(stage.referral.pk),
    "referrals:right-person": lambda stage: stage.worker(stage.signed.pk),
    "referrals:right-person-found": lambda stage: stage.worker(stage.signed.pk, *stage.searched()[1]),
    "referrals:move-screening": lambda stage: stage.worker(stage.signed.pk, stage.draft.youth_id),
    "referrals:lower": lambda stage: stage.worker(stage.signed.pk),
    "referrals:lowerings": lambda stage: (stage.people.supervisor, []),
    "referrals:lowering": lambda stage: (stage.people.supervisor, [stage.lowering().pk]),
    "referrals:corrections": lambda stage: (stage.people.supervisor, []),
    "referrals:correction": lambda stage: (stage.people.supervisor, [stage.asked_about().pk]),
    "referrals:voided-screening": lambda stage: stage.worker(stage.taken_back().pk),
    "referrals:voided-referral": lambda stage: stage.worker(stage.taken_back() and stage.referral.pk),
    "youth:named": lambda stage: (stage.people.lead, [stage.youth.pk]),
    "dashboards:my-day": lambda stage: (stage.people.worker, []),
    "dashboards:unit": lambda stage: (stage.people.supervisor, []),
    "dashboards:unit-duties": lambda stage: (stage.people.supervisor, []),
    "dashboards:unit-drafts": lambda stage: (stage.people.supervisor, []),
    "dashboards:unit-worker": lambda stage: (stage.people.supervisor, [stage.people.worker.pk]),
    "dashboards:acting": lambda stage: (stage.people.supervisor, [stage.people.worker.unit_id]),
    "reports:figures": lambda stage: (stage.people.lead, ["2026-q1"]),
    "reports:routing": lambda stage: (stage.people.lead, []),
    "reports:routing-list": lambda stage: (stage.people.lead, [stage.people.office.pk, "town"]),
    "reports:figures-trend": lambda stage: (stage.people.lead, ["2026-q1"]),
    "reports:figures-list": lambda stage: (stage.people.lead, ["2026-q1"]),
    "reports:run": lambda stage: (stage.people.lead, [frozen(stage.people.lead).pk]),
    "reports:run-list": lambda stage: (
        stage.people.supervisor,
        [unit_report(stage.people.supervisor.units_led.get()).pk],
    ),
    "reports:download": lambda stage: (stage.people.lead, [file_of(frozen(stage.people.lead), stage.people.lead).pk]),
    "dashboards:trail": lambda stage: (stage.people.lead, []),
    "dashboards:who-looked": lambda stage: (stage.people.supervisor, [stage.youth.pk]),
    "dashboards:who-looked-referral": lambda stage: (person(Role.AUDITOR), [nameless(stage).pk]),
}


def nameless(stage: Stage) -> Referral:
    return sent(stage.people, "3", gates=story.ADULT, adult_agreement="declined")


def of_ours() -> set[str]:
    """The addresses behind the sign-in that are not the account's own pages."""
    theirs = ("account_", "mfa_")
    return {one.name for one in addresses() if not one.is_public and not one.name.startswith(theirs)}


def test_every_page_is_either_recorded_or_shows_nothing() -> None:
    assert set(PAGES) | set(NOTHING_SHOWN) == of_ours()
    assert not set(PAGES) & set(NOTHING_SHOWN)


@pytest.mark.parametrize("name", PAGES)
def test_opening_a_page_is_in_the_trail(name: str) -> None:
    who, arguments = PAGES[name](Stage())
    before = set(Entry.objects.values_list("seq", flat=True))
    answer = as_(who).get(reverse(name, args=arguments))
    assert answer.status_code == 200, (answer.status_code, answer.headers.get("Location"))
    assert Entry.objects.filter(actor=who.pk).exclude(seq__in=before).exists()
