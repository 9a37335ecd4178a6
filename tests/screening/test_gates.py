"""Which gates are asked, and that an answer whose question is gone holds no more."""

from typing import Any

import pytest

from screening import gates, results
from screening.gates import Known
from screening.models import Screening
from screening.services import finalize, save_words
from tests.referrals.story import Cast, cast, screened, young_person
from tests.screening.shipped import ADULT, INSTRUMENT, MINOR, altered


def asked(answers: dict[str, str], level: str, said: dict[str, str]) -> list[str]:
    return gates.asked_on_result(Known(INSTRUMENT, said, answers, level))


def test_the_start_asks_what_the_data_does_not_leave_for_the_result() -> None:
    assert [gate.code for gate in gates.at_start(INSTRUMENT)] == ["G1", "G2", "G3", "G4", "G5"]


def test_what_began_before_18_is_asked_of_adults_alone() -> None:
    rest = {"G3": "in_care", "G4": "not_missing", "G5": "no"}
    assert gates.lacking(INSTRUMENT, {**rest, "G1": "13_17"}) == ()
    assert gates.lacking(INSTRUMENT, {**rest, "G1": "18_plus"}) == ("G2",)
    assert gates.settled_at_start(INSTRUMENT, {**MINOR, "G2": "no", "G7": "earlier"}) == {**MINOR, "G7": "earlier"}


def test_when_it_last_happened_is_asked_from_the_answer_the_data_names() -> None:
    def ask_from_clear(whole: dict[str, Any]) -> None:
        last = next(gate for gate in whole["instrument"]["gates"] if gate["code"] == "G7")
        last["show_if"] = {"tier_reached": {"determinative": "clear"}}

    assert asked({"XS1": "possible"}, "2", ADULT) == ["G7"]
    assert gates.asked_on_result(Known(altered(ask_from_clear), ADULT, {"XS1": "possible"}, "2")) == []
    assert gates.asked_on_result(Known(altered(ask_from_clear), ADULT, {"XS1": "clear"}, "2")) == ["G7"]


def test_a_sign_taken_back_takes_when_it_happened_with_it() -> None:
    said = {**MINOR, "G5": "no", "G7": "earlier"}
    assert gates.in_force(Known(INSTRUMENT, said, {"XS1": "possible"}, "3")) == said
    assert "G7" not in gates.in_force(Known(INSTRUMENT, said, {"XS5": "clear"}, "3"))


@pytest.fixture
def people() -> Cast:
    return cast()


def answer(screening: Screening, code: str, **entry: Any) -> Screening:
    part = screening.sections.get(code=code.rstrip("0123456789"))
    part.open_items = {**part.open_items, code: entry}
    part.save()
    return Screening.objects.with_record().get(pk=screening.pk)


@pytest.mark.django_db(databases="__all__")
def test_a_result_is_historic_no_more_once_its_sign_is_corrected(people: Cast) -> None:
    screening = screened(young_person(people), people.worker, "3", clear=("XS5", "XS1"))
    save_words(screening, {"G7": "earlier", "foreign_national": "yes"}, by=people.worker)
    screening = Screening.objects.with_record().get(pk=screening.pk)
    assert results.result_of(screening).historic
    screening = answer(screening, "XS1", answer="none")
    assert not results.result_of(screening).historic
    signed = finalize(screening, by=people.worker)
    assert (signed.level, signed.historic, "G7" in signed.gates, signed.foreign_national) == ("3", False, False, "yes")


@pytest.mark.django_db(databases="__all__")
def test_what_is_asked_at_a_higher_level_alone_is_not_kept_below_it(people: Cast) -> None:
    screening = screened(young_person(people), people.worker, "2")
    save_words(screening, {"foreign_national": "yes"}, by=people.worker)
    assert finalize(Screening.objects.get(pk=screening.pk), by=people.worker).foreign_national == ""
