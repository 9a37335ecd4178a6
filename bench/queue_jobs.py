"""HART's queue as its lead works it over everything: narrowed, ordered, far down; and one referral opened.

Beside the changelist of Django admin over the same rows, and the change page with the same rows beside.
"""

import re
import uuid
from collections.abc import Iterator
from itertools import cycle

from bench.loading import Loaded
from bench.serving import Answer, Served
from referrals.models import Referral

CLOSED = "/inbox/closed/"  # most of the rows
PAGES = 60  # how far down
LATER = re.compile(r'href="(\?[^"]*after=[^"]*)"')


class QueueJobs:
    def __init__(self, found: Loaded, product: Served, admin: Served, lead: str, admin_lead: str) -> None:
        self.product, self.admin, self.lead, self.admin_lead = product, admin, lead, admin_lead
        self.deep, self.depth = self.far_down()
        taken = Referral.objects.open().exclude(status="sent").filter(youth__in=found.youths)
        self.opened: Iterator[uuid.UUID] = cycle(taken.values_list("pk", flat=True)[:500])

    def far_down(self) -> tuple[str, int]:
        """The address of a page that many pages after the first, or of the last one; and how far that is."""
        path = CLOSED
        for page in range(PAGES):
            found = LATER.search(self.ask(path).body)
            if found is None:
                return path, page
            path = CLOSED + found[1].replace("&amp;", "&")
        return path, PAGES

    def ask(self, path: str, record: str = "") -> Answer:
        return self.product.ask(path, session=self.lead, record=record)

    def ask_admin(self, path: str, record: str = "") -> Answer:
        return self.admin.ask(f"/admin/referrals/referral/{path}", session=self.admin_lead, record=record)

    def filtered(self, record: str) -> Answer:
        return self.ask(f"{CLOSED}?level=3", record)

    def filtered_admin(self, record: str) -> Answer:
        return self.ask_admin("?level__exact=3&status__exact=closed", record)

    def sorted(self, record: str) -> Answer:
        return self.ask(f"{CLOSED}?sort=received", record)

    def sorted_admin(self, record: str) -> Answer:
        return self.ask_admin("?o=6&status__exact=closed", record)

    def deep_page(self, record: str) -> Answer:
        return self.ask(self.deep, record)

    def deep_page_admin(self, record: str) -> Answer:
        return self.ask_admin(f"?status__exact=closed&p={self.depth + 1}", record)

    def detail(self, record: str) -> Answer:
        return self.ask(f"/referrals/{next(self.opened)}/", record)

    def detail_admin(self, record: str) -> Answer:
        return self.ask_admin(f"{next(self.opened)}/change/", record)
