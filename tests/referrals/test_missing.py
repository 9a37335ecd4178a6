"""A missing episode on its pages: the reports that are due, the return, and the screening that follows."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit import clock
from duties.models import Duty
from screening import services
from screening.models import Screening
from tests.referrals import story
from tests.referrals.browsing import as_
from tests.referrals.story import MINOR, Cast, cast, missing, screened, sign, young_person
from youth.models import MissingEpisode, Youth
from youth.services import grant_access

pytestmark = pytest.mark.django_db(databases="__all__")
HOUR = dt.timedelta(hours=1)
RETURN = {"return_screen_start", "return_screen_finish"}


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def client(people: Cast) -> Client:
    return as_(people.worker)


@pytest.fixture
def youth(people: Cast) -> Youth:
    return young_person(people)


def typed(hours_ago: float) -> str:
    return f"{timezone.localtime(clock.now() - hours_ago * HOUR):%Y-%m-%dT%H:%M}"


def record(client: Client, youth: Youth, **more: Any) -> Any:
    said = {"began_at": typed(9), "known_at": typed(8), "danger": "no", **more}
    return client.post(reverse("referrals:missing", args=[youth.pk]), said)


def actions(youth: Youth, *, is_open: bool = True) -> set[str]:
    rows = Duty.objects.filter(youth=youth)
    return {duty.action for duty in rows if duty.is_open is is_open}


def back(client: Client, episode: MissingEpisode, hours_ago: float = 1, **more: Any) -> Any:
    said = {"ended_at": typed(hours_ago), "found_where": "At the station", **more}
    return client.post(reverse("referrals:missing-back", args=[episode.pk]), said)


@pytest.mark.parametrize(
    ("values", "danger", "expected"),
    [
        ({"dcf_status": "in_care"}, "no", {"police_missing", "ncmec_missing"}),
        ({"dcf_status": "in_care"}, "yes", {"police_now", "police_missing", "ncmec_missing"}),
        ({"dcf_status": "in_care"}, "not_sure", {"police_now", "police_missing", "ncmec_missing"}),
        ({"dcf_status": "open_case_at_home"}, "no", {"caregiver_reported"}),
        ({"dcf_status": "open_case_at_home"}, "yes", {"caregiver_reported", "police_now"}),
        ({"dcf_status": "in_care", "age": 11}, "no", {"police_now", "police_missing", "ncmec_missing"}),
        ({"dcf_status": "in_care", "age": None}, "no", {"police_now", "police_missing", "ncmec_missing"}),
        ({"dcf_status": "in_care", "age": 19}, "yes", set()),
    ],
)
def test_what_is_due_when_somebody_is_missing(
    people: Cast, client: Client, values: dict[str, Any], danger: str, expected: set[str]
) -> None:
    age = values.pop("age", 15)
    born = (
        {"birth_date": dt.date(clock.now().year - age, 1, 2)} if age else {"birth_date": None, "birth_known": "unknown"}
    )
    youth = young_person(people, **values, **born)
    record(client, youth, danger=danger)
    assert actions(youth) == expected


def test_a_history_of_exploitation_means_police_now(people: Cast, client: Client) -> None:
    youth = young_person(people)
    story.sent(people, "4", youth=youth)
    record(client, youth)
    assert "police_now" in actions(youth)


def test_the_clocks_run_from_when_dcf_learned_of_it(people: Cast, client: Client) -> None:
    youth = young_person(people, dcf_status="in_care")
    record(client, youth)
    episode = youth.episodes.get()
    duty = Duty.objects.get(action="ncmec_missing")
    assert (duty.started_at, duty.due_at) == (episode.known_at, episode.known_at + 24 * HOUR)


def test_a_report_stops_its_clock_at_the_time_and_with_the_number_given(people: Cast, client: Client) -> None:
    youth = young_person(people, dcf_status="in_care")
    record(client, youth, police_at=typed(7), police_agency="Hartford", police_number="P-77")
    assert actions(youth) == {"ncmec_missing"}
    done = Duty.objects.get(action="police_missing")
    assert (done.done_how, timezone.localtime(done.done_at).strftime("%Y-%m-%dT%H:%M")) == ("Hartford, P-77", typed(7))  # type: ignore[arg-type]
    reports = reverse("referrals:missing-reports", args=[youth.episodes.get().pk])
    page = client.get(reports).content.decode()
    assert "P-77" in page
    assert "Has the caregiver told police?" not in page
    client.post(reports, {"police_at": typed(7), "police_number": "P-77", "ncmec_at": typed(2), "ncmec_number": "N-1"})
    assert actions(youth) == set()
    assert "NCMEC told" in client.get(reverse("referrals:youth", args=[youth.pk])).content.decode()


def test_outside_care_it_is_asked_whether_the_caregiver_has_told_police(client: Client, youth: Youth) -> None:
    page = client.get(reverse("referrals:missing", args=[youth.pk])).content.decode()
    assert "Has the caregiver told police?" in page
    assert "NCMEC" not in page
    record(client, youth, caregiver_reported="yes", police_at=typed(7))
    assert actions(youth) == set()


def test_a_caregiver_who_has_not_leaves_it_open(client: Client, youth: Youth) -> None:
    record(client, youth, caregiver_reported="no")
    assert actions(youth) == {"caregiver_reported"}


@pytest.mark.parametrize(
    ("said", "sentence"),
    [({}, "Enter a report that was made"), ({"police_number": "P-77"}, "Enter when they were told")],
)
def test_no_report_and_one_without_a_time_are_asked_for_again(
    client: Client, youth: Youth, people: Cast, said: dict[str, str], sentence: str
) -> None:
    """Nothing that was recorded is wiped by a press on an empty page."""
    episode = missing(youth, by=people.worker, police_at=clock.now() - HOUR, police_number="P-1")
    page = client.post(reverse("referrals:missing-reports", args=[episode.pk]), said).content.decode()
    assert sentence in page
    assert youth.episodes.get().police_number == "P-1"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"ended_at": 10}, "before the time they went missing"),
        ({"known_at": 10}, "before it began"),
        ({"began_at": -2}, "in the future"),
        ({"danger": ""}, "required"),
    ],
)
def test_bad_times_come_back_beside_their_field_with_all_that_was_typed(
    client: Client, youth: Youth, wrong: dict[str, Any], sentence: str
) -> None:
    said = {name: value if name == "danger" else typed(value) for name, value in wrong.items()}
    answer = record(client, youth, police_at=typed(1), police_number="P-77", **said)
    page = answer.content.decode()
    assert (answer.status_code, sentence in page, "P-77" in page) == (200, True, True)
    assert not youth.episodes.exists()


def test_one_over_another_comes_back_with_a_sentence(client: Client, youth: Youth) -> None:
    record(client, youth)
    answer = record(client, youth, began_at=typed(3), known_at=typed(3))
    assert "They are recorded as missing already" in answer.content.decode()
    assert youth.episodes.count() == 1


def test_the_return_opens_the_return_screen_with_its_two_clocks(client: Client, youth: Youth) -> None:
    record(client, youth)
    answer = back(client, youth.episodes.get())
    draft = Screening.objects.get(youth=youth)
    assert answer.headers["Location"] == reverse("screening:continue", args=[draft.pk])
    assert (draft.trigger, draft.gates["G4"]) == ("return", "returned_within_7_days")
    assert actions(youth) >= RETURN
    ended = youth.episodes.get().ended_at
    assert {duty.clock: duty.due_at - ended for duty in Duty.objects.return_screens()} == {
        "return_screen_start": 24 * HOUR,
        "return_screen_finish": 72 * HOUR,
    }
    page = client.get(reverse("screening:start-page", args=[draft.pk])).content.decode()
    assert 'value="return" selected' in page


def test_the_first_clock_stops_when_before_you_start_is_answered(client: Client, youth: Youth, people: Cast) -> None:
    record(client, youth)
    back(client, youth.episodes.get())
    draft = Screening.objects.get(youth=youth)
    gates = {**MINOR, "G4": "returned_within_7_days"}
    services.save_start(draft, trigger="return", gates=gates, by=people.worker)
    assert RETURN & actions(youth) == {"return_screen_finish"}


def test_both_stop_when_it_is_signed(client: Client, youth: Youth, people: Cast) -> None:
    record(client, youth)
    back(client, youth.episodes.get())
    sign(screened(youth, people.worker, "1", gates=MINOR), people.worker)
    assert not RETURN & actions(youth)
    assert actions(youth, is_open=False) >= RETURN


def test_a_screening_begun_before_the_return_that_says_nothing_of_it_is_not_the_return_screen(
    client: Client, youth: Youth, people: Cast
) -> None:
    draft = screened(youth, people.worker, "1", gates={**MINOR, "G4": "missing_now"})
    Screening.objects.filter(pk=draft.pk).update(started_at=clock.now() - 8 * HOUR)
    record(client, youth)
    services.end_episode(youth.episodes.get(), ended_at=clock.now(), found_where="", by=people.liaison)
    sign(draft, people.worker)
    assert actions(youth) >= RETURN


def test_a_draft_that_lies_there_already_becomes_the_return_screen(client: Client, youth: Youth, people: Cast) -> None:
    draft = services.start(youth, by=people.worker)
    record(client, youth)
    back(client, youth.episodes.get())
    assert Screening.objects.get(youth=youth) == draft
    assert Screening.objects.get(youth=youth).trigger == "return"


def test_whoever_may_not_screen_records_the_return_and_the_clocks_wait_for_the_worker(
    youth: Youth, people: Cast
) -> None:
    grant_access(youth, why="test", user=people.liaison)
    episode = missing(youth, by=people.worker)
    answer = back(as_(people.liaison), episode)
    assert answer.headers["Location"] == reverse("referrals:youth", args=[youth.pk])
    assert not Screening.objects.filter(status="draft").exists()
    assert actions(youth) >= RETURN
    assert services.start(youth, by=people.worker).trigger == "return"


def test_pressed_twice_the_return_is_one_return(client: Client, youth: Youth) -> None:
    record(client, youth)
    episode = youth.episodes.get()
    answers = [back(client, episode) for _press in range(2)]
    assert {answer.status_code for answer in answers} == {302}
    assert Duty.objects.return_screens().count() == 2
    assert Screening.objects.filter(youth=youth).count() == 1


def test_an_end_before_the_beginning_comes_back_and_a_second_return_is_refused(client: Client, youth: Youth) -> None:
    record(client, youth)
    episode = youth.episodes.get()
    assert "before the time they went missing" in back(client, episode, 10).content.decode()
    back(client, episode, 2)
    assert "recorded already" in back(client, episode, 1).content.decode()
    assert youth.episodes.get().ended_at == timezone.make_aware(dt.datetime.fromisoformat(typed(2)))


def test_an_old_episode_that_is_recorded_late_asks_for_no_report_of_somebody_who_is_back(
    client: Client, youth: Youth
) -> None:
    record(client, youth, began_at=typed(60), known_at=typed(20), ended_at=typed(30))
    assert actions(youth) == RETURN


def test_nor_for_a_return_screen_where_one_was_signed_since(client: Client, youth: Youth, people: Cast) -> None:
    sign(screened(youth, people.worker, "1"), people.worker)
    before = actions(youth)
    record(client, youth, began_at=typed(60), known_at=typed(20), ended_at=typed(30))
    assert actions(youth) == before


def test_what_was_reported_of_an_episode_is_not_asked_again_by_the_screening(people: Cast, client: Client) -> None:
    youth = young_person(people, dcf_status="in_care")
    record(client, youth, police_at=typed(7), police_number="P-77", ncmec_at=typed(6), ncmec_number="N-1")
    draft = screened(youth, people.worker, "2", gates={**MINOR, "G3": "in_care", "G4": "missing_now"})
    sign(draft, people.worker)
    assert not {"police_missing", "ncmec_missing"} & actions(youth)


def test_the_referral_of_somebody_missing_is_filled_in_from_the_episode(people: Cast, client: Client) -> None:
    youth = young_person(people, dcf_status="in_care")
    record(client, youth, police_at=typed(7), police_number="P-77", ncmec_at=typed(6), ncmec_number="N-1")
    draft = screened(youth, people.worker, "3", gates={**MINOR, "G3": "in_care", "G4": "missing_now"})
    page = client.get(reverse("referrals:fields", args=[draft.pk])).content.decode()
    for known in ("P-77", "N-1", typed(8), typed(7), typed(6)):
        assert f'value="{known}' in page


def test_a_draft_of_somebody_who_is_missing_says_so_from_the_start(youth: Youth, people: Cast) -> None:
    missing(youth, by=people.worker)
    assert services.start(youth, by=people.worker).gates["G4"] == "missing_now"


def test_the_return_screen_starts_from_the_last_signed_one(client: Client, youth: Youth, people: Cast) -> None:
    sign(screened(youth, people.worker, "2"), people.worker)
    record(client, youth)
    back(client, youth.episodes.get())
    draft = Screening.objects.get(youth=youth, status="draft")
    assert "Was:" in client.get(reverse("screening:section", args=[draft.pk, "MH"])).content.decode()


def test_another_office_sees_no_episode(youth: Youth, people: Cast) -> None:
    episode = missing(youth, by=people.worker)
    stranger = as_(people.stranger)
    for name, pk in (("missing", youth.pk), ("missing-reports", episode.pk), ("missing-back", episode.pk)):
        assert stranger.get(reverse(f"referrals:{name}", args=[pk])).status_code == 404
