"""HART's pages and the profile: what each shows and to whom, and what it costs the database."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from audit.models import Entry
from duties.models import Duty
from referrals.models import Referral
from referrals.services import drafts, moves
from screening.models import Screening
from screening.services import raise_level
from tests.referrals.browsing import as_, shown
from tests.referrals.story import Cast, screened, sent, sign, young_person

pytestmark = pytest.mark.django_db(databases="__all__")

BUDGET = 10  # queries of the domain; session, person, context, limits and trail come on top
OVERHEAD = (
    "django_session",
    "set_config",
    "audit_append",
    "SAVEPOINT",
    'FROM "accounts_user" WHERE "accounts_user"."id" = ',
    'COUNT(*) AS "__count" FROM "notifications_notice"',
)


# --- HART --------------------------------------------------------------------------------------------------------


def test_the_inbox_lists_initials_and_never_a_name(people: Cast) -> None:
    referral = sent(people, "3")
    page = shown(as_(people.liaison), "inbox", "new")
    assert referral.reference in page
    assert "Z.Q." in page
    assert "Zephyrine" not in page
    assert "13 to 15" in page
    assert "Hartford" in page


def test_each_view_of_the_inbox_holds_its_own(people: Cast) -> None:
    new, taken = sent(people, "3"), moves.move(sent(people, "2", send=True), "acknowledge", by=people.liaison)
    pages = {view: shown(as_(people.liaison), "inbox", view) for view in ("new", "mine", "all")}
    found = {view: {one.reference for one in (new, taken) if one.reference in page} for view, page in pages.items()}
    both = {new.reference, taken.reference}
    assert found == {"new": {new.reference}, "mine": {taken.reference}, "all": both}
    assert new.reference in shown(as_(people.lead), "inbox", "all")
    assert as_(people.liaison).get("/inbox/other/").status_code == 404


def test_opening_a_brief_is_in_the_trail_and_the_next_reader_sees_who_looked(people: Cast) -> None:
    referral = sent(people, "3")
    shown(as_(people.liaison), "detail", referral.pk)
    entry = Entry.objects.get(action="referral.view", actor=people.liaison.pk)
    assert (entry.subject, entry.youth) == (referral.pk, referral.youth_id)
    assert f"{people.liaison.name} opened this" in shown(as_(people.second), "detail", referral.pk)


def test_a_list_is_one_row_in_the_trail_with_what_it_showed(people: Cast) -> None:
    referrals = {sent(people, "3").pk, sent(people, "4").pk}
    shown(as_(people.liaison), "inbox", "all")
    assert set(Entry.objects.get(action="referral.list", actor=people.liaison.pk).ids) == referrals


def test_the_brief_says_why_now_where_whom_not_to_call_and_whom_to_call(people: Cast) -> None:
    referral = sent(
        people, "4", whereabouts="At an aunt's", whom_not_to_call="The stepfather", callback_phone="860-555-0110"
    )
    page = shown(as_(people.liaison), "detail", referral.pk)
    indicator = Screening.objects.get().instrument.indicators["XS1"]
    for said in (indicator.text, "At an aunt's", "The stepfather", "tel:8605550110", "Not reported yet"):
        assert escape(said) in page, said


def test_why_now_comes_first_and_the_referrer_is_called_from_the_brief(people: Cast) -> None:
    referral = sent(people, "4", whereabouts="At an aunt's", callback_phone="860-555-0110")
    page = shown(as_(people.liaison), "detail", referral.pk)
    brief = page.split('id="brief-title"')[1].split("</section>")[0]
    places = [brief.index(said) for said in ("Why now", "Safe tonight", escape("At an aunt's"), "tel:8605550110")]
    assert places == sorted(places)


def test_whoever_told_last_is_called_by_name(people: Cast) -> None:
    referral = sent(people, "4", callback_phone="860-555-0110")
    assert referral.youth is not None
    other = people.supervisor
    sign(screened(referral.youth, other, "3"), other, callback_phone="860-555-0111")
    brief = shown(as_(people.liaison), "detail", referral.pk).split('id="brief-title"')[1].split("</section>")[0]
    assert other.name in brief.split("The referrer")[1]
    assert "tel:8605550111" in brief


def test_a_raise_is_shown_with_who_from_what_and_why(people: Cast) -> None:
    screening = screened(young_person(people), people.worker, "U")
    raise_level(screening, "3", reason="The school saw more than it wrote.", by=people.worker)
    referral = sign(screening, people.worker)
    assert referral is not None
    unknown = len(screening.answers())
    for page in (
        shown(as_(people.liaison), "detail", referral.pk),
        as_(people.worker).get(reverse("screening:signed", args=[screening.pk])).content.decode(),
    ):
        assert f"{people.worker.name} raised this from “Not enough information” to “Suspected: refer today”" in page
        assert "The school saw more than it wrote." in page
    brief = shown(as_(people.liaison), "detail", referral.pk)
    assert f"Instrument {screening.version.version}; {unknown} answers are not known." in brief


def test_a_restricted_item_is_not_read_out_in_the_brief(people: Cast) -> None:
    screening = screened(young_person(people), people.worker, "2", clear=("HP2", "MB1", "EP3"))
    referral = sign(screening, people.worker, send=True)
    assert referral is not None
    page = shown(as_(people.liaison), "detail", referral.pk)
    assert "A restricted item" in page
    assert escape(screening.instrument.indicators["HP2"].text) not in page


def test_a_restricted_duty_stands_closed_and_in_no_list(people: Cast) -> None:
    page = shown(as_(people.liaison), "detail", sent(people, "4").pk)
    words = "Office on Trafficking in Persons"
    panel = page.split("Restricted duties")[1].split("</section>")[0]
    assert words in panel.split("<details>")[1]
    assert words not in page.replace(panel, "")


def test_acknowledging_is_one_press(people: Cast) -> None:
    referral, client = sent(people, "3"), as_(people.liaison)
    answer = client.post(reverse("referrals:move", args=[referral.pk, "acknowledge"]), follow=True)
    assert "Acknowledged" in answer.content.decode()
    assert Referral.objects.get().liaison == people.liaison


def test_the_second_liaison_reads_who_has_it(people: Cast) -> None:
    referral = sent(people, "3")
    for liaison in (people.liaison, people.second):
        answer = as_(liaison).post(reverse("referrals:move", args=[referral.pk, "acknowledge"]), follow=True)
    assert f"{people.liaison.name} has it since" in answer.content.decode()


def test_the_second_liaison_does_not_lose_the_reasons_of_a_determination(people: Cast) -> None:
    referral = moves.move(sent(people, "3"), "acknowledge", by=people.liaison)
    moves.move(referral, "not_accept", by=people.liaison, words="Another matter.")
    client, url = as_(people.second), reverse("referrals:determine", args=[referral.pk])
    for choice in ("suspected", ""):
        answer = client.post(url, {"determine-choice": choice, "determine-words": "Own words, and a phone."})
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Own words, and a phone." in page
        assert "Possible now: Reopen" in page
    assert Entry.objects.filter(action="request.refuse", actor=people.second.pk).count() == 2
    assert client.get(reverse("referrals:open", args=[referral.pk]), follow=True).status_code == 200


def test_a_determination_without_reasons_comes_back_with_what_was_chosen(people: Cast) -> None:
    referral = moves.move(sent(people, "3"), "acknowledge", by=people.liaison)
    answer = as_(people.liaison).post(
        reverse("referrals:determine", args=[referral.pk]), {"determine-choice": "confirmed"}
    )
    page = answer.content.decode()
    assert "This field is required." in page
    assert re.search(r'value="confirmed"[^>]*checked', page)
    assert Referral.objects.get().status == "acknowledged"


def test_determined_and_closed_with_reasons(people: Cast) -> None:
    client = as_(people.liaison)
    referral = moves.move(sent(people, "3"), "acknowledge", by=people.liaison)
    determining = reverse("referrals:determine", args=[referral.pk])
    closing = reverse("referrals:move", args=[referral.pk, "close"])
    for url, name, choice in ((determining, "determine", "confirmed"), (closing, "close", "stable")):
        client.post(url, {f"{name}-choice": choice, f"{name}-words": "In a sentence."})
    assert Referral.objects.get().status == "closed"
    assert "Services in place and stable" in shown(as_(people.worker), "receipt", referral.pk)


@pytest.mark.parametrize("name", ["answer_information", "restart", "send"])
def test_what_is_no_move_of_hart_is_no_address(people: Cast, name: str) -> None:
    referral = sent(people, "3")
    assert as_(people.liaison).post(f"/referrals/{referral.pk}/{name}/").status_code == 404


def test_outside_ones_scope_there_is_nothing(people: Cast) -> None:
    referral = sent(people, "3")
    for name in ("receipt", "open"):
        assert as_(people.stranger).get(reverse(f"referrals:{name}", args=[referral.pk])).status_code == 404
    assert as_(people.stranger).get(reverse("referrals:youth", args=[referral.youth_id])).status_code == 404


def test_the_address_in_a_mail_leads_each_to_their_own_page(people: Cast) -> None:
    referral = sent(people, "3")
    places = {people.liaison: "detail", people.worker: "receipt", people.supervisor: "receipt"}
    for reader, name in places.items():
        answer = as_(reader).get(reverse("referrals:open", args=[referral.pk]))
        assert answer.headers["Location"] == reverse(f"referrals:{name}", args=[referral.pk])
    screening = Screening.objects.get()
    answer = as_(people.supervisor).get(reverse("referrals:open", args=[screening.pk]))
    assert answer.headers["Location"] == reverse("screening:signed", args=[screening.pk])


# --- the profile and its duties ---------------------------------------------------------------------------------


def test_the_profile_shows_what_is_open_and_where_it_is_recorded(people: Cast) -> None:
    referral = sent(people, "4")
    client = as_(people.worker)
    page = shown(client, "youth", referral.youth_id)
    duty = Duty.objects.get(action="careline")
    assert reverse("referrals:duty-done", args=[duty.pk]) in page
    assert "Zephyrine Quillfeather" in page
    assert "Trafficking in Persons" not in page  # restricted: in no list
    done = {"at": f"{dt.datetime.now() - dt.timedelta(hours=9):%Y-%m-%dT%H:%M}", "how": "By phone, 26-1"}  # noqa: DTZ005
    assert client.post(reverse("referrals:duty-done", args=[duty.pk]), done).status_code == 302
    duty.refresh_from_db()
    assert duty.done_by == people.worker
    assert Duty.objects.filter(action="written_report").open().exists()


def test_a_duty_that_does_not_apply_needs_a_reason(people: Cast) -> None:
    sent(people, "4")
    duty, client = Duty.objects.get(action="careline"), as_(people.worker)
    url = reverse("referrals:duty-does-not-apply", args=[duty.pk])
    assert client.get(url).status_code == 200
    assert "This field is required." in client.post(url, {"because": ""}).content.decode()
    client.post(url, {"because": "Reported by the school."})
    duty.refresh_from_db()
    assert duty.not_applicable_because == "Reported by the school."
    page = shown(as_(people.liaison), "detail", Referral.objects.get().pk)
    assert "Reported by the school." in page
    assert f"Recorded by {people.worker.name}" in page


def test_harts_duties_are_harts_to_settle(people: Cast) -> None:
    referral = sent(people, "4")
    duty = Duty.objects.get(action="mdt_request")
    url = reverse("referrals:duty-done", args=[duty.pk])
    typed = {"at": "2026-01-02T10:00", "how": "Asked"}
    assert as_(people.worker).post(url, typed).status_code == 403
    assert as_(people.liaison).post(url, typed).status_code == 302
    duty.refresh_from_db()
    assert duty.done_by == people.liaison
    assert referral.pk == duty.about_id


def test_a_time_in_the_future_is_refused(people: Cast) -> None:
    sent(people, "4")
    url = reverse("referrals:duty-done", args=[Duty.objects.get(action="careline").pk])
    answer = as_(people.worker).post(url, {"at": "2999-01-01T10:00", "how": "Later"})
    assert "in the future" in answer.content.decode()


# --- what a page costs --------------------------------------------------------------------------------------------


def domain_queries(client: Client, url: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    asked = [query["sql"] for query in captured.captured_queries]
    return [sql for sql in asked if not any(mark in sql for mark in OVERHEAD)]


@pytest.mark.parametrize("number", [1, 5])
def test_no_page_asks_more_than_its_budget_however_long_its_list(people: Cast, number: int) -> None:
    referrals = [sent(people, "4") for _ in range(number)]
    youth = referrals[0].youth
    assert youth is not None
    for _ in range(number):
        sent(people, "3", youth=youth)
    moves.move(referrals[0], "acknowledge", by=people.liaison)
    draft = screened(young_person(people), people.worker, "4")
    drafts.save(draft, {"reports": {}}, by=people.worker)
    pages = {
        people.worker: [
            ("mine",), ("receipt", referrals[0].pk), ("youth", youth.pk), ("fields", draft.pk), ("check", draft.pk),
        ],
        people.liaison: [("inbox", "new"), ("inbox", "mine"), ("inbox", "all")],
        people.lead: [("inbox", "all")],
    }  # fmt: skip
    over = {}
    for reader, addresses in pages.items():
        client = as_(reader)
        shown(as_(people.second), "detail", referrals[0].pk)  # somebody else has looked
        for name, *args in addresses:
            asked = domain_queries(client, reverse(f"referrals:{name}", args=args))
            if len(asked) > BUDGET:
                over[f"{reader.role} {name}"] = asked
    assert over == {}
