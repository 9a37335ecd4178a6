"""Real objects for every address, made with the services: a referral under way, drafts, a search, a kept form."""

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse
from django.utils import timezone

from accounts.emails import password_link
from accounts.models import User
from accounts.permissions import Permission, Role, grants
from audit import clock
from dmst.access import Address
from dmst.models import KeptPost
from duties.models import Duty
from referrals.models import Correction, PhoneConsultation, Provider, Referral
from referrals.services import acts, consulting, correcting, drafts, importing, inquiring, lowering, moves, noting
from referrals.services.lowering import Wish
from reports import periods
from screening import services as screenings
from screening.for_you import WORDINGS
from screening.models import Lowering, Screening
from tests.accounts.people import person
from tests.referrals import story
from tests.referrals.restoring import planned, served
from tests.reports.making import file_of, frozen, unit_report
from youth.models import Match
from youth.services import ask, search

TO_NEW = {"name": "Zephyrine Quillfeather", "birth_date": None, "number": ""}
SECTIONS = ("XS", "HP", "CX")  # determinative, contributing with a restricted note, and never scored
OF_THE_SIGNED = (
    *("screening:signed", "referrals:add-to-screening", "referrals:void-screening", "referrals:right-person"),
    "referrals:lower",
)
Arguments = dict[str, Any]


@dataclass
class World:
    """What one person may come to; ``signed_in_as`` is None for a stranger."""

    signed_in_as: User | None
    referral: Referral
    screening: Screening  # the signed one
    draft: Screening | None
    duty: Duty
    nameless: UUID  # a consultation without identity
    episode: UUID  # that goes on
    decided: UUID  # a referral with an outcome that the young person has not been told of
    moves_to: UUID  # another young person, whom a screening may be about
    correction: UUID  # that waits for an answer
    lowering: UUID  # too
    run: UUID  # a report that was frozen
    unit_run: UUID  # of a unit
    taken_back: Referral  # with the screening that had opened it
    sealed: UUID  # a young person whom only those named may see
    match: UUID  # somebody of another office may have searched for the young person
    colleague: UUID  # has something in hand, and may be asked
    service: UUID | None = None
    advice: UUID | None = None
    search: UUID | None = None
    question: UUID | None = None
    kept: UUID | None = None
    brought: UUID | None = None  # a file of open referrals
    reset: Arguments = field(default_factory=dict)

    def arguments(self, address: Address) -> list[Arguments]:
        """Each set of arguments of an address under which its page is looked at."""
        several: dict[str, list[Arguments]] = {
            "referrals:inbox": [{"view": view} for view in ("new", "all", "closed")],
            "for-you": [{"language": language} for language in WORDINGS],
            "screening:section": [{"pk": self.draft_id, "code": code} for code in SECTIONS],
            "account_reset_password_from_key": [self.reset],
            "reports:figures-trend": [{"period": periods.quarter_of(clock.now()).slug}],
            "reports:routing-list": [{"office": self.referral.office_id, "rule": self.referral.routed_because}],
            "reports:figures-list": [{"period": periods.quarter_of(clock.now()).slug}],
            "reports:figures": [{"period": periods.quarter_of(clock.now()).slug}, {"period": "2020"}],
            "referrals:move": [{"pk": self.referral.pk, "name": "close"}],
            "referrals:right-person-found": [{"pk": self.screening.pk, "search_pk": self.search}],
            "referrals:move-screening": [{"pk": self.screening.pk, "to": self.moves_to}],
            "referrals:service": [{"pk": self.decided, "of": self.service}],
            "youth:named": [{"pk": self.referral.youth_id}, {"pk": self.sealed}],
            "referrals:ask": [{"pk": self.referral.youth_id, "of": self.colleague}],
        }
        return several.get(address.name) or [dict.fromkeys(address.converters, self.row_of(address))]

    def row_of(self, address: Address) -> UUID | None:
        """By the first word of the address, which says what the row is."""
        by_name = {
            "administration:person": self.screening.signed_by_id,
            "administration:unit": self.screening.signed_by.unit_id,  # type: ignore[union-attr]
            **dict.fromkeys(
                (f"administration:{page}" for page in ("office", "cover", "move-town")), self.referral.office_id
            ),
            "administration:provider": Provider.objects.values_list("pk", flat=True)[0],
            "reports:run-list": self.unit_run,
            "dashboards:left": self.screening.signed_by_id,
            **dict.fromkeys(OF_THE_SIGNED, self.screening.pk),
            "referrals:voided-screening": self.taken_back.screenings.get().screening_id,
            "referrals:voided-referral": self.taken_back.pk,
            "screening:capture-known": self.referral.youth_id,
            "referrals:tell-outcome": self.decided,
            "referrals:safety-plan-print": self.decided,
            "dashboards:who-looked-referral": self.nameless,
            "youth:match": self.match,
            "dashboards:unit-worker": self.screening.signed_by_id,
            "dashboards:care": self.screening.signed_by.unit.supervisor_id,  # type: ignore[union-attr]
            "dashboards:acting": self.screening.signed_by.unit_id,  # type: ignore[union-attr]
            **dict.fromkeys(("referrals:results", "youth:new"), self.search),
        }
        by_first_word = {
            "young-people": self.referral.youth_id,
            "referrals": self.referral.pk,
            "open": self.referral.pk,
            "screenings": self.draft_id,
            "duties": self.duty.pk,
            "kept": self.kept,
            "import": self.brought,
            "reports": self.run,
            "questions": self.question,
            "missing": self.episode,
            "consultations": self.advice,
            "entered-in-error": self.correction,
            "lower-levels": self.lowering,
        }
        return by_name.get(address.name) or by_first_word.get(address.route.split("/")[0])

    @property
    def draft_id(self) -> UUID:
        """Who may not screen has none, and is shown none of anybody else's."""
        return self.draft.pk if self.draft else self.screening.pk


