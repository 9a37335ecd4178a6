"""The same road without a script: every page works with forms and links alone."""

import pytest
from playwright.sync_api import Page

from audit import trail
from dmst import demo
from referrals.models import Referral
from tests.browser.conftest import Opened
from tests.browser.site import Site
from tests.browser.visitor import Visitor
from youth.models import Youth

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases="__all__"), pytest.mark.unrecorded]


class Clicker(Visitor):
    """Somebody whose browser runs no script; axe is one, so these pages are looked at without it."""

    def looks(self) -> None:
        assert self.page.locator("h1").count() == 1

    def presses(self, name: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name).first.click()
        self.looks()

    def follows(self, name: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name).first.click()
        self.looks()

    def answers(self, question: str, answer: str) -> None:
        self.page.get_by_role("group", name=question).get_by_role("radio", name=answer, exact=True).check(force=True)

    def signs_in(self, name: str) -> None:
        self.opens_quietly("/")
        self.page.get_by_label("Email").fill(demo.address(name))
        self.page.get_by_label("Password").fill(demo.PASSWORD)
        self.presses("Sign in")

    def opens_quietly(self, path: str) -> None:
        self.page.goto(self.url + path)


@pytest.fixture
def youth(transactional_db: None) -> Youth:
    with trail.acting("test"):
        demo.seed()
        return Youth.objects.all()[0]


@pytest.mark.slow
def test_the_road_works_without_javascript(opened: Opened, site: Site, youth: Youth) -> None:
    worker = Clicker(opened(java_script_enabled=False), site.url)
    when_the_screening_is_answered(worker, youth)
    when_it_is_signed(worker)
    referral = Referral.objects.get()
    assert worker.sees(referral.reference)
    assert [mail for mail in site.deliver_mail() if mail["To"] == "DCFHART@ct.gov"]

    liaison = Clicker(opened(java_script_enabled=False), site.url)
    liaison.signs_in("liaison")
    liaison.follows(referral.reference)
    liaison.presses("Acknowledge and take")
    worker.follows("My referrals")
    worker.follows(referral.reference)
    assert worker.heading == "Lane Sample has it"
    assert worker.said_of_faults() + liaison.said_of_faults() == ""


def when_the_screening_is_answered(worker: Clicker, youth: Youth) -> None:
    worker.signs_in("worker")
    worker.opens_quietly(f"/young-people/{youth.pk}/")
    worker.presses("Screen this young person")
    worker.page.get_by_label("Why this screening now?").select_option("allegation")
    worker.answers("Missing status", "Not missing")
    worker.answers("Is anyone in danger", "No")
    worker.presses("Save and continue")
    when_the_first_sign_is_clear(worker.page)
    worker.presses("Save and add this source")
    worker.presses("The rest of this page: not known")
    worker.presses("Undo")
    worker.presses("The rest of this page: not known")
    worker.presses("Save and continue")
    worker.presses("The rest of this page: not known")
    worker.presses("Save and go to the list")
    worker.presses("answers left: not known")
    worker.follows("See the result")
    assert worker.sees("Told or evidenced")


def when_the_first_sign_is_clear(page: Page) -> None:
    first = page.locator(".indicator").first
    first.get_by_role("radio", name="Clear", exact=True).check(force=True)
    first.get_by_label("Note").fill("Told me so.")
    page.get_by_label("Kind of source").select_option("own_words")


def when_it_is_signed(worker: Clicker) -> None:
    worker.presses("Save and go on to the referral")
    worker.page.get_by_label("What happened, and when?").fill("A car that waits.")
    worker.presses("Save and check everything")
    worker.page.get_by_label("This is what I know today").check(force=True)
    worker.presses("Sign and send to HART")
