"""What a reference leads to, for somebody who reads it out or types it from a mail."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission, grants
from referrals import reference
from referrals.corrections import Correction
from referrals.forms import ReferenceForm
from referrals.models import PhoneConsultation, Referral
from screening.models import Lowering, Screening
from youth.models import Question, Youth


def place_of(pk: UUID, user: User) -> str:
    """Where the address of a mail leads whoever may see what it is about; raises Http404 for everybody else."""
    if Referral.objects.visible_to(user).filter(pk=pk).exists():
        return reverse(f"referrals:{'detail' if grants(user, Permission.WORK_INBOX) else 'receipt'}", args=[pk])
    if Correction.objects.visible_to(user).filter(pk=pk).exists():
        return reverse("referrals:correction", args=[pk])
    if Lowering.objects.visible_to(user).filter(pk=pk).exists():
        return reverse("referrals:lowering", args=[pk])
    if PhoneConsultation.objects.visible_to(user).filter(pk=pk).exists():
        return reverse("referrals:consultation", args=[pk])
    if question := Question.objects.visible_to(user).filter(pk=pk).first():
        return reverse("referrals:youth", args=[question.youth_id])
    if Youth.objects.visible_to(user).filter(pk=pk).exists():
        return reverse("referrals:youth", args=[pk])
    return reverse("screening:signed", args=[get_object_or_404(Screening.objects.visible_to(user), pk=pk).pk])


def thing_found(form: ReferenceForm, user: User) -> UUID | None:
    """What a mail with it was about, within one's scope: a referral, a raised screening, a question, a lowering."""
    written = form.cleaned_data["reference"]
    found = Referral.objects.visible_to(user).filter(reference=written).values_list("pk", flat=True).first()
    raised = Screening.objects.visible_to(user).signed().exclude(raised_to="").values_list("pk", flat=True)
    asked = Question.objects.visible_to(user).values_list("pk", flat=True)
    lowered = Lowering.objects.visible_to(user).order_by().values_list("pk", flat=True)
    advised = PhoneConsultation.objects.visible_to(user).order_by().values_list("pk", flat=True)
    mailed = (pk for rows in (raised, asked, lowered, advised) for pk in rows.iterator())
    found = found or next((pk for pk in mailed if reference.of(pk) == written), None)
    if found is None:
        form.add_error("reference", _("Nothing that you may see has this reference."))
    return found
