"""What a determination or a signed screening leaves for later screenings; written from above."""

import datetime as dt
from collections.abc import Collection, Iterable

from accounts.models import User
from audit import clock
from audit.trail import record
from youth.models import Finding, Youth


def add_finding(
    youth: Youth,
    *,
    kind: Finding.Kind | str,
    on: dt.date,
    reference: str,
    expires_on: dt.date | None,
    by: User,
    about: str = "",
) -> Finding:
    """A second call with the same finding changes nothing."""
    finding, made = Finding.objects.get_or_create(
        youth=youth, kind=kind, about=about, on=on, reference=reference, defaults={"expires_on": expires_on}
    )
    if made or finding.ended_at:
        finding.ended_at = None
        finding.save(update_fields=["ended_at"])
        facts = {"kind": finding.kind, "reference": reference}
        record("youth.finding", "finding", finding.pk, by=by.pk, youth=youth.pk, facts=facts)
    return finding


def end_findings(youth: Youth, *, reference: str, by: User) -> None:
    """What this reference has determined so far is in force no longer; the rows stay, and what was reported was."""
    said = youth.findings.filter(reference=reference, ended_at=None)
    end(youth, said.exclude(kind=Finding.Kind.REPORTED), by=by)


def end_reported(youth: Youth, *, reference: str, but: Collection[str] = (), by: User) -> None:
    """What was reported in error under this reference; of these indicators (``but``) something still says it."""
    said = youth.findings.filter(reference=reference, kind=Finding.Kind.REPORTED, ended_at=None)
    end(youth, said.exclude(about__in=but), by=by)


def end(youth: Youth, said: Iterable[Finding], *, by: User) -> None:
    for finding in said:
        finding.ended_at = clock.now()
        finding.save(update_fields=["ended_at"])
        facts = {"kind": finding.kind, "reference": finding.reference}
        record("youth.end_finding", "finding", finding.pk, by=by.pk, youth=youth.pk, facts=facts)
