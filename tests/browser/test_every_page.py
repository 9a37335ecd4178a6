"""Each page of the URLconf with real objects, as the first role that may open it: axe, and no scrolling sideways.

With ``--every-state`` (./run prove pages) as each role that may open it, at the width of a tablet too, and each form
filled in as well as sent wrongly.

A new address is walked without being named here, or fails until the table below says why it is no page.
"""

import pytest
from django.urls import resolve, reverse
from playwright.sync_api import BrowserContext

from accounts.permissions import GRANTS, Role, grants
from audit import trail
from dmst.access import Address, addresses
from tests.browser.accessibility import outline_faults, reaching_out, violations
from tests.browser.conftest import Opened
from tests.browser.site import Site
from tests.browser.visitor import Visitor
from tests.browser.world import Arguments, World, world_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases="__all__"), pytest.mark.unrecorded]

WIDTHS = (1280, 360, 320)  # CSS pixels
LOOKED_INTO = (1280, 320)  # by axe; between 320 and 360 nothing is laid out differently
TABLET = 768  # CSS pixels
PASSWORD = "invented people only"
NAMES = ("Zephyrine", "Quillfeather", "Marigold")
POST_ONLY = "answers nothing but a POST"
PDF = "a PDF, read back in tests/paper"
CSV = "a file, read back in tests/referrals/test_importing.py"
REPORT = "a file, read back in tests/reports"
LEADS_ON = "leads on to another page, which is walked itself"
NO_PAGES = {
    "health": "JSON for machines",
    "mfa_download_recovery_codes": "a text file",
    "home": LEADS_ON,
    "discard-kept": POST_ONLY,
    "screening:start": POST_ONLY,
    "screening:told-me": POST_ONLY,
    "screening:told-me-on-section": POST_ONLY,
    "screening:told-me-on-page": POST_ONLY,
    "referrals:told-me-on-fields": POST_ONLY,
    "screening:rest-not-known": POST_ONLY,
    "screening:undo-rest": POST_ONLY,
    "screening:rest-as-before": POST_ONLY,
    "screening:say-again": POST_ONLY,
    "youth:match-same": POST_ONLY,
    "youth:match-another": POST_ONLY,
    "referrals:sign": POST_ONLY,
    "referrals:screen": POST_ONLY,
    "referrals:answer": POST_ONLY,
    "referrals:called": POST_ONLY,
    "referrals:refer-consultation": POST_ONLY,
    "referrals:duty-done-now": POST_ONLY,
    "referrals:duty-resume": POST_ONLY,
    "referrals:move": POST_ONLY,
    "referrals:several": POST_ONLY,
    "referrals:claim": POST_ONLY,
    "referrals:give-back": POST_ONLY,
    "referrals:keep-view": POST_ONLY,
    "referrals:forget-view": POST_ONLY,
    "referrals:set-shortcuts": POST_ONLY,
    "referrals:retire-tag": POST_ONLY,
    **{f"administration:{name}": POST_ONLY for name in ("invite", "leave", "come-back", "end-cover")},
    **{f"administration:{name}": POST_ONLY for name in ("end-absence", "end-shift")},
    "dashboards:left": LEADS_ON,
    "dashboards:offer-support": POST_ONLY,
    "reports:latest": LEADS_ON,
    **dict.fromkeys(("reports:freeze", "reports:export"), POST_ONLY),
    "reports:download": REPORT,
    "referrals:finish-task": POST_ONLY,
    "referrals:say-useful": POST_ONLY,
    "referrals:take-in-import": POST_ONLY,
    "referrals:forget-import": POST_ONLY,
    "referrals:import-template": CSV,
    "referrals:returned-import": CSV,
    "referrals:newer": "JSON for the script of the queue",
    "referrals:next": LEADS_ON,
    "referrals:previous": LEADS_ON,
    "referrals:correction-confirm": POST_ONLY,
    "referrals:correction-refuse": POST_ONLY,
    "referrals:lowering-grant": POST_ONLY,
    "referrals:lowering-refuse": POST_ONLY,
    "youth:seal": POST_ONLY,
    "youth:unname": POST_ONLY,
    "dashboards:seen": POST_ONLY,
    "dashboards:end-acting": POST_ONLY,
    "for-you-print": PDF,
    "screening:prompt-sheet": PDF,
    "screening:prompt-sheet-pocket": PDF,
    "referrals:call-sheet-print": PDF,
    "referrals:print": PDF,
    "referrals:safety-plan-print": PDF,
    "referrals:screening-print": PDF,
    "screening:continue": LEADS_ON,
    "referrals:open": LEADS_ON,
    "mfa_authenticate": "between the password and the page asked for; see the test of that step",
}
SIGN_OUT = "account_logout"  # public, and of use only to who is signed in
HART = (Role.LIAISON, Role.LEAD)
CODES_ON = (Role.LIAISON,)  # who has one-time codes switched on here; the others have not
CODES_OFF = tuple(role for role in Role if role not in CODES_ON)
NOT_FOR: dict[str, tuple[tuple[Role, ...], str]] = {
    "dashboards:care": (
        tuple(role for role in Role if role != Role.CASEWORKER),
        "support is offered to whoever is led by somebody",
    ),
    "reports:run-list": ((Role.AUDITOR, Role.LIAISON), "of a unit, whose report is for whoever leads it"),
    "screening:tasks": (HART, "a draft belongs to whoever writes it"),
    "mfa_activate_totp": (CODES_ON, "they are on already"),
    "mfa_reauthenticate": (CODES_OFF, "they are not on"),
    "mfa_deactivate_totp": (CODES_OFF, "they are not on"),
    "mfa_view_recovery_codes": (CODES_OFF, "they are not on"),
    "mfa_generate_recovery_codes": (CODES_OFF, "they are not on"),
}
# Forms that are content with nothing: sent with too much instead, all others are sent empty.
CONTENT_WITH_NOTHING = ("screening:section", "screening:told", "screening:result", "referrals:fields")
SAVES_WHATEVER = "screening:section"  # keeps what it is sent, so that the pages after it no longer open
FILL_WRONGLY = """(form, tooMuch) => {
    const clear = tooMuch && form.querySelector("[value=clear]");
    for (const field of form.elements) {
        if (["hidden", "submit", "button"].includes(field.type) || field.tagName === "FIELDSET") continue;
        if (["radio", "checkbox"].includes(field.type)) field.checked = tooMuch && field.value === "clear";
        else field.value = tooMuch && !clear && field.tagName === "TEXTAREA" ? "a".repeat(20001) : "";
    }
    form.submit();
}"""
FILL_IN = """form => {
    const said = {bubbles: true}, asked = new Set();
    for (const field of form.elements) {
        if (["hidden", "submit", "button", "file"].includes(field.type) || field.tagName === "FIELDSET") continue;
        if (field.type === "radio" && asked.has(field.name)) continue;
        asked.add(field.name);
        if (["radio", "checkbox"].includes(field.type)) field.checked = true;
        else if (field.tagName === "SELECT") field.selectedIndex = field.options.length - 1;
        else field.value = field.type === "text" || field.type === "textarea" ? "Invented words." : field.value;
        field.dispatchEvent(new Event("input", said));
        field.dispatchEvent(new Event("change", said));
    }
}"""
FORMS = "main form:not([method=get]):has(input:not([type=hidden]), textarea, select)"


