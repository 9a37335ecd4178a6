"""The dashboards and their files, beside the same numbers by plain GROUP BY in a bare view of the same site."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.urls import reverse

from accounts.models import User
from audit import clock, trail
from bench.loading import Loaded
from bench.serving import Answer, Served
from reports import definitions, periods
from reports.models import Run
from reports.services import freezing


class FigureJob(NamedTuple):
    name: str
    path: str
    plain: str
    user: User


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
        csv = reverse("reports:figures-csv", args=[slug])
        yield FigureJob("figures csv", csv, f"/plain/figures/of/{both}/", self.lead)
        yield FigureJob("frozen run", self.run.get_absolute_url(), f"/plain/glance/of/{slug}/", self.lead)
        yield FigureJob("unit", reverse("dashboards:unit"), f"/plain/unit/{self.unit.pk}/", self.unit.supervisor)

    def act(self, job: FigureJob, site: str, record: str = "") -> Answer:
        path = job.path if site == "product" else job.plain
        return self.product.ask(path, session=self.sessions[job.user.pk], record=record)
