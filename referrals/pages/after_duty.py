"""Where one goes on after a duty is recorded: the open referral, or the profile."""

from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission, grants
from duties.models import Duty
from referrals.models import Referral


def page_after(duty: Duty, user: User) -> str:
    referral = Referral.objects.visible_to(user).filter(youth=duty.youth_id).open().first()
    if referral is None:
        return reverse("referrals:youth", args=[duty.youth_id])
    name = "detail" if grants(user, Permission.WORK_INBOX) else "receipt"
    return reverse(f"referrals:{name}", args=[referral.pk])
