"""What is known of a young person from earlier, while it has not expired. Newest first."""

from django.utils import timezone

from audit import clock
from youth.models import Finding, Youth


def known(youth: Youth) -> list[Finding]:
    return list(youth.findings.in_force(timezone.localdate(clock.now())))
