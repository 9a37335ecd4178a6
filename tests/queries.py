"""The statements one request sends to both databases, apart from those that every request sends."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connections
from django.test.utils import CaptureQueriesContext

TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
# What a request costs before it does anything: each once a request, and never more than once.
OVERHEAD = {
    "session": r'^SELECT "django_session"',
    "session written": r'^UPDATE "django_session"',
    "person": r'^SELECT "accounts_user".* WHERE "accounts_user"."id" = \S+ LIMIT 21$',
    "context": r"^SELECT set_config",
    "what is new for them": r'^SELECT COUNT.* FROM "notifications_notice"',
    "trail": r"^SELECT audit_append",
}


@dataclass
class Sent:
    overhead: dict[str, str] = field(default_factory=dict)
    domain: list[str] = field(default_factory=list)

    def add(self, sql: str) -> None:
        name = next((name for name, shape in OVERHEAD.items() if re.search(shape, sql)), "")
        if name and name not in self.overhead:
            self.overhead[name] = sql
        else:
            self.domain.append(sql)

    def shapes(self) -> str:
        return "\n".join(f"{place:3} {sql[:400]}" for place, sql in enumerate(self.domain, start=1))


@contextmanager
def counted() -> Iterator[Sent]:
    sent = Sent()
    with CaptureQueriesContext(connections["default"]) as cases, CaptureQueriesContext(connections["keys"]) as keys:
        yield sent
    for query in [*cases.captured_queries, *keys.captured_queries]:
        if not query["sql"].startswith(TRANSACTION):
            sent.add(query["sql"])
