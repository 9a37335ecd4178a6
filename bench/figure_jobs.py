"""The dashboards and the files, beside the same numbers by plain GROUP BY in a bare view of the same site."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from django.urls import reverse

from accounts.models import User
from audit import clock, trail
from bench.loading import Loaded
from bench.serving import Answer, Served, expecting
from reports import definitions, periods, tasks
from reports.models import Export, Run
from reports.services import freezing

TO_SOMEBODY = {"authority": "auditors", "recipient": "Office of Invented Audits", "purpose": "Yearly look."}


class FigureJob(NamedTuple):
    name: str
    path: str
    plain: str
    user: User
    format: str = ""  # of a file


class FigureJobs:
    def __init__(self, found: Loaded, product: Served, session_of: Callable[[User], str]) -> None:
        assert found.at_work
        assert found.at_work.unit
        self.product, self.unit, self.lead = product, found.at_work.unit, found.lead
        self.sessions = {user.pk: session_of(user) for user in (self.lead, self.unit.supervisor)}
        now = clock.now()
        self.period = periods.last_over(now)
        with trail.acting("bench"):
            self.run: Run = freezing.freeze(definitions.newest(definitions.QUARTER), self.period, by=self.lead, now=now)

    def all(self) -> Iterator[FigureJob]:
        slug, figures = self.period.slug, reverse("reports:figures", args=[self.period.slug])
        both = f"{slug}/{self.period.before().slug}"
        yield FigureJob("figures", figures, f"/plain/glance/of/{both}/", self.lead)
        yield FigureJob("frozen run", self.run.get_absolute_url(), f"/plain/glance/of/{slug}/", self.lead)
        yield FigureJob("unit", reverse("dashboards:unit"), f"/plain/unit/{self.unit.pk}/", self.unit.supervisor)

        asked = reverse("reports:export", args=[self.run.pk])
        for format in Export.Format.values:
            yield FigureJob(f"file {format}", asked, f"/plain/figures/of/{slug}/", self.lead, format)

    def act(self, job: FigureJob, site: str, record: str = "") -> Answer:
        session = self.sessions[job.user.pk]
        if site == "product":
            return self.file(job, session, record) if job.format else self.ask(job.path, session, record)
        return self.ask(job.plain, session, record)

    def ask(self, path: str, session: str, record: str = "") -> Answer:
        return expecting(self.product.ask(path, session=session, record=record), 200)

    def file(self, job: FigureJob, session: str, record: str) -> Answer:
        """Asked for, made by the task and fetched: all but the moment until a worker takes the task."""
        typed = {**TO_SOMEBODY, "format": job.format}
        asked = expecting(self.product.ask(job.path, session=session, typed=typed, record=record), 302)
        began = time.perf_counter()
        tasks.make_files()
        made = time.perf_counter() - began
        newest = Export.objects.latest("made_at")
        fetched = self.ask(reverse("reports:download", args=[newest.pk]), session)
        return replace(fetched, seconds=asked.seconds + made + fetched.seconds)