@pytest.mark.slow
@pytest.mark.parametrize("role", [*Role, None], ids=lambda role: role or "stranger")
def test_every_page_is_accessible_at_every_width(
    opened: Opened, site: Site, role: Role | None, pytestconfig: pytest.Config
) -> None:
    with trail.acting("test"):
        world = world_of(role)
    context = opened(world.signed_in_as)
    walk = Walk(context, site.url, world, role, in_every_state=pytestconfig.getoption("--every-state"))
    found = (
        walked(world, role)
        if walk.in_every_state
        else [one for one in walked(world, role) if first_role_of(one) == role]
    )
    pages = [(address, arguments) for address in found for arguments in world.arguments(address)]
    forms = {number: walk.goes_to(*page) for number, page in enumerate(pages)}
    for number, (address, arguments) in sorted(enumerate(pages), key=lambda page: page[1][0].name == SAVES_WHATEVER):
        if role == first_role_of(address):
            walk.uses_the_forms(address, arguments, forms[number])
    assert walk.said_of_faults() == ""


def walked(world: World, role: Role | None) -> list[Address]:
    return [
        address
        for address in addresses()
        if address.name not in NO_PAGES and is_for(address, world, role) and role not in without(address)
    ]


def is_for(address: Address, world: World, role: Role | None) -> bool:
    if address.is_public and address.name != SIGN_OUT:
        return world.signed_in_as is None
    if address.name == SIGN_OUT:
        return world.signed_in_as is not None
    return world.signed_in_as is not None and grants(world.signed_in_as, address.permission)


