"""Searching: the words stay sealed under an opaque id; each look at a result is in the trail."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from audit import clock
from audit.refusals import Refusal
from audit.trail import record
from vault import keys
from youth.blind_index import Terms, matching, owners_of_number
from youth.likeness import Record, could_be_same, likeness
from youth.models import SavedSearch, Youth
from youth.services.profiles import create_youth
from youth.services.records import record_of

KEPT = dt.timedelta(hours=12)
LIMIT = 60  # searches of one person in
WINDOW = dt.timedelta(hours=1)
SHOWN = 25
LOOKED_AT = 200  # candidates of the index, to be sorted by the words themselves


class TooManySearches(Refusal):
    """Somebody who searches this often is not looking for one young person."""


class SearchGone(Refusal):
    """Somebody else's search, one that was never made and one no longer kept: the sentence is the same."""


def search(terms: Mapping[str, Any], *, by: User) -> SavedSearch:
    """Keep what is searched for. Raises TooManySearches."""
    now = clock.now()
    User.objects.locked().get(pk=by.pk)  # two at once are counted one by one
    refuse_too_many(by, now)
    SavedSearch.objects.forget_expired()
    wanted = Terms(terms["name"], terms["birth_date"], terms["number"])
    return SavedSearch.objects.create(user=by, terms=wanted.as_json(), made_at=now, expires_at=now + KEPT)


def refuse_too_many(by: User, now: dt.datetime) -> None:
    made = SavedSearch.objects.made_since(by, now - WINDOW).values_list("made_at", flat=True)[:LIMIT]
    if len(made) < LIMIT:
        return
    free_at = date_format(timezone.localtime(made[LIMIT - 1] + WINDOW), "g:i A")
    raise TooManySearches(
        _("You have searched %(limit)d times within an hour. You can search again at %(time)s.")
        % {"limit": LIMIT, "time": free_at},
        reverse("youth:search"),
    )


def saved_search(pk: UUID, *, by: User) -> SavedSearch:
    """Raises SearchGone."""
    saved = SavedSearch.objects.visible_to(by).filter(pk=pk).first()
    if saved is None:
        raise SearchGone(_("That search is no longer kept. Search again."), reverse("youth:search"))
    return saved


def results_of(saved: SavedSearch, *, by: User) -> list[Youth]:
    """Within the person's scope; what lies outside changes neither the words nor the queries."""
    terms = Terms.from_json(saved.terms)
    wide = list(Youth.objects.visible_to(by).filter(matching(terms)).with_places().with_names()[:LOOKED_AT])
    keys.unlock(youth.pk for youth in wide)
    found = sorted(wide, key=lambda youth: likest_first(terms, youth))[:SHOWN]
    record(
        "youth.search",
        "search",
        saved.pk,
        by=by.pk,
        ids=[youth.pk for youth in found],
        facts={"found": len(found)},
        sealed=json.dumps(saved.terms),
    )
    return found


def alike(name: str, birth_date: dt.date | None, number: str, *, by: User) -> list[Youth]:
    """Within the person's scope, who may be somebody that is about to be added; the trail says that it was asked."""
    terms = Terms(name, birth_date, number)
    wide = list(Youth.objects.visible_to(by).filter(matching(terms)).with_names()[:LOOKED_AT])
    keys.unlock(youth.pk for youth in wide)
    numbered = owners_of_number(number)
    asked = Record.of([name], birth_date)
    found = [youth for youth in wide if youth.pk in numbered or could_be_same(asked, record_of(youth))]
    record("youth.search", "search", None, by=by.pk, ids=[one.pk for one in found], facts={"found": len(found)})
    return found


def likest_first(terms: Terms, youth: Youth) -> tuple[Any, ...]:
    could_be, birth, shared = likeness(Record.of([terms.name], terms.birth_date), record_of(youth))
    return not could_be, -birth, -shared, youth.display_name, youth.pk


def add_from_search(saved: SavedSearch, values: Mapping[str, Any], *, by: User) -> Youth:
    """One search adds one young person: a second press of the button finds the first one's.

    It is checked again, for somebody else may have added the same person since.
    """
    locked = SavedSearch.objects.select_for_update(of=("self",)).get(pk=saved.pk)
    if locked.youth is None:
        locked.youth, locked.checked_at = create_youth(values, by=by), None
        locked.save(update_fields=["youth", "checked_at"])
    return locked.youth
