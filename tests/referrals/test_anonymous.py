"""A young adult who declined, or was not asked: a consultation without identity, and no name anywhere in it."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from audit import clock
from audit.models import Entry
from audit.trail import recording
from duties.models import Duty
from notifications.models import Message
from referrals.choices import Kind
from referrals.models import Audience, Referral, ReferralScreening, WithheldLink
from referrals.services import anonymity, moves, receiving, signing
from referrals.services.anonymity import NamesSomebody
from referrals.services.urgent import Suspicion, refer_now
from screening.models import Screening
from tests.referrals import story
from tests.referrals.browsing import as_, shown
from tests.referrals.story import ADULT, Cast, screened, sign, young_person
from vault import keys
from youth.models import Access, Alias, Caregiver, Youth

pytestmark = pytest.mark.django_db(databases="__all__")

CANARY = "Xylotrope"
EVERYTHING = {
    name: f"{CANARY} {name}"
    for name in (
        "what_seen", "how_known", "earlier_harm", "action_taken", "exploiter_name", "exploiter_phone",
        "exploiter_handle", "exploiter_vehicle", "whereabouts", "safe_contact", "whom_not_to_call", "urgent_health",
        "others_at_risk", "told_young_person",
    )
}  # fmt: skip


def adult(people: Cast, **values: Any) -> Youth:
    born = dt.date(clock.now().year - 20, 1, 2)
    return young_person(people, legal_first=CANARY, birth_date=born, safe_contact=f"{CANARY}, at work", **values)


def consulted(people: Cast, **fields: Any) -> Referral:
    screening = screened(adult(people), people.worker, "4", gates=ADULT)
    referral = sign(screening, people.worker, **{"adult_agreement": "declined", **fields})
    assert referral is not None
    return referral


@pytest.mark.parametrize("agreement", ["declined", "not_asked", ""])
def test_whoever_did_not_agree_is_not_named(people: Cast, agreement: str) -> None:
    referral = consulted(people, adult_agreement=agreement)
    assert (referral.kind, referral.youth, referral.level) == (Kind.CONSULTATION, None, "4")
    assert referral.age_band == "18_plus"


@pytest.mark.parametrize(
    ("gates", "fields"),
    [
        ({}, {"adult_agreement": "yes"}),
        ({"G5": "yes"}, {}),
        ({"G5": "not_sure"}, {}),
        ({}, {"minor_at_risk": True}),
        ({}, {"safe_tonight": "no"}),
        ({"G4": "missing_now"}, {}),
        ({"G1": "13_17"}, {}),
        ({"G1": "unknown"}, {}),
    ],
)
def test_agreement_danger_a_minor_at_risk_or_not_being_an_adult_names(
    people: Cast, gates: dict[str, str], fields: dict[str, Any]
) -> None:
    screening = screened(adult(people), people.worker, "4", gates={**ADULT, **gates})
    referral = sign(screening, people.worker, **{"adult_agreement": "declined", **fields})
    assert referral is not None
    assert referral.youth is not None
    assert referral.kind == Kind.REFERRAL


def test_no_name_and_no_word_goes_with_it(people: Cast) -> None:
    referral = story.reread(consulted(people, **EVERYTHING, concern_type="sexual", question="What can be offered?"))
    said = " ".join(str(getattr(referral, field.attname)) for field in referral._meta.concrete_fields)
    assert CANARY not in said
    assert (referral.concern_type, referral.question) == ("sexual", "What can be offered?")
    for name in EVERYTHING:
        assert getattr(referral, name) == "", name
    assert CANARY not in "".join(message.raw for message in Message.objects.about(referral.pk))


def test_nothing_in_its_rows_leads_to_the_young_person(people: Cast) -> None:
    """No row that carries the consultation's key carries the person's, in the clear."""
    referral = consulted(people)
    youth = Youth.objects.get()
    assert not ReferralScreening.objects.exists()
    assert not Duty.objects.about("referral", referral.pk).exclude(youth=None).exists()
    assert not Access.objects.filter(why__contains=referral.reference).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s AND t::text LIKE %s',  # noqa: S608
                [f"%{referral.pk}%", f"%{youth.pk}%"],
            )
            assert cursor.fetchone() == (0,), table


@pytest.mark.unrecorded
def test_the_trail_tells_the_two_apart(people: Cast) -> None:
    with keys.opened(), recording():
        referral = consulted(people)
        youth = Youth.objects.get()
    assert not Entry.objects.filter(subject=referral.pk, youth=youth.pk).exists()
    assert Entry.objects.filter(subject=referral.pk, action="referral.send", youth=None).exists()


def test_the_way_leads_from_the_person_to_the_consultation(people: Cast) -> None:
    screening = screened(adult(people), people.worker, "3", gates=ADULT)
    referral = sign(screening, people.worker)
    assert referral is not None
    assert WithheldLink.objects.get().consultation == str(referral.pk)
    screening.refresh_from_db()
    assert signing.sent_with(screening) == referral
    assert sign(screening, people.worker) == referral


def test_hart_sees_the_consultation_and_not_the_person(people: Cast) -> None:
    referral = consulted(people)
    for reader in (people.liaison, people.second, people.lead, people.worker, people.supervisor):
        assert referral in Referral.objects.visible_to(reader), reader.role
    for reader in (people.liaison, people.second, people.lead):
        assert not Youth.objects.visible_to(reader).exists()
    assert not Referral.objects.visible_to(people.stranger).exists()
    assert Audience.objects.filter(referral=referral).exists()


def test_nobody_is_let_in_twice(people: Cast) -> None:
    referral = consulted(people)
    before = Audience.objects.count()
    receiving.let_in(referral, [people.worker, people.worker, people.liaison])
    assert Audience.objects.count() == before
    for row in ({"user": people.worker}, {"office": people.office}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Audience.objects.create(referral=referral, **row)


def test_its_clock_runs_and_its_words_have_a_key_of_their_own(people: Cast) -> None:
    referral = consulted(people)
    duty = Duty.objects.about("referral", referral.pk).exclude(clock="").get()
    assert (duty.clock, duty.youth, duty.key_owner) == ("acknowledge_4", None, referral.pk)
    assert referral.key_owner == referral.pk


@pytest.mark.parametrize(
    "words",
    [
        f"{CANARY} asks for a flat",
        "xylotrope asks for a flat",
        "Can QUILLFEATHER stay?",
        "The mother, Marigold, calls each day",
        "known as Zee",
        "case 4711-A",
        "Bo knows",
        "Her mother is at (203) 555-0188 all day",
        "At the Lilac  house, since May",
        "Born {born:%B} {born.day}, {born.year}",
        "Born {born.month}/{born.day}/{born:%y}.",
        "dob {born:%Y-%m-%d}",
    ],
)
@pytest.mark.parametrize("field", ["question", "callback_phone", "callback_time"])
def test_words_that_name_somebody_are_refused_in_whatever_field_they_go(people: Cast, words: str, field: str) -> None:
    youth = known_well(people)
    screening = screened(youth, people.worker, "4", gates=ADULT)
    with pytest.raises(NamesSomebody):
        sign(screening, people.worker, **{field: words.format(born=youth.birth_date)})


def known_well(people: Cast) -> Youth:
    youth = adult(people, case_number="4711-A", placement="At the Lilac House")
    Alias.objects.create(youth=youth, name="Zee")
    Caregiver.objects.create(youth=youth, name="Marigold Bo", phone="203-555-0188")
    return youth


@pytest.mark.parametrize(
    "words", ["A house with lilac walls, at 203-555-0100", "Since January 2, in 2026", "After 3, 860-555-0110"]
)
def test_parts_of_an_address_a_date_or_a_number_are_anybodys(people: Cast, words: str) -> None:
    assert anonymity.names_in(known_well(people), words) == set()


def asked(people: Cast) -> Referral:
    referral = sign(screened(known_well(people), people.worker, "4", gates=ADULT), people.worker)
    assert referral is not None
    moves.move(referral, "acknowledge", by=people.liaison)
    return moves.move(referral, "ask_information", by=people.liaison, words="Where do they sleep?")


def test_the_answer_names_nobody_either_and_gives_the_words_back(people: Cast) -> None:
    referral, client = asked(people), as_(people.worker)
    assert "write no name" in shown(client, "receipt", referral.pk)
    url = reverse("referrals:answer", args=[referral.pk])
    answer = client.post(url, {"answer_information-words": f"{CANARY} sleeps at a friend's."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert f"who the young person is: {CANARY}." in page
    assert "sleeps at a friend" in page
    assert client.post(url, {"answer_information-words": "At a friend's."}).status_code == 302
    assert Referral.objects.get().status == "in_review"


def test_hart_is_told_to_write_no_name_and_never_whether_a_word_is_one(people: Cast) -> None:
    referral = asked(people)
    assert "write no name" in shown(as_(people.liaison), "detail", referral.pk)
    determined = moves.move(referral, "determine", by=people.liaison, words=f"{CANARY}?", choice="unable")
    assert determined.status == "determined"


def test_only_whoever_may_see_the_person_finds_the_way_to_them(people: Cast) -> None:
    referral = asked(people)
    assert anonymity.youth_behind(referral, known_to=people.worker) == Youth.objects.get()
    for reader in (people.liaison, people.lead, people.stranger):
        assert anonymity.youth_behind(referral, known_to=reader) is None


def test_ordinary_words_are_not_names(people: Cast) -> None:
    youth = adult(people)
    Caregiver.objects.create(youth=youth, name="Bo An")
    assert anonymity.names_in(youth, "Is there an adult service near a bo tree?") == set()


@pytest.mark.parametrize("level", ["1", "2", "3", "U"])
def test_a_second_screening_without_a_name_joins_the_open_consultation(people: Cast, level: str) -> None:
    youth = adult(people)
    first = sign(screened(youth, people.worker, "3", gates=ADULT), people.worker, question="What is there?")
    screening = screened(youth, people.worker, level, gates=ADULT)
    again = sign(screening, people.worker, **EVERYTHING, question="And at night?")
    assert again == first
    referral = story.reread(again)
    assert (referral.youth, referral.kind, referral.steps.count()) == (None, Kind.CONSULTATION, 2)
    assert "What is there?" in referral.question
    assert "And at night?" in referral.question
    assert not any(getattr(referral, name) for name in EVERYTHING)
    assert signing.sent_with(Screening.objects.get(pk=screening.pk)) == referral
    assert not ReferralScreening.objects.exists()


def test_the_screening_after_an_unnamed_refer_now_joins_its_consultation(people: Cast) -> None:
    youth = adult(people)
    said = Suspicion({"what_seen": "A car waits.", "adult_agreement": "declined"})
    first = refer_now(said, by=people.worker, submission_key=uuid.uuid4(), youth=youth)
    assert refer_now(said, by=people.worker, submission_key=uuid.uuid4(), youth=youth) == first
    assert sign(screened(youth, people.worker, "2", gates=ADULT), people.worker) == first


def test_a_consultation_says_once_under_which_reference_it_goes_on(people: Cast) -> None:
    """Decision 0011: it cannot become the referral, and HART closes it."""
    youth = adult(people)
    unnamed = sign(screened(youth, people.worker, "3", gates=ADULT), people.worker)
    assert unnamed is not None
    named = story.sent(people, "3", youth=youth, gates=ADULT, adult_agreement="yes")
    story.sent(people, "3", youth=youth, gates=ADULT, adult_agreement="yes")
    assert (named.kind, named.youth, named == unnamed) == (Kind.REFERRAL, youth, False)
    keys.unlock([unnamed.pk])
    steps = list(unnamed.steps.all())
    assert [step.move for step in steps] == ["send", "named"]
    assert named.reference in steps[1].words
    assert story.reread(unnamed).is_open
    assert people.liaison.pk in {message.recipient for message in Message.objects.filter(event="referral.named.2")}
    page = shown(as_(people.liaison), "detail", unnamed.pk)
    assert named.reference in page
    assert CANARY not in page


def test_an_open_referral_with_a_name_stays_apart_from_the_consultation(people: Cast) -> None:
    youth = adult(people)
    named = story.sent(people, "3", youth=youth)
    unnamed = sign(screened(youth, people.worker, "3", gates=ADULT), people.worker)
    assert unnamed is not None
    assert unnamed != named
    assert unnamed.youth is None
