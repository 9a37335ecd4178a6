"""A signed screening that was entered in error: void, or copied to the young person it is about.

``referrals`` decides and calls this, with what hangs on it.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model, prefetch_related_objects

from accounts.models import User
from audit.trail import record
from screening import results
from screening.models import Addition, Screening, SectionAnswers, Source
from screening.services.signing import leave_finding
from vault import keys
from youth.models import Youth
from youth.services.findings import end_findings

# Of a copy's own; all else is taken as it was signed, also what is added to the models later.
ITS_OWN = ("id", "status", "youth", "moved_from", "screening", "exploitation_history", "caregivers_implicated")
AT_THE_END: dict[str, Any] = {"level": "", "computed_level": "", "signed_at": None, "signed_by": None}


def void(screening: Screening, *, by: User) -> None:
    """Nothing is deleted; what it alone has found is in force no longer."""
    screening.status = Screening.Status.VOID
    screening.save(update_fields=["status"])
    end_findings(screening.youth, reference=str(screening.pk), by=by)
    record("screening.void", "screening", screening.pk, by=by.pk, youth=screening.youth_id)


def copy_for(youth: Youth, original: Screening, *, by: User) -> Screening:
    """As it was signed, under the key of the right person; only what the profile says is theirs.

    Nothing can be added to a signed one, so it is written as a draft and becomes what it is in the end.
    """
    keys.unlock([youth.pk, original.youth_id])
    signed = said_by(original)
    copy = Screening(youth=youth, moved_from=original, **{**signed, **AT_THE_END})
    copy.save(force_insert=True)
    copy_answers(original, copy, copy_sources(original, copy))
    prefetch_related_objects([copy], "sections", "sources", "youth__caregivers")
    copy.exploitation_history = results.has_history(copy, copy.answers())
    copy.caregivers_implicated = results.caregivers_implicated(copy)
    for name in AT_THE_END:
        setattr(copy, name, signed[name])
    copy.status = Screening.Status.SIGNED
    copy.save()
    copy_additions(original, copy)
    leave_finding(copy, by=by)
    record_move(original, copy, by=by)
    return copy


def said_by(row: Model) -> dict[str, Any]:
    names = (field.name for field in row._meta.local_concrete_fields)
    return {name: getattr(row, name) for name in names if name not in ITS_OWN}


def copy_sources(original: Screening, copy: Screening) -> dict[str, str]:
    """Old key to new key."""
    new = {}
    for source in original.sources.all():
        source.screening = original  # its key is the young person's
        made = Source.objects.create(screening=copy, **said_by(source))
        new[str(source.pk)] = str(made.pk)
    return new


def copy_answers(original: Screening, copy: Screening, sources: Mapping[str, str]) -> None:
    for part in original.sections.all():
        part.screening = original
        said = said_by(part)
        for name in ("open_items", "restricted_items"):
            said[name] = with_sources(said[name], sources)
        SectionAnswers.objects.create(screening=copy, **said)


def copy_additions(original: Screening, copy: Screening) -> None:
    """With the dates and the names they were added under."""
    for addition in original.additions.all():
        addition.screening = original
        Addition.objects.create(screening=copy, **said_by(addition))


def with_sources(entries: Mapping[str, Any], sources: Mapping[str, str]) -> dict[str, Any]:
    """With the copies of its sources; a report of what is known about somebody else is none of this person's."""
    return {
        code: {
            name: [sources[one] for one in value if one in sources] if name == "sources" else value
            for name, value in entry.items()
            if name != "linked"
        }
        for code, entry in entries.items()
    }


def record_move(original: Screening, copy: Screening, *, by: User) -> None:
    """Both trails say so."""
    for one, other, name in ((original, copy, "to"), (copy, original, "from")):
        facts = {name: str(other.pk)}
        record("screening.move", "screening", one.pk, by=by.pk, youth=one.youth_id, facts=facts)
