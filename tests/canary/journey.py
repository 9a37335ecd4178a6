"""An invented person goes the whole road through the pages, with a token in everything that takes words."""

import re
from typing import Any

from django import forms
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit import trail
from dmst.kept import LAST_INPUT
from dmst.models import KeptPost
from referrals.models import Referral
from screening.models import Screening
from tests.canary.answering import is_answered, moves_on
from tests.canary.beginnings import is_written_down_on_the_way
from tests.canary.bringing import is_brought_in_a_file
from tests.canary.handover import is_handed_over
from tests.canary.missing import is_missing_and_comes_back, is_screened_again
from tests.canary.outside import is_advised_by_phone, is_reported_from_outside
from tests.canary.search import Search
from tests.canary.settling import settles_duties
from tests.canary.taken_back import is_taken_back
from tests.canary.tokens import Tokens
from tests.canary.voice import tells_on_each_page
from tests.canary.watching import Watched
from tests.referrals import story
from vault import keys
from vault.fields import EncryptedField
from youth.choices import RACE_GIVEN
from youth.models import Match, Question, SavedSearch, Youth
from youth.tasks import look_beyond_scope

TYPING = {"X-Background": "1", "X-Requested-With": "fetch"}
KEY = re.compile(r'name="submission_key" value="([^"]+)"')
CLEAR = story.CLEAR["3"][0]  # a level that can be raised
FROM_A_LIST = {"G1": "13_17", "G2": None, "G3": "open_case_at_home", "G4": "missing_now", "G5": "no"}


