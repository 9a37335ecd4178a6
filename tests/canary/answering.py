"""HART answers: every move of the table, with what is typed on the way."""

from typing import TYPE_CHECKING

from django.urls import reverse

from accounts.models import Office
from referrals.forms import CalledForm, ReferenceForm, move_form
from referrals.models import Referral
from referrals.workflow import MOVES
from tests.canary.arranging import is_taken_in_the_queue
from tests.canary.inquiry import is_asked_for_more
from tests.canary.noting import is_noted
from tests.canary.restoring import is_served_and_plans
from tests.canary.voice import hears_of_the_outcome, is_added_to
from vault import keys

if TYPE_CHECKING:
    from tests.canary.journey import Journey


def is_answered(journey: "Journey", referral: Referral) -> None:
    journey.shown(journey.liaison, reverse("referrals:inbox", args=["new"]))
    journey.refused(journey.liaison, reverse("referrals:find"), journey.tokens.filled(ReferenceForm()))
    journey.sent(journey.liaison, reverse("referrals:called", args=[referral.pk]), journey.tokens.filled(CalledForm()))
    is_taken_in_the_queue(journey, referral)
    for name in ("acknowledge", "start_review"):
        moves_on(journey, referral, name)
    is_noted(journey, referral)
    is_asked_for_more(journey, referral)
    moves_on(journey, referral, "determine")
    is_added_to(journey, referral)
    is_served_and_plans(journey, referral)
    hears_of_the_outcome(journey, referral)
    for name in ("begin_services", "monitor", "search", "found", "determine", "close", "reopen"):
        with keys.opened():
            journey.note_sealed()  # a move may empty what an earlier one had said
        moves_on(journey, referral, name)


def moves_on(journey: "Journey", referral: Referral, name: str) -> None:
    move, is_answer = MOVES[name], name == "answer_information"
    client = journey.worker if is_answer else journey.liaison
    page = reverse(f"referrals:{'receipt' if is_answer else 'detail'}", args=[referral.pk])
    journey.shown(client, page)
    address = reverse("referrals:answer", args=[referral.pk]) if is_answer else f"{page}{name}/"
    if move.has_page:
        address = reverse(f"referrals:{name}", args=[referral.pk])
        form = journey.shown(client, address).context["form"]
    if move.needs_words:
        journey.refused(client, address, {f"{name}-choice": journey.tokens.words("no choice")})
    form = form if move.has_page else move_form(move=move)
    typed = journey.tokens.filled(form)
    if "duplicate_of" in form.fields:
        journey.refused(client, address, typed)
        typed[form.add_prefix("duplicate_of")] = ""
    if "office" in form.fields:
        typed[form.add_prefix("office")] = str(Office.objects.central().pk)
    journey.sent(client, address, typed)
    journey.shown(client, page)
    journey.moves.add(name)
