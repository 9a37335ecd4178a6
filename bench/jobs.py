"""The jobs, as the product does them and as Django admin does them over the same tables."""

import datetime as dt
import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import cycle
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from bench.figure_jobs import FigureJobs
from bench.loading import Loaded
from bench.queue_jobs import QueueJobs
from bench.serving import Answer, Served, expecting
from duties.models import Duty
from referrals import reference
from referrals.models import Referral
from referrals.pages import sending
from referrals.services import drafts
from screening.models import InstrumentVersion, Screening, SectionAnswers
from vault import keys
from youth.choices import Race, RaceSource
from youth.models import Access, Youth

PRODUCT, ADMIN = settings.AUTHENTICATION_BACKENDS[0], "django.contrib.auth.backends.ModelBackend"
NOTE = "Asked about it; nothing was seen or said."
TERMS = 500  # young people who are searched for, so that nobody searches more often than is allowed
A_RACE = {"race": json.dumps([Race.WHITE]), "race_source": RaceSource.SELF_REPORTED}  # admin has no empty list to send
Act = Callable[[str], Answer]  # the name to record its statements under, or nothing


@dataclass(frozen=True)
class Job:
    name: str
    product: Act
    admin: Act
    compared: str


def session_of(user: User, backend: str) -> str:
    store = SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(user.pk), backend
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def typed_of(row: Model, prefix: str = "") -> dict[str, str]:
    """What the admin's form of this row would send."""
    typed: dict[str, str] = {}
    for field in row._meta.concrete_fields:
        value, name = getattr(row, field.attname), prefix + field.name
        if isinstance(value, dt.datetime):
            local = timezone.localtime(value)
            typed |= {f"{name}_0": f"{local:%Y-%m-%d}", f"{name}_1": f"{local:%H:%M:%S}"}
        elif not (value is None or value is False or value in ([], {}) or field.primary_key):
            typed[name] = json.dumps(value) if isinstance(value, dict | list) else "on" if value is True else str(value)
    return typed


def ok(ask: Act) -> Act:
    return lambda record: expecting(ask(record), 200)


