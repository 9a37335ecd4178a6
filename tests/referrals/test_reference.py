import itertools
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals import reference

drawn = st.builds(reference.new)


def letters_of(text: str) -> list[str]:
    return list(text.removeprefix("HR-").replace("-", ""))


def test_a_new_reference_reads_back_as_itself() -> None:
    for _ in range(500):
        text = reference.new()
        assert len(text) == len("HR-XXXX-XXXX")
        assert reference.check(text) == text


def test_it_has_no_letter_that_looks_like_another() -> None:
    assert not set("01ILOSU") & set(reference.ALPHABET)


@given(drawn, st.sampled_from(["{}", " {} ", "hr {}"]))
def test_it_is_read_in_the_ways_people_write_it(text: str, shape: str) -> None:
    bare = text.removeprefix("HR-").lower()
    for spoken in (bare, bare.replace("-", ""), bare.replace("-", " ")):
        assert reference.check(shape.format(spoken)) == text


def test_every_single_wrong_character_is_noticed() -> None:
    right = letters_of(reference.new())
    for place, letter in itertools.product(range(len(right)), reference.ALPHABET):
        if right[place] == letter:
            continue
        wrong = [*right[:place], letter, *right[place + 1 :]]
        with pytest.raises(ValueError, match="wrong"):
            reference.check("".join(wrong))


@given(drawn, st.integers(0, 7), st.integers(0, 7))
def test_any_two_characters_that_changed_places_are_noticed(text: str, one: int, other: int) -> None:
    letters = letters_of(text)
    letters[one], letters[other] = letters[other], letters[one]
    if letters == letters_of(text):
        return
    with pytest.raises(ValueError, match="wrong"):
        reference.check("".join(letters))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("HR-2345-678O", "never contains O"),
        ("HR-2345-67", "eight"),
        ("", "eight"),
        ("HR-2345-6789-2", "eight"),
        ("HR-2345-67\x00", "never contains"),
    ],
)
def test_what_cannot_be_a_reference_is_refused_with_a_reason(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        reference.check(text)


def test_they_do_not_follow_one_another() -> None:
    assert len({reference.new() for _ in range(5_000)}) == 5_000


@given(st.uuids())
def test_the_reference_of_a_key_is_a_reference_and_always_the_same(key: uuid.UUID) -> None:
    assert reference.check(reference.of(key)) == reference.of(key)
