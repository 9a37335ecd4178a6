"""What a determination leaves behind for the screenings to come."""

from django.conf import settings
from django.utils import timezone

from referrals.choices import Determination
from referrals.models import Referral
from youth.models import Finding
from youth.services.findings import add_finding, end_findings

FINDINGS = {
    Determination.AT_RISK: Finding.Kind.AT_RISK,
    Determination.SUSPECTED: Finding.Kind.SUSPECTED,
    Determination.CONFIRMED: Finding.Kind.CONFIRMED,
}


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