class Jobs:
    def __init__(self, found: Loaded, product: Served, admin: Served) -> None:
        self.found, self.product, self.admin = found, product, admin
        self.worker, self.liaison = (session_of(user, PRODUCT) for user in (found.worker, found.liaison))
        self.admin_worker, self.admin_liaison = (session_of(user, ADMIN) for user in (found.worker, found.liaison))
        assert found.at_work
        self.at_work, self.admin_at_work = (session_of(found.at_work, backend) for backend in (PRODUCT, ADMIN))
        self.youths, self.ready, self.sections = cycle(found.youths), iter(found.ready), iter(found.sections)
        self.lead, self.admin_lead = (session_of(found.lead, backend) for backend in (PRODUCT, ADMIN))
        self.queue = QueueJobs(found, product, admin, self.lead, self.admin_lead)
        self.figures = FigureJobs(found, product, lambda user: session_of(user, PRODUCT))
        self.instrument = InstrumentVersion.objects.newest().instrument
        with keys.opened():
            self.written = list(written_by_a_signature(found.signed))
            self.told = list(written_by_a_signature(found.referred_now))
            self.new = typed_of(Youth.objects.get(pk=found.referred_now))
            self.wanted = cycle(list(searched_for(found.youths[:TERMS])))

    def all(self) -> list[Job]:
        return [
            Job("inbox", self.inbox, self.inbox_admin, "changelist of referrals, the same columns, 50 rows"),
            *self.of_the_queue(),
            Job("profile", self.profile, self.profile_admin, "change page of the young person, the same lists beside"),
            Job("section save", self.section, self.section_admin, "change POST of the section's row"),
            Job(
                "sign-and-send", self.sign, self.sign_admin,
                "change POST of the young person: screening, referral, duties, access as inlines",
            ),
            Job(
                "search", self.search, self.search_admin,
                "changelist ?q= by the same index; of the product, a form sent and a page read",
            ),
            Job("my day", self.my_day, self.my_day_admin, "changelist of the same person's open duties, 50 rows"),
            Job(
                "refer now", self.refer_now, self.refer_now_admin,
                "add POST of the young person: referral, duties, access as inlines",
            ),
        ]  # fmt: skip

    def of_the_queue(self) -> Iterator[Job]:
        of, lists = self.queue, "changelist of the same referrals, the same columns, 50 rows: "
        yield Job("queue filter", ok(of.filtered), ok(of.filtered_admin), f"{lists}level 3")
        yield Job("queue sort", ok(of.sorted), ok(of.sorted_admin), f"{lists}by when it was received")
        yield Job("queue deep", ok(of.deep_page), ok(of.deep_page_admin), f"{lists}page {of.depth + 1}")
        yield Job("detail", ok(of.detail), ok(of.detail_admin), "change page of the referral, its rows beside")

    def inbox(self, record: str) -> Answer:
        path = reverse("referrals:inbox", args=["all"])
        return expecting(self.product.ask(path, session=self.liaison, record=record), 200)

    def inbox_admin(self, record: str) -> Answer:
        return expecting(self.admin.ask("/admin/referrals/referral/", session=self.admin_liaison, record=record), 200)

    def profile(self, record: str) -> Answer:
        path = reverse("referrals:youth", args=[next(self.youths)])
        return expecting(self.product.ask(path, session=self.lead, record=record), 200)

    def profile_admin(self, record: str) -> Answer:
        path = f"/admin/youth/youth/{next(self.youths)}/change/"
        return expecting(self.admin.ask(path, session=self.admin_lead, record=record), 200)

    def search(self, record: str) -> Answer:
        """The form, and the page it leads to, which alone is recorded."""
        session, name, born = next(self.wanted)
        typed = {"name": name, "number": "", "birth_date_year": str(born.year)}
        typed |= {"birth_date_month": str(born.month), "birth_date_day": str(born.day)}
        sent = expecting(self.product.ask(reverse("youth:search"), session=session, typed=typed), 302, "search/")
        page = expecting(self.product.ask(sent.location, session=session, record=record), 200)
        return replace(page, seconds=sent.seconds + page.seconds)

    def search_admin(self, record: str) -> Answer:
        _session, name, born = next(self.wanted)
        path = f"/admin/youth/youth/?{urlencode({'q': f'{born.isoformat()} {name}'})}"
        return expecting(self.admin.ask(path, session=self.admin_worker, record=record), 200)

    def my_day(self, record: str) -> Answer:
        return expecting(self.product.ask("/my-day/", session=self.at_work, record=record), 200)

    def my_day_admin(self, record: str) -> Answer:
        return expecting(self.admin.ask("/admin/duties/duty/", session=self.admin_at_work, record=record), 200)

    def refer_now(self, record: str) -> Answer:
        typed = {
            "submission_key": str(uuid.uuid4()), "name": "Avery Sampleton", "age": "15", "safe_tonight": "no",
            "what_seen": "A car with two adults waits at the gate on Fridays.", "callback_phone": "860-555-0150",
        }  # fmt: skip
        path = reverse("referrals:refer-now")
        return expecting(self.product.ask(path, session=self.worker, typed=typed, record=record), 302, "receipt")

    def refer_now_admin(self, record: str) -> Answer:
        typed = {**self.new, **A_RACE, **heading("screenings", 0), **rows_of(self.told)}
        typed |= {"referrals-0-reference": reference.new(), "referrals-0-submission_key": str(uuid.uuid4())}
        path = "/signing/youth/youth/add/"
        return expecting(self.admin.ask(path, session=self.admin_worker, typed=typed, record=record), 302)

    def answers(self, code: str) -> dict[str, dict[str, str]]:
        domain = next(domain for domain in self.instrument.domains if domain.code == code)
        scored = (item.code for item in domain.indicators if item.is_scored)
        return {item: {"answer": "none", "note": NOTE} for item in scored}

    def section(self, record: str) -> Answer:
        screening, _part, code = next(self.sections)
        typed = {"seen": "1"}
        for item, entry in self.answers(code).items():
            typed |= {item: entry["answer"], f"{item}_note": entry["note"]}
        path = reverse("screening:section", args=[screening, code])
        return expecting(self.product.ask(path, session=self.worker, typed=typed, record=record), 302)

    def section_admin(self, record: str) -> Answer:
        screening, part, code = next(self.sections)
        now = timezone.now()
        row = SectionAnswers(
            screening_id=screening, code=code, open_items=self.answers(code), number_of_saves=2,
            saved_at=now, recorded_at=now,
        )  # fmt: skip
        path = f"/admin/screening/sectionanswers/{part}/change/"
        answer = self.admin.ask(path, session=self.admin_worker, typed=typed_of(row), record=record)
        return expecting(answer, 302)

    def sign(self, record: str) -> Answer:
        screening, _youth = next(self.ready)
        typed = {"submission_key": str(key_on_the_page(screening)), "is_what_i_know": "on"}
        path = reverse("referrals:sign", args=[screening])
        return expecting(self.product.ask(path, session=self.worker, typed=typed, record=record), 302, "receipt")

    def sign_admin(self, record: str) -> Answer:
        screening, youth = next(self.ready)
        with keys.opened():
            typed = typed_of(Youth.objects.get(pk=youth)) | self.inlines(Screening.objects.get(pk=screening))
        path = f"/signing/youth/youth/{youth}/change/"
        return expecting(self.admin.ask(path, session=self.admin_worker, typed=typed, record=record), 302)

    def inlines(self, draft: Screening) -> dict[str, str]:
        """The draft as signed, and the rows of another signature for this young person."""
        now = timezone.now()
        draft.status, draft.signed_at, draft.signed_by = "signed", now, self.found.worker
        draft.level = draft.computed_level = "4"
        typed: dict[str, str] = {**heading("screenings", 1, kept=1), "screenings-0-id": str(draft.pk)}
        typed |= typed_of(draft, "screenings-0-") | {"screenings-0-youth": str(draft.youth_id)}
        typed |= rows_of(self.written, youth=str(draft.youth_id))
        return typed | {"referrals-0-reference": reference.new(), "referrals-0-submission_key": str(uuid.uuid4())}


