"""Where a referral goes, and why."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from referrals.forms.acts import MoveForm
from referrals.models import Referral
from referrals.workflow import MOVES
from youth.forms.pieces import RowField


class TransferForm(MoveForm):
    office = RowField(
        label=_("To which office?"),
        queryset=Office.objects.none(),
        empty_label=_("Choose an office"),
        error_messages={"required": _("Choose an office.")},
    )

    def __init__(self, *args: Any, referral: Referral, **kwargs: Any) -> None:
        super().__init__(*args, move=MOVES["transfer"], names_nobody=referral.names_nobody, **kwargs)
        office = self.fields["office"]
        assert isinstance(office, RowField)
        office.queryset = Office.objects.exclude(pk=referral.office_id)
