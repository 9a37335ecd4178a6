"""What a reference leads to, for somebody who reads it out or types it from a mail."""

from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from referrals import reference
from referrals.forms import ReferenceForm
from referrals.models import Referral
from screening.models import Screening


def thing_found(form: ReferenceForm, user: User) -> UUID | None:
    """The referral, or the raised screening whose mail carried it; outside one's scope there is nothing."""
    written = form.cleaned_data["reference"]
    found = Referral.objects.visible_to(user).filter(reference=written).values_list("pk", flat=True).first()
    raised = Screening.objects.visible_to(user).signed().exclude(raised_to="").values_list("pk", flat=True)
    found = found or next((pk for pk in raised.iterator() if reference.of(pk) == written), None)
    if found is None:
        form.add_error("reference", _("Nothing that you may see has this reference."))
    return found
