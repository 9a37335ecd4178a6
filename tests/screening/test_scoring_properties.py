"""What must hold for every answer and every gate, not only for the worked cases."""

from itertools import combinations, pairwise
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from screening.facts import Facts
from screening.rules import judge
from screening.scoring import Result, concern, score
from tests.screening.shipped import INSTRUMENT

ORDER = ("none", "possible", "clear")  # of concern; not known stands outside it
CODES = list(INSTRUMENT.scored)
UNSCORED = [code for code in INSTRUMENT.indicators if code not in INSTRUMENT.scored]
# From the least to the most concern; what stands together must come to the same.
AGES = (
    ({"G1": "18_plus", "G2": "no"},),
    ({"G1": "18_plus", "G2": "yes"}, {"G1": "18_plus", "G2": "unknown"}, {"G1": "18_plus"}, {"G1": "13_17"}),
    ({"G1": "under_13"}, {"G1": "unknown"}, {}),
)
thorough = settings(max_examples=300, deadline=None)

all_gates = st.sampled_from([gates for group in AGES for gates in group])
codes = st.sampled_from(CODES)
anything = st.sampled_from((*ORDER, "unknown"))


@st.composite
def screens(draw: st.DrawFn) -> dict[str, str]:
    """Mostly one answer, with some others; often without the heavier signs, which would decide nearly all alone."""
    most = draw(st.sampled_from(("none", "none", "unknown", "possible")))
    few = draw(st.dictionaries(codes, anything, max_size=12))
    unknown = draw(st.sets(codes, max_size=20))
    answers = {code: "unknown" if code in unknown else most for code in CODES}
    calm = draw(st.sampled_from(((), ("determinative",), ("determinative", "strong"))))
    quiet = {code: "none" for code, indicator in INSTRUMENT.scored.items() if indicator.tier in calm}
    return {**answers, **few, **quiet}


def level(answers: dict[str, str], gates: dict[str, str]) -> str:
    return judge(Facts.of(INSTRUMENT, answers, gates))[0]


@thorough
@given(screens(), all_gates, codes)
def test_an_answer_made_worse_never_lowers_the_level(answers: dict[str, str], gates: dict[str, str], code: str) -> None:
    came_to = [level({**answers, code: answer}, gates) for answer in ORDER]
    assert [concern(one) for one in came_to] == sorted(concern(one) for one in came_to)
    for before, after in pairwise(came_to):
        assert (before, after) not in {("1", "U"), ("U", "1")}


@thorough
@given(screens(), all_gates, codes)
def test_no_sign_turned_into_not_known_never_lowers_the_level_and_is_listed(
    answers: dict[str, str], gates: dict[str, str], code: str
) -> None:
    known, unknown = {**answers, code: "none"}, {**answers, code: "unknown"}
    before, after = level(known, gates), score(INSTRUMENT, unknown, gates)
    assert after.level == before or (before, after.level) == ("1", "U")
    assert code in after.unknown


@thorough
@given(screens())
def test_an_age_or_a_beginning_that_concerns_more_never_lowers_the_level(answers: dict[str, str]) -> None:
    by_age = [{level(answers, gates) for gates in group} for group in AGES]
    assert all(len(levels) == 1 for levels in by_age)
    came_to = [concern(levels.pop()) for levels in by_age]
    assert came_to == sorted(came_to)


@thorough
@given(
    screens(),
    all_gates,
    st.dictionaries(st.sampled_from(UNSCORED), anything, min_size=1),
    st.dictionaries(st.sampled_from(["G3", "G4", "G5", "G6", "G7"]), st.sampled_from(["yes", "no", "in_care", "missing_now", "earlier"])),
    st.dictionaries(
        st.sampled_from(["race", "ethnicity", "gender", "language", "town", "zip", "immigration", "disability", "name"]),
        st.text(max_size=20),
    ),
)  # fmt: skip
def test_context_strengths_other_gates_and_demographics_never_change_anything(
    answers: dict[str, str],
    gates: dict[str, str],
    unscored: dict[str, str],
    others: dict[str, str],
    person: dict[str, str],
) -> None:
    plain = score(INSTRUMENT, answers, gates)
    assert score(INSTRUMENT, {**answers, **unscored, **person}, {**gates, **others, **person}) == plain


@thorough
@given(screens(), all_gates, st.randoms(use_true_random=False))
def test_the_order_in_which_answers_were_given_changes_nothing(
    answers: dict[str, str], gates: dict[str, str], random: Random
) -> None:
    shuffled = list(answers.items())
    random.shuffle(shuffled)
    assert score(INSTRUMENT, dict(shuffled), gates) == score(INSTRUMENT, answers, gates)


@thorough
@given(screens(), all_gates, st.data())
def test_the_bands_hold_the_level_and_whatever_the_unknown_ones_turn_out_to_be(
    answers: dict[str, str], gates: dict[str, str], data: st.DataObject
) -> None:
    found = score(INSTRUMENT, answers, gates)
    open_by_band = (set(found.unknown) - INSTRUMENT.determinative, set(found.unknown))
    for band, open_codes in zip(found.bands, open_by_band, strict=True):
        assert concern(band.low) <= concern(found.level) <= concern(band.high)
        turned_out = {code: data.draw(st.sampled_from(ORDER)) for code in sorted(open_codes)}
        came_to = level({**answers, **turned_out}, gates)
        assert concern(band.low) <= concern(came_to) <= concern(band.high)


@thorough
@given(screens(), all_gates)
def test_what_is_said_to_raise_the_level_does_and_nothing_that_does_is_left_out(
    answers: dict[str, str], gates: dict[str, str]
) -> None:
    found = score(INSTRUMENT, answers, gates)

    def raises(*turned: str) -> bool:
        return concern(level({**answers, **dict.fromkeys(turned, "clear")}, gates)) > concern(found.level)

    assert all(raises(*group) for group in found.raisers)
    alone = {(code,) for code in found.unknown if raises(code)}
    if alone:
        assert set(found.raisers) == alone
        return
    assume(len(found.unknown) <= 20)
    pairs = {pair for pair in combinations(found.unknown, 2) if raises(*pair)}
    assert set(found.raisers) <= pairs
    assert len(found.raisers) == min(5, len(pairs))


@thorough
@given(screens(), all_gates)
def test_the_level_is_the_highest_that_fired_unless_it_is_held_down(
    answers: dict[str, str], gates: dict[str, str]
) -> None:
    found: Result = score(INSTRUMENT, answers, gates)
    levels = [one.level for one in found.fired]
    assert levels == sorted(levels, reverse=True)
    assert found.level in levels
    if found.level != levels[0]:
        assert any(one.rule == "R11" and one.level == found.level for one in found.fired)
        assert gates == AGES[0][0]