def key_on_the_page(screening: uuid.UUID) -> uuid.UUID | None:
    """What the page to check carries in its hidden field, without asking for that page."""
    with keys.opened():
        shown = Screening.objects.with_record().get(pk=screening)
        return sending.key_to_sign(shown, drafts.of(shown))


def heading(prefix: str, total: int, *, kept: int = 0) -> dict[str, str]:
    return {f"{prefix}-TOTAL_FORMS": str(total), f"{prefix}-INITIAL_FORMS": str(kept)}


def rows_of(written: list[tuple[str, list[Any]]], *, youth: str = "") -> dict[str, str]:
    """The inlines of these rows, for this young person or for the one that the form adds."""
    typed: dict[str, str] = {}
    for prefix, rows in written:
        typed |= heading(prefix, len(rows))
        for number, row in enumerate(rows):
            typed |= typed_of(row, f"{prefix}-{number}-") | {f"{prefix}-{number}-youth": youth}
    return typed


def searched_for(youths: list[uuid.UUID]) -> Iterator[tuple[str, str, dt.date]]:
    """A session of somebody who may see them, their name and birth date."""
    sessions: dict[uuid.UUID, str] = {}
    found = list(Youth.objects.filter(pk__in=youths).select_related("assigned_worker"))
    keys.unlock(youth.pk for youth in found)
    for youth in found:
        worker = youth.assigned_worker
        assert worker
        assert youth.birth_date
        if worker.pk not in sessions:
            sessions[worker.pk] = session_of(worker, PRODUCT)
        yield sessions[worker.pk], f"{youth.legal_first} {youth.legal_last}", youth.birth_date


def written_by_a_signature(youth: uuid.UUID | None) -> Iterator[tuple[str, list[Any]]]:
    referral = Referral.objects.get(youth=youth)
    yield "referrals", [referral]
    yield "duties", list(Duty.objects.filter(youth=youth))
    yield "access", list(Access.objects.filter(youth=youth, why=f"referral:{referral.reference}"))