def world_of(role: Role | None) -> World:
    people = story.cast()
    referral = story.sent(people, "4", what_seen="A car that waits.", whom_not_to_call="The uncle.")
    referral = moves.move(referral, "acknowledge", by=people.liaison)
    inquiring.ask(referral, ["HC1", "XS1"], "Which car?", by=people.liaison)
    referral = story.reread(referral)
    user, outcome = person_of(role, people), decided(people)
    found = World(
        signed_in_as=user,
        referral=referral,
        screening=Screening.objects.get(youth=referral.youth_id),
        draft=draft_of(user, people) if user and grants(user, Permission.SCREEN) else None,
        duty=Duty.objects.filter(youth=referral.youth_id).open()[0],
        nameless=consultation(people).pk,
        episode=story.missing(referral.youth, by=people.worker).pk,  # type: ignore[arg-type]
        decided=outcome.pk,
        service=outcome.services.get().pk,
        advice=advised(people, user),
        moves_to=outcome.youth_id,  # type: ignore[arg-type]
        lowering=lowered(referral, people).pk,
        correction=asked_about(outcome, people).pk,
        run=file_of(frozen(people.lead), people.lead).run_id,
        unit_run=unit_report(people.supervisor.units_led.get()).pk,
        taken_back=taken_back(people),
        sealed=story.young_person(people, legal_first="Marigold", conflict="yes").pk,
        match=match_about(referral, people).pk,
        colleague=colleague_of(user, referral, people).pk,
    )
    of_their_own(found, user, referral, people)
    if role == Role.LIAISON:
        TOTP.activate(people.liaison, generate_totp_secret())
        RecoveryCodes.activate(people.liaison)
    return found


def of_their_own(found: World, user: User | None, referral: Referral, people: story.Cast) -> None:
    """What only some may have."""
    if user is None:
        found.reset = reset_arguments(people.worker)
        return
    found.kept = kept_by(user)
    if grants(user, Permission.LEAD_HART):
        found.brought = importing.keep([{"sheet_number": "1", "what_seen": "A car."}], by=user).pk
    if grants(user, Permission.VIEW_YOUTH):
        found.search = search(TO_NEW, by=user).pk
    if grants(user, Permission.EDIT_YOUTH):
        found.question = question_to(user, referral, people)


