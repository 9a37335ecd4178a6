"""The page for the young person: neutral, whole in both languages, and without a trace of the app or of a case."""

import re

import pytest
from django.urls import reverse

from screening.for_you import WORDINGS
from tests.accounts.people import person
from tests.paper.reading import is_accessible, reader, tags, words
from tests.referrals import story
from tests.referrals.browsing import as_

pytestmark = pytest.mark.django_db(databases="__all__")

# What would tell whoever looks over their shoulder what this is about.
TELLING = re.compile(
    r"hart|screening|referral|dcf|careline|traffick|tráfico|trata|exploit|explota|case|caso", re.IGNORECASE
)
LANGUAGES = list(WORDINGS)


def page(language: str) -> str:
    answer = as_(person()).get(reverse("for-you", args=[language]))
    assert answer.status_code == 200
    return answer.content.decode()


def printed(language: str) -> bytes:
    return as_(person()).get(reverse("for-you-print", args=[language])).content


def seen(html: str) -> str:
    return re.sub(r"<[^>]*>", " ", html)


@pytest.mark.parametrize("language", LANGUAGES)
def test_neither_page_nor_paper_tells_what_it_is_about(language: str) -> None:
    assert TELLING.findall(seen(page(language))) == []
    assert TELLING.findall(words(printed(language))) == []
    assert TELLING.findall(str(reader(printed(language)).metadata)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_and_paper_hold_rights_and_the_three_numbers(language: str) -> None:
    wanted = (*(one.shown for one in WORDINGS[language].numbers), *WORDINGS[language].rights)
    assert {"911", "988", "233733"} <= set(wanted)
    for said in (" ".join(seen(page(language)).split()), words(printed(language))):
        assert [one for one in wanted if one not in said] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_wording_says_whether_it_has_been_reviewed(language: str) -> None:
    assert WORDINGS[language].standing in page(language)
    assert WORDINGS[language].standing in words(printed(language))
    reviewed = WORDINGS[language]._replace(reviewed="Reviewed by an invented panel.")
    assert reviewed.standing == "Reviewed by an invented panel."


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_and_paper_are_in_their_language_and_tagged(language: str) -> None:
    assert f'<html lang="{language}">' in page(language)
    made = printed(language)
    assert is_accessible(made)
    assert reader(made).trailer["/Root"]["/Lang"] == language
    assert {"/H1", "/H2", "/L", "/LI"} <= set(tags(made))


def test_it_fits_one_sheet_in_both_languages() -> None:
    assert [len(reader(printed(language)).pages) for language in LANGUAGES] == [1] * len(LANGUAGES)


def test_a_language_it_is_not_written_in_is_not_found() -> None:
    assert as_(person()).get(reverse("for-you", args=["xx"])).status_code == 404


def test_the_file_is_named_for_nothing() -> None:
    answer = as_(person()).get(reverse("for-you-print", args=["es"]))
    assert answer["Content-Disposition"] == 'inline; filename="page-es.pdf"'


def test_danger_now_what_was_told_and_the_receipt_lead_to_it() -> None:
    people = story.cast()
    client, referral = as_(people.worker), story.sent(people, "4")
    draft = story.screened(story.young_person(people), people.worker, "3")
    addresses = [
        reverse("danger"), reverse("screening:told", args=[draft.pk]), reverse("referrals:receipt", args=[referral.pk])
    ]  # fmt: skip
    for address in addresses:
        shown = client.get(address).content.decode()
        assert all(reverse("for-you", args=[language]) in shown for language in LANGUAGES)