class Journey:
    def __init__(self, people: story.Cast, tokens: Tokens, seen: dict[str, list[str]]) -> None:
        self.people, self.tokens, self.seen = people, tokens, seen
        self.born = timezone.localdate().year - 15
        self.worker = self.signed_in(people.worker)
        self.liaison = self.signed_in(people.liaison)
        self.sealed: set[str] = set()  # encrypted fields in which a token was
        self.moves: set[str] = set()

    def signed_in(self, person: User) -> Watched:
        client = Watched(self.seen)
        client.force_login(person)
        return client

    # --- Asking and answering -----------------------------------------------------------------------------

    def shown(self, client: Watched, address: str) -> Any:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer

    def filled(self, page: Any, chosen: dict[str, Any] | None = None, year: int = 0) -> dict[str, Any]:
        return self.tokens.filled(page.context["form"], chosen, year)

    def sent(self, client: Watched, address: str, typed: dict[str, Any], **headers: Any) -> str:
        answer = client.post(address, typed, **headers)
        assert answer.status_code == 302, (address, answer.status_code, said_by(answer))
        return str(answer.headers["Location"])

    def refused(self, client: Watched, address: str, typed: dict[str, Any]) -> None:
        """Bad input comes back in the page."""
        answer = client.post(address, typed)
        assert answer.status_code == 200, (address, answer.status_code)

    def note_sealed(self) -> None:
        """Which encrypted fields hold a token now; drafts and kept posts are gone later."""
        for model in apps.get_models():
            names = [field.name for field in model._meta.local_concrete_fields if isinstance(field, EncryptedField)]
            for row in model._default_manager.all() if names else ():
                for name in names:
                    if self.holds_token(getattr(row, name)):
                        self.sealed.add(f"{model._meta.label}.{name}")

    def holds_token(self, value: Any) -> bool:
        search = Search(self.tokens.needles)
        search.look("here", str(value))
        return bool(search.found)

    # --- The road -----------------------------------------------------------------------------------------

    def goes(self) -> None:
        youth = self.is_found_and_added()
        screening = self.is_screened(youth)
        referral = self.is_referred(screening)
        self.is_in_hand_already(youth)
        self.loses_a_session(youth)
        is_answered(self, referral)
        settles_duties(self, youth)
        moves_on(self, referral, "transfer")
        is_missing_and_comes_back(self, youth)
        is_screened_again(self, youth, {**FROM_A_LIST, "G4": "returned_within_7_days"})
        is_taken_back(self)
        is_handed_over(self)
        self.is_looked_up(youth)
        self.is_searched_for_elsewhere(youth)
        self.asks_for_a_consultation()
        self.is_referred_at_once()
        is_reported_from_outside(self)
        is_advised_by_phone(self)
        is_brought_in_a_file(self)
        is_written_down_on_the_way(self, youth)
        with keys.opened():
            self.note_sealed()

    def is_found_and_added(self) -> Youth:
        address = reverse("youth:search")
        form = self.shown(self.worker, address)
        self.refused(self.worker, address, {**self.filled(form), "birth_date_year": "2999"})
        self.refused(self.worker, address, {**self.filled(form), "name": self.tokens.words("a NUL byte") + "\x00"})
        found = self.sent(self.worker, address, self.filled(form, year=self.born))
        self.shown(self.worker, found)
        new = reverse("youth:new", args=[SavedSearch.objects.latest("made_at").pk])
        page = self.shown(self.worker, new)
        self.refused(self.worker, new, self.profile(page) | {"birth_date_year": "2999"})
        self.refused(self.worker, new, self.profile(page) | {"legal_first": "x" * 200 + self.tokens.words("long")})
        profile = self.sent(self.worker, new, self.profile(page))
        youth = Youth.objects.get()
        assert profile == reverse("referrals:youth", args=[youth.pk])
        edit = reverse("youth:edit", args=[youth.pk])
        page = self.shown(self.worker, edit)
        self.sent(self.worker, edit, self.profile(page))
        self.refused(self.worker, edit, self.profile(page))  # from a stale tab
        return youth

    def is_in_hand_already(self, youth: Youth) -> None:
        """The supervisor finds what the worker has, asks, hears, and starts another screening all the same."""
        supervisor = self.signed_in(self.people.supervisor)
        asking = reverse("referrals:ask", args=[youth.pk, self.people.worker.pk])
        self.sent(supervisor, asking, self.filled(self.shown(supervisor, asking)))
        answering = reverse("referrals:answer-question", args=[Question.objects.get().pk])
        self.sent(self.worker, answering, self.filled(self.shown(self.worker, answering)))
        anyway = reverse("referrals:start-anyway", args=[youth.pk])
        self.sent(supervisor, anyway, self.filled(self.shown(supervisor, anyway)))

    def profile(self, page: Any) -> dict[str, Any]:
        chosen = {
            "birth_known": "known",
            "race_source": next(iter(RACE_GIVEN)),
            "office": str(self.people.office.pk),
            "assigned_worker": str(self.people.worker.pk),
        }
        people = page.context["caregivers"]
        rows = [self.tokens.filled(form) for form in (people.management_form, *people.forms)]
        return {**self.filled(page, chosen, self.born), **{name: value for row in rows for name, value in row.items()}}

    def is_screened(self, youth: Youth) -> Screening:
        self.sent(self.worker, reverse("screening:start", args=[youth.pk]), {})
        screening = Screening.objects.get(youth=youth)
        start = reverse("screening:start-page", args=[screening.pk])
        self.refused(self.worker, start, {"trigger": self.tokens.words("no trigger")})
        self.sent(self.worker, start, self.filled(self.shown(self.worker, start), FROM_A_LIST))
        told = self.sent(self.worker, reverse("screening:told-me", args=[screening.pk]), {})
        self.sent(self.worker, told, self.filled(self.shown(self.worker, told)))
        for domain in screening.instrument.domains:
            self.answers_section(reverse("screening:section", args=[screening.pk, domain.code]))
        for name in ("tasks", "continue"):
            self.worker.get(reverse(f"screening:{name}", args=[screening.pk]))
        return Screening.objects.get(pk=screening.pk)

    def answers_section(self, address: str) -> None:
        page = self.shown(self.worker, address)
        first = self.section(page)
        saved = self.worker.post(address, first, headers=TYPING)
        assert saved.status_code == 200, address
        self.refused(self.worker, address, self.section(page))  # from a stale tab
        page = self.shown(self.worker, address)
        self.refused(self.worker, address, self.section(page) | {"seen": self.tokens.words("seen")})
        source = self.tokens.filled(page.context["source_form"])
        self.sent(self.worker, address, self.section(page) | source)
        page = self.shown(self.worker, address)
        self.sent(self.worker, f"{address}rest-not-known/", self.section(page))

    def section(self, page: Any) -> dict[str, Any]:
        """The hidden name of the field, too: it is what a script says, and anybody can say it."""
        form = page.context["form"]
        answers = {name: "clear" if name == CLEAR else "none" for name in form.fields if f"{name}_note" in form.fields}
        return self.filled(page, answers) | {"field": self.tokens.words("SectionForm.field")}

    def is_referred(self, screening: Screening) -> Referral:
        address = reverse("screening:raise", args=[screening.pk])
        self.sent(self.worker, address, self.filled(self.shown(self.worker, address), {"level": "4"}))
        result = reverse("screening:result", args=[screening.pk])
        page = self.shown(self.worker, result)
        tells_on_each_page(self, screening, FROM_A_LIST)
        page = self.shown(self.worker, result)
        self.refused(self.worker, result, self.filled(page, {"safe_tonight_own_view": self.tokens.words("no choice")}))
        fields = self.sent(self.worker, result, self.filled(page))
        return self.is_signed(screening, fields)

    def is_signed(self, screening: Screening, fields: str, **chosen: Any) -> Referral:
        page = self.shown(self.worker, fields)
        self.refused(self.worker, fields, self.filled(page) | {"cause_at": "2999-01-01T00:00"})
        check = self.sent(self.worker, fields, self.filled(page, chosen))
        self.note_sealed()
        found = KEY.search(self.shown(self.worker, check).content.decode())
        assert found
        address, key = reverse("referrals:sign", args=[screening.pk]), {"submission_key": found[1]}
        self.refused(self.worker, address, key)
        receipt = self.sent(self.worker, address, {**key, "is_what_i_know": "on"})
        for shown in (receipt, reverse("screening:signed", args=[screening.pk])):
            self.shown(self.worker, shown)
        return Referral.objects.get(pk=receipt.split("/")[2])

    def is_looked_up(self, youth: Youth) -> None:
        for person in (self.people.worker, self.people.supervisor, self.people.liaison, self.people.lead):
            client = self.signed_in(person)
            for address in ("/", reverse("dashboards:trail"), reverse("referrals:mine"), reverse("screening:mine")):
                client.get(address)
            client.get(reverse("referrals:youth", args=[youth.pk]))
            client.get(reverse("dashboards:who-looked", args=[youth.pk]))

    def is_searched_for_elsewhere(self, youth: Youth) -> None:
        """By somebody who may not see them: HART is shown what was typed."""
        elsewhere, address = self.signed_in(self.people.stranger), reverse("youth:search")
        with keys.opened():
            youth.refresh_from_db()  # it was changed through the pages
            born = youth.birth_date
        assert born
        typed = {"name": youth.display_name, "birth_date_month": born.month, "birth_date_day": born.day}
        self.shown(elsewhere, self.sent(elsewhere, address, {**typed, "birth_date_year": born.year}))
        look_beyond_scope()
        for matching in (reverse("youth:matches"), reverse("youth:match", args=[Match.objects.get().pk])):
            self.shown(self.signed_in(self.people.lead), matching)
        with keys.opened():
            self.note_sealed()

    def asks_for_a_consultation(self) -> None:
        """At a level that does not refer by itself there is a question to HART."""
        with trail.acting("test"):
            screening = story.screened(story.young_person(self.people), self.people.worker, "2")
        self.is_signed(screening, reverse("referrals:fields", args=[screening.pk]), send="yes")

    def is_referred_at_once(self) -> None:
        address = reverse("referrals:refer-now")
        page = self.shown(self.worker, address)
        self.refused(self.worker, address, self.filled(page, {"age": "twelve"}))
        receipt = self.sent(self.worker, address, self.filled(page, {"age": "15", "adult_agreement": None}))
        referral = Referral.objects.get(pk=receipt.split("/")[2])
        moves_on(self, referral, "acknowledge")
        moves_on(self, referral, "not_accept")
        known = reverse("referrals:refer-now-known", args=[referral.youth_id])
        self.sent(self.worker, known, self.filled(self.shown(self.worker, known)))
        self.sent(self.worker, reverse("referrals:screen", args=[referral.pk]), {})

    def loses_a_session(self, youth: Youth) -> None:
        """In the middle of a page: by a press of the button and by the autosave."""
        address = reverse("youth:edit", args=[youth.pk])
        typed = self.profile(self.shown(self.worker, address))
        for headers in ({}, TYPING):
            session = self.worker.session
            session[LAST_INPUT] = 0
            session.save()
            answer = self.worker.post(address, typed, headers=headers)
            assert answer.status_code == (401 if headers else 302)
            self.worker.force_login(self.people.worker)
            kept = KeptPost.objects.latest("kept_at")
            self.shown(self.worker, reverse("kept", args=[kept.pk]))
        assert KeptPost.objects.count() == 2
        self.note_sealed()
        self.sent(self.worker, reverse("discard-kept", args=[kept.pk]), {})


def said_by(answer: Any) -> list[Any]:
    """The errors of the forms of a page, to see why it refused."""
    pages = answer.context or []
    return [value.errors for page in pages for value in page.flatten().values() if isinstance(value, forms.BaseForm)]