def colleague_of(user: User | None, referral: Referral, people: story.Cast) -> User:
    """The worker has sent the referral; beside it there is a draft of the supervisor."""
    assert referral.youth
    screenings.start(referral.youth, by=people.supervisor)
    return people.supervisor if user == people.worker else people.worker


def question_to(user: User, referral: Referral, people: story.Cast) -> UUID:
    assert referral.youth
    return ask(referral.youth, of=user, words="Which school?", by=colleague_of(user, referral, people)).pk


def match_about(referral: Referral, people: story.Cast) -> Match:
    assert referral.youth
    return Match.objects.create(youth=referral.youth, searcher=people.stranger, proposed_at=clock.now())


def decided(people: story.Cast) -> Referral:
    referral = story.sent(people, "3", youth=story.young_person(people, legal_first="Marigold"))
    moves.move(referral, "acknowledge", by=people.liaison)
    served(referral, by=people.liaison)
    for whose in (people.liaison, people.lead):
        noting.give_task(
            referral, words="Call the school.", whose=whose, due_on=None, submission_key=uuid4(), by=people.liaison
        )
    planned(referral, by=people.worker)
    return moves.move(referral, "determine", by=people.liaison, words="What the school saw.", choice="at_risk")


def advised(people: story.Cast, user: User | None) -> UUID:
    """Whoever refers has asked themselves; HART reads what a worker asked."""
    asker = user if user and grants(user, Permission.REFER) else people.worker
    asked = PhoneConsultation(asker=asker, question="A car?", advice="Refer on it.", at=clock.now())
    return consulting.log(asked, by=people.liaison, submission_key=uuid4()).pk


def asked_about(referral: Referral, people: story.Cast) -> Correction:
    screening = referral.screenings.get().screening
    return correcting.ask_about_screening(screening, reason="Signed on the wrong form.", by=people.worker)


def lowered(referral: Referral, people: story.Cast) -> Lowering:
    return lowering.ask(referral.screenings.get().screening, Wish("3", "It was a song."), by=people.worker)


def taken_back(people: story.Cast) -> Referral:
    referral = story.sent(people, "4", youth=story.young_person(people, legal_first="Marigold"), what_seen="A car.")
    correcting.confirm(asked_about(referral, people), by=people.supervisor)
    return referral


def consultation(people: story.Cast) -> Referral:
    """A young adult who declined."""
    youth = story.young_person(people, birth_date=dt.date(clock.now().year - 20, 1, 2), legal_first="Marigold")
    return story.sent(people, "4", youth=youth, gates=story.ADULT, adult_agreement="declined", question="What now?")


def person_of(role: Role | None, people: story.Cast) -> User | None:
    known = {
        Role.CASEWORKER: people.worker,
        Role.SUPERVISOR: people.supervisor,
        Role.LIAISON: people.liaison,
        Role.LEAD: people.lead,
    }
    return None if role is None else known.get(role) or person(role)


def draft_of(user: User, people: story.Cast) -> Screening:
    """Answered to the end, with its referral's fields, and told about: every page of the field flow opens.

    It is not the first one: each page says what was answered last time.
    """
    youth = story.young_person(people, legal_first="Marigold")
    story.sent(people, "4", youth=youth)
    acts.do(Duty.objects.get(youth=youth, action="careline"), by=people.worker, at=clock.now(), how="C-1")
    draft = story.screened(youth, user, "3")
    drafts.save(draft, {"what_seen": "A car that waits."}, by=user)
    return screenings.told_me(draft, by=user)


def kept_by(user: User) -> UUID:
    body = json.dumps({"what_seen": ["A car that waits."]})
    path = reverse("referrals:refer-now")
    return KeptPost.objects.create(user=user, path=path, body=body, kept_at=timezone.now()).pk


def reset_arguments(user: User) -> Arguments:
    uid, _dash, key = password_link(user).rstrip("/").rpartition("/")[2].partition("-")
    return {"uidb36": uid, "key": key}
