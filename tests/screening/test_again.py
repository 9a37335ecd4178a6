"""A screening after a signed one: "was" beside each question, what one press takes over, and what it never does."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from audit import clock
from audit.models import Entry
from screening import services
from screening.models import Screening, Source
from tests.referrals.browsing import as_
from tests.referrals.story import MINOR, Cast, cast, missing, screened, sign, young_person
from youth.models import Youth

pytestmark = pytest.mark.django_db(databases="__all__")
SIGNS = ("MH2", "OT4", "XS2", "HP2")
NOTE = "She waited at the bus stop."


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def client(people: Cast) -> Client:
    return as_(people.worker)


@pytest.fixture
def youth(people: Cast) -> Youth:
    return young_person(people)


def signed(youth: Youth, people: Cast, *, clear: tuple[str, ...] = SIGNS) -> Screening:
    """Yesterday; the sources say who and when."""
    now = clock.now()
    clock.seed(now - dt.timedelta(days=1))
    draft = screened(youth, people.worker, "4", clear=clear)
    draft.sources.update(source_type="school")
    source = draft.sources.get()
    source.who, source.information_date = "The school nurse", dt.date(clock.now().year - 1, 3, 4)
    source.save()
    sign(draft, people.worker)
    clock.seed(now)
    return Screening.objects.get(pk=draft.pk)


@pytest.fixture
def base(youth: Youth, people: Cast) -> Screening:
    return signed(youth, people)


def rescreen(youth: Youth, people: Cast) -> Screening:
    draft = services.start(youth, by=people.worker)
    return services.save_start(draft, trigger="new_information", gates=MINOR, by=people.worker)


@pytest.fixture
def draft(base: Screening, youth: Youth, people: Cast) -> Screening:
    return rescreen(youth, people)


def reread(draft: Screening) -> Screening:
    return Screening.objects.with_record().get(pk=draft.pk)


def entry(draft: Screening, code: str) -> dict[str, Any]:
    return reread(draft).entries().get(code, {})


def address(name: str, draft: Screening, *more: str) -> str:
    return reverse(f"screening:{name}", args=[draft.pk, *more])


def seen(draft: Screening, code: str) -> int:
    part = reread(draft).sections.filter(code=code).first()
    return part.number_of_saves if part else 0


def press(client: Client, name: str, draft: Screening, code: str, *more: str, **typed: Any) -> Any:
    answer = client.post(address(name, draft, code, *more), {"seen": seen(draft, code), **typed})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return answer


def test_what_was_answered_stands_beside_the_question_and_answers_nothing(client: Client, draft: Screening) -> None:
    page = client.get(address("section", draft, "XS")).content.decode()
    assert "Was:" in page
    assert "Clear (School, The school nurse, Mar 4," in page
    assert "Seen." in page
    assert "checked" not in page
    assert reread(draft).answers() == {}


def test_a_first_screening_has_nothing_to_be_as_before(client: Client, people: Cast) -> None:
    first = rescreen(young_person(people), people)
    page = client.get(address("section", first, "XS")).content.decode()
    assert "Was:" not in page
    assert "as last time" not in page
    assert "left: as " not in client.get(address("tasks", first)).content.decode()


def test_one_press_answers_the_rest_as_last_time_with_sources_and_notes(client: Client, draft: Screening) -> None:
    press(client, "rest-as-before", draft, "MH", MH1="possible")
    assert entry(draft, "MH1")["answer"] == "possible"
    assert "swept" not in entry(draft, "MH1")
    taken = entry(draft, "MH2")
    assert (taken["answer"], taken["note"], taken["swept"]) == ("clear", "Seen.", "before")
    source = Source.objects.get(pk=taken["sources"][0])
    assert (source.screening_id, source.who) == (draft.pk, "The school nurse")
    assert Entry.objects.filter(action="screening.as_before", subject=draft.pk).exists()


def test_a_source_is_taken_over_once_for_all_answers(client: Client, draft: Screening) -> None:
    press(client, "rest-as-before", draft, "MH")
    press(client, "rest-as-before", draft, "OT")
    press(client, "say-again", draft, "XS", "XS2")
    assert reread(draft).sources.count() == 1


def test_no_press_for_the_rest_answers_a_determinative_question(client: Client, draft: Screening) -> None:
    answer = client.post(address("rest-as-before", draft, "all"))
    assert answer.status_code == 302
    current = reread(draft)
    missing_answers = set(current.instrument.scored) - set(current.answers())
    assert missing_answers == {*current.instrument.determinative, "PH3"}


def test_a_determinative_answer_is_said_again_by_a_press_of_its_own(client: Client, draft: Screening) -> None:
    press(client, "say-again", draft, "XS", "XS2", XS1="none")
    again = entry(draft, "XS2")
    assert (again["answer"], again["note"]) == ("clear", "Seen.")
    assert "swept" not in again
    assert entry(draft, "XS1") == {"answer": "none"}


def test_nothing_is_said_again_that_was_never_said(client: Client, people: Cast) -> None:
    first = rescreen(young_person(people), people)
    press(client, "say-again", first, "XS", "XS2")
    assert entry(first, "XS2") == {}
    assert client.post(address("say-again", first, "XS", "MH1"), {"seen": 0}).status_code == 404


def test_what_one_press_gave_can_be_taken_back_and_what_was_typed_stays(client: Client, draft: Screening) -> None:
    press(client, "rest-as-before", draft, "MH", MH1="possible", MH1_note="Twice.")
    press(client, "undo-rest", draft, "MH", **typed_of(draft, "MH"))
    assert reread(draft).entries() == {"MH1": {"answer": "possible", "note": "Twice."}}


def typed_of(draft: Screening, code: str) -> dict[str, Any]:
    """What the page of a section sends when nobody changes anything on it."""
    part = reread(draft).sections.get(code=code)
    return {
        name: value
        for item, said in part.entries.items()
        for name, value in (
            (item, said.get("answer", "")),
            (f"{item}_note", said.get("note", "")),
            (f"{item}_sources", said.get("sources", [])),
        )
    }


def test_what_was_taken_over_is_somebodys_own_answer_once_it_is_changed(client: Client, draft: Screening) -> None:
    press(client, "rest-as-before", draft, "MH")
    press(client, "section", draft, "MH", **typed_of(draft, "MH"))
    assert entry(draft, "MH2")["swept"] == "before"
    press(client, "section", draft, "MH", **{**typed_of(draft, "MH"), "MH2_note": "Again on Friday."})
    assert "swept" not in entry(draft, "MH2")
    press(client, "undo-rest", draft, "MH", **typed_of(draft, "MH"))
    assert entry(draft, "MH2")["note"] == "Again on Friday."


def test_a_restricted_note_is_neither_shown_nor_taken_over(
    client: Client, base: Screening, youth: Youth, people: Cast
) -> None:
    """Whoever screens now need not be whoever wrote it."""
    draft = rescreen(youth, people)
    page = client.get(address("section", draft, "HP")).content.decode()
    assert page.count("Seen.") == 0
    press(client, "rest-as-before", draft, "HP")
    assert entry(draft, "HP2")["answer"] == "clear"
    assert "note" not in entry(draft, "HP2")


def test_a_sign_that_is_counted_from_the_record_is_not_taken_over_when_the_record_has_it_no_more(
    client: Client, youth: Youth, people: Cast
) -> None:
    signed(youth, people, clear=("MH1", "HC1"))
    draft = rescreen(youth, people)
    client.post(address("rest-as-before", draft, "all"))
    assert not {"MH1", "HC1"}.intersection(reread(draft).answers())
    press(client, "say-again", draft, "MH", "MH1", **typed_of(draft, "MH"))
    assert entry(draft, "MH1")["answer"] == "clear"


def test_what_the_record_counts_is_proposed_and_one_press_takes_it(client: Client, youth: Youth, people: Cast) -> None:
    for days in (30, 20, 10):
        missing(youth, by=people.worker, since=days * 24, back=days * 24 - 6)
    draft = rescreen(youth, people)
    page = client.get(address("section", draft, "MH")).content.decode()
    assert "Missing episodes in this record that began on" in page
    assert "as the record says" in page
    assert reread(draft).answers() == {}
    press(client, "rest-as-before", draft, "MH")
    taken = entry(draft, "MH1")
    assert (taken["answer"], taken["swept"]) == ("clear", "record")
    assert Source.objects.get(pk=taken["sources"][0]).source_type == "case_record"
    assert "from the record" in client.get(address("section", draft, "MH")).content.decode()


def test_a_void_screening_is_never_the_base(client: Client, base: Screening, youth: Youth, people: Cast) -> None:
    older = signed(young_person(people), people)
    Screening.objects.filter(pk=base.pk).update(status=Screening.Status.VOID)
    draft = rescreen(youth, people)
    assert "Was:" not in client.get(address("section", draft, "XS")).content.decode()
    client.post(address("rest-as-before", draft, "all"))
    client.post(address("say-again", draft, "XS", "XS2"), {"seen": 0})
    assert reread(draft).answers() == {}
    assert older.youth_id != youth.pk


def test_what_becomes_void_while_a_draft_lies_is_no_longer_beside_it(
    client: Client, base: Screening, youth: Youth, people: Cast
) -> None:
    second = screened(youth, people.worker, "2")
    sign(second, people.worker)
    draft = rescreen(youth, people)
    Screening.objects.filter(pk=second.pk).update(status=Screening.Status.VOID)
    assert list(Screening.objects.before(draft)) == [base]


def test_a_base_of_somebody_else_is_in_the_record_too(base: Screening, youth: Youth, people: Cast) -> None:
    """It is the young person's last one, whoever signed it."""
    draft = services.start(youth, by=people.supervisor)
    assert Screening.objects.before(draft).get() == base


