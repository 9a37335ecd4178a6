"""On a phone: somebody is back, the return screen opens, and a known fact is linked and stays so while notes are typed."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from audit import clock, trail
from duties.models import Duty
from referrals.services import acts
from screening.models import Screening
from tests.browser.conftest import Opened
from tests.referrals import story
from tests.referrals.story import Cast
from vault import keys
from youth.models import Youth

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases="__all__"), pytest.mark.unrecorded]

PHONE = {"width": 360, "height": 640}


@pytest.fixture
def people(transactional_db: None) -> Cast:
    with trail.acting("test"):
        return story.cast()


@pytest.fixture
def youth(people: Cast) -> Youth:
    """Screened and reported before, and missing now."""
    with trail.acting("test"):
        youth = story.young_person(people)
        story.sign(story.screened(youth, people.worker, clear=("XS4", "MH2")), people.worker)
        acts.do(Duty.objects.get(youth=youth, action="careline"), by=people.worker, at=clock.now(), how="C-1")
        story.missing(youth, by=people.worker)
    return youth


def comes_back(page: Page, youth: Youth) -> Screening:
    page.goto(reverse("referrals:youth", args=[youth.pk]))
    page.get_by_role("link", name="They are back").click()
    now = page.evaluate("() => new Date(Date.now() - 60000).toLocaleString('sv', {timeZone: 'America/New_York'})")
    page.get_by_label("When were they back, or found?").fill(now[:16].replace(" ", "T"))
    page.get_by_role("button", name="Record that they are back").click()
    expect(page.get_by_label("Why this screening now?")).to_have_value("return")
    return Screening.objects.get(youth=youth, status=Screening.Status.DRAFT)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_return_is_screened_from_what_was_known(opened: Opened, people: Cast, youth: Youth, scripts: bool) -> None:
    page = opened(people.worker, viewport=PHONE, java_script_enabled=scripts).new_page()
    draft = comes_back(page, youth) if scripts else None
    if draft is None:
        page.goto(reverse("referrals:youth", args=[youth.pk]))
        page.get_by_role("button", name="Screen this young person").click()
        draft = Screening.objects.get(youth=youth, status=Screening.Status.DRAFT)
    page.goto(reverse("screening:section", args=[draft.pk, "XS"]))
    page.get_by_role("button", name="Still so, nothing new").click()
    expect(page.get_by_text("It starts nothing again")).to_be_visible()
    page.get_by_role("button", name="Save and go to the list").click()
    page.get_by_role("button", name="left: as they were on").click()
    with keys.opened():
        kept = Screening.objects.with_record().get(pk=draft.pk)
        assert set(kept.linked()) == {"XS4"}
        assert (kept.answers()["MH2"], kept.answers().get("XS1")) == ("clear", None)