def first_role_of(address: Address) -> Role | None:
    """Errors look the same to all; they are looked at once."""
    if address.is_public:
        return None
    return next(role for role in Role if role not in without(address) and address.permission in GRANTS[role])


def without(address: Address) -> tuple[Role, ...]:
    return NOT_FOR.get(address.name, ((), ""))[0]


class Walk(Visitor):
    def __init__(
        self, context: BrowserContext, url: str, world: World, role: Role | None, *, in_every_state: bool = False
    ) -> None:
        super().__init__(context, url, NAMES)
        self.world, self.role, self.in_every_state = world, role, in_every_state
        self.widths = (*WIDTHS, TABLET) if in_every_state else WIDTHS
        self.page.on("dialog", lambda dialog: dialog.accept())  # a form that was filled in is left

    def goes_to(self, address: Address, arguments: Arguments) -> int:
        """The number of forms of the page."""
        if not self.reaches(reverse(address.name, kwargs=arguments), address):
            return 0
        self.looks_at_each_width()
        return self.page.locator(FORMS).count()

    def reaches(self, path: str, address: Address) -> bool:
        self.page.set_viewport_size({"width": WIDTHS[0], "height": 800})
        self.page.goto(self.url + path)
        came_to = self.page.url.removeprefix(self.url).split("?")[0]
        if resolve(came_to).view_name != address.name:
            self.note(f"asked for {path}")
            return False
        return True

    def uses_the_forms(self, address: Address, arguments: Arguments, forms: int) -> None:
        """Each form of the page, in its error state and, where every state is asked for, filled in.

        By default axe looks into an error state at the narrowest width, where most can go wrong.
        """
        path = reverse(address.name, kwargs=arguments)
        for number in range(forms):
            if self.in_every_state:
                self.page.goto(self.url + path)
                self.page.locator(FORMS).nth(number).evaluate(FILL_IN)
                self.looks_at_each_width()
            self.page.goto(self.url + path)
            with self.page.expect_navigation():
                self.page.locator(FORMS).nth(number).evaluate(FILL_WRONGLY, address.name in CONTENT_WITH_NOTHING)
            if not self.page.locator(".error-summary").count():
                self.note(f"form {number} of {path} shows no error")
            self.looks_at_each_width(LOOKED_INTO if self.in_every_state else LOOKED_INTO[-1:])

    def looks_at_each_width(self, looked_into: tuple[int, ...] = LOOKED_INTO) -> None:
        for fault in outline_faults(self.page, self.names):
            self.note(fault)
        for width in self.widths:
            self.page.set_viewport_size({"width": width, "height": 800})
            for fault in reaching_out(self.page):
                self.note(f"at {width}: {fault}")
            if width in (*looked_into, TABLET):
                for fault in violations(self.page, colours=self.in_every_state or width == looked_into[0]):
                    self.note(f"at {width}: {fault}")


def test_what_is_no_page_and_what_is_not_for_a_role_is_still_there() -> None:
    assert set(NO_PAGES) | set(NOT_FOR) <= {address.name for address in addresses()}


def test_the_step_that_asks_for_a_code_is_accessible_too(opened: Opened, site: Site) -> None:
    with trail.acting("test"):
        world = world_of(Role.LIAISON)
    liaison = world.signed_in_as
    assert liaison
    liaison.set_password(PASSWORD)
    liaison.save()
    walk = Walk(opened(), site.url, world, None)
    walk.page.goto(f"{site.url}/")
    walk.page.get_by_label("Email").fill(liaison.email)
    walk.page.get_by_label("Password").fill(PASSWORD)
    walk.page.get_by_role("button", name="Sign in").click()
    walk.page.wait_for_url("**/2fa/authenticate/**")
    walk.looks_at_each_width()
    with walk.page.expect_navigation():
        walk.page.get_by_role("button", name="Sign in").click()
    assert walk.page.title().startswith("Error")
    walk.looks_at_each_width()
    assert walk.said_of_faults() == ""


@pytest.mark.parametrize(("path", "status"), [("/no/such/page/", 404), ("/trail/", 403)])
def test_a_page_that_says_no_is_accessible_too(opened: Opened, site: Site, path: str, status: int) -> None:
    with trail.acting("test"):
        world = world_of(Role.CASEWORKER)
    walk = Walk(opened(world.signed_in_as), site.url, world, Role.CASEWORKER)
    answer = walk.page.goto(site.url + path)
    assert answer
    assert answer.status == status
    walk.faults.clear()  # the browser says the status on its console
    walk.looks_at_each_width()
    assert walk.said_of_faults() == ""