def test_the_result_says_what_has_changed_and_asks_what_is_new(client: Client, draft: Screening, people: Cast) -> None:
    client.post(address("rest-as-before", draft, "all"))
    press(client, "section", draft, "XS", **dict.fromkeys(("XS1", "XS3", "XS4", "XS5"), "none"), XS2="unknown")
    client.post(address("rest-not-known", draft, "all"))
    page = client.get(address("result", draft)).content.decode()
    assert "What has changed since" in page
    assert "Now not known" in page
    assert "What is new since the last screening?" in page
    client.post(address("result", draft), {"news": "A new phone.", "seen": ""})
    assert reread(draft).news == "A new phone."
    sign(draft, people.worker)
    shown = client.get(address("signed", draft)).content.decode()
    assert "A new phone." in shown
    assert "Was: Clear. Is now: Not known." in shown


def test_a_first_screening_is_compared_with_nothing(client: Client, base: Screening) -> None:
    assert "What has changed since" not in client.get(address("signed", base)).content.decode()


def test_a_signed_screening_is_compared_with_the_one_before_it_and_not_with_a_later_one(
    client: Client, base: Screening, youth: Youth, people: Cast
) -> None:
    later = screened(youth, people.worker, "1")
    sign(later, people.worker)
    assert list(Screening.objects.before(base)) == []
    assert Screening.objects.before(Screening.objects.get(pk=later.pk)).get() == base
    assert "What has changed since" not in client.get(address("signed", base)).content.decode()
    assert "What has changed since" in client.get(address("signed", later)).content.decode()
