"""What is known of a young person from earlier, while it has not expired."""

from django.utils import timezone

from audit import clock
from youth.models import Finding, Youth


def known(youth: Youth) -> list[Finding]:
    """Newest first."""
    return list(youth.findings.in_force(timezone.localdate(clock.now())).exclude(kind=Finding.Kind.REPORTED))


def reported(youth: Youth) -> dict[str, Finding]:
    """What Careline or police were told of already: code of the indicator -> its newest report."""
    rows = youth.findings.filter(kind=Finding.Kind.REPORTED, ended_at=None).order_by("on", "id")
    return {row.about: row for row in rows}
