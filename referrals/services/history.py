"""What a determination, and a report to the Careline or to police, leave behind for the screenings to come."""

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from duties.models import Duty
from referrals.choices import Determination
from referrals.models import Referral, ReferralScreening
from screening.models import Screening
from youth.models import Finding
from youth.services.findings import add_finding, end_findings

FINDINGS = {
    Determination.AT_RISK: Finding.Kind.AT_RISK,
    Determination.SUSPECTED: Finding.Kind.SUSPECTED,
    Determination.CONFIRMED: Finding.Kind.CONFIRMED,
}
REPORTING = ("careline_report", "police_identified")  # clocks that a report stops


def keep_report(duty: Duty, *, by: User) -> None:
    """Each determinative fact of the screening is known now as reported, under the reference HART has it by.

    What was sent without identity leaves nothing: the reference would lead to the person.
    """
    if duty.clock not in REPORTING or duty.about_kind != "screening" or duty.done_at is None:
        return
    link = ReferralScreening.objects.select_related("referral").filter(screening=duty.about_id).first()
    if link is None or link.referral.names_nobody:
        return
    screening = Screening.objects.with_record().get(pk=duty.about_id)
    for code, answer in screening.answers().items():
        if answer == "clear" and code in screening.instrument.determinative and code not in screening.linked():
            add_finding(
                screening.youth, kind=Finding.Kind.REPORTED, about=code, on=timezone.localdate(duty.done_at),
                reference=link.referral.reference, expires_on=None, by=by,
            )  # fmt: skip


def keep_finding(referral: Referral) -> None:
    """PH3 of later screenings reads this; "no concern" and "unable to determine" leave nothing.

    A second determination takes the place of the first, and so does what it leaves.
    """
    if referral.youth is None or referral.determined_at is None or referral.determined_by is None:
        return
    end_findings(referral.youth, reference=referral.reference, by=referral.determined_by)
    kind = FINDINGS.get(Determination(referral.determination))
    if kind is None:
        return
    on = timezone.localdate(referral.determined_at)
    add_finding(
        referral.youth,
        kind=kind,
        on=on,
        reference=referral.reference,
        expires_on=on + settings.FINDING_LIFE,
        by=referral.determined_by,
    )
