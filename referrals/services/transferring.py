"""A referral goes to another office of HART, and the office it leaves reads on."""

from django.utils.translation import gettext as _

from accounts.models import Office, User
from audit.refusals import Refusal
from referrals.models import Referral, Transfer
from referrals.services import moves


class IsThere(Refusal):
    """That office has it already."""

    shows_typed = True


def transfer(referral: Referral, *, office: Office, words: str, by: User) -> Referral:
    """The office there acknowledges it anew. Raises IsThere, and what ``moves.move`` raises."""
    referral = Referral.objects.held(referral.pk)
    was = referral.office
    if was == office and not is_same_press(referral, office, words, by):
        raise IsThere(_("%(office)s has it already.") % {"office": office}, moves.page_of(referral))
    referral = moves.move(referral, "transfer", words=words, details={"office": office}, by=by)
    step = referral.steps.last()
    Transfer.objects.get_or_create(step=step, defaults={"from_office": was, "to_office": office})
    return referral


def is_same_press(referral: Referral, office: Office, words: str, by: User) -> bool:
    """A double click sends it once."""
    last = referral.steps.select_related("transfer").last()
    if last is None or last.move != "transfer":
        return False
    last.referral = referral  # its key is the referral's
    return (last.by_id, last.words, last.transfer.to_office_id) == (by.pk, words, office.pk)
