"""What is signed stays as it was, whoever asks the database; what it found is known to what follows."""

from typing import Any

import pytest
from django.db import InternalError, ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from audit import clock
from screening import outcome, results
from screening.models import Screening, SectionAnswers, Source
from screening.services import finalize
from tests.referrals.browsing import as_
from tests.referrals.story import MINOR, Cast, cast, screened, young_person
from youth import findings
from youth.models import Finding
from youth.services import update_youth

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def people() -> Cast:
    return cast()


def signed(people: Cast, level: str = "4", **more: Any) -> Screening:
    screening = screened(young_person(people), people.worker, level, **more)
    finalize(screening, by=people.worker)
    return Screening.objects.with_record().get(pk=screening.pk)


def refused(write: Any) -> bool:
    try:
        with transaction.atomic():
            write()
    except (InternalError, ProgrammingError) as error:
        return "pgtrigger" in str(error)
    return False


@pytest.mark.parametrize(
    "changed",
    [
        {"gates": {"G1": "18_plus"}},
        {"told_me_words": "Something else."},
        {"raise_reason": "Added later."},
        {"level": "2"},
        {"trigger": "routine"},
        {"historic": True},
        {"caregivers_implicated": False},
    ],
    ids=str,
)
def test_nothing_of_a_signed_screening_is_changed(people: Cast, changed: dict[str, Any]) -> None:
    screening = signed(people)
    for name, value in changed.items():
        setattr(screening, name, value)
    assert refused(lambda: screening.save(update_fields=list(changed)))


def test_it_can_be_said_to_be_entered_in_error(people: Cast) -> None:
    screening = signed(people)
    Screening.objects.filter(pk=screening.pk).update(status=Screening.Status.VOID)
    assert Screening.objects.get(pk=screening.pk).status == "void"


def test_its_answers_and_sources_are_neither_added_changed_nor_taken_away(people: Cast) -> None:
    screening = signed(people)
    part, source = screening.sections.first(), screening.sources.first()
    assert part
    assert source
    part.open_items = {}
    source.who = "Somebody else"
    more = SectionAnswers(screening=screening, code="ZZ", saved_at=clock.now(), recorded_at=clock.now())
    for write in (
        part.save,
        part.delete,
        source.save,
        source.delete,
        more.save,
        Source(screening=screening, source_type="other", added_at=clock.now()).save,
    ):
        assert refused(write)


def test_it_shows_what_it_showed_when_the_profile_changes(people: Cast) -> None:
    screening = signed(people, gates={**MINOR, "G4": "missing_now"})
    before = outcome.signed_page(screening)
    caregivers = [{"name": "Ann Example", "implicated": "no"}]
    update_youth(screening.youth, {"caregivers": caregivers}, by=people.worker)
    again = Screening.objects.with_record().get(pk=screening.pk)
    assert not results.caregivers_implicated(Screening(youth=again.youth))
    assert outcome.signed_page(again) == {**before, "screening": again}
    assert as_(people.worker).get(reverse("screening:signed", args=[again.pk])).status_code == 200


def test_a_clear_sexual_determinative_is_known_to_every_later_screening(people: Cast) -> None:
    first = signed(people)
    today = timezone.localdate(clock.now())
    (left,) = findings.known(first.youth)
    assert (left.kind, left.on, left.expires_on, left.means_exploitation) == (
        Finding.Kind.EVIDENCED,
        today,
        None,
        True,
    )
    later = screened(first.youth, people.worker, "1", gates={**MINOR, "G4": "missing_now"})
    found = results.result_of(later)
    assert found.exploitation_history
    assert "police_now" in {action.code for action in found.actions}


def test_what_is_only_possible_leaves_no_finding(people: Cast) -> None:
    assert findings.known(signed(people, "3").youth) == []
