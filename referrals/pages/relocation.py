"""The page on which a young person moves: the town first, then what its office makes possible."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import Office, User
from audit import clock
from duties import words as times
from referrals.forms.relocation import MovedForm, TownForm
from referrals.models import Referral
from screening.models import Screening
from youth import services as youths
from youth.forms import today
from youth.models import OfficeChange, Youth


class RelocationPage:
    def __init__(self, youth: Youth, user: User, typed: QueryDict | None) -> None:
        self.youth, self.user = youth, user
        self.office: Office | None = None
        self.form: TownForm | MovedForm = TownForm(typed)
        if typed is not None and self.form.is_valid():
            self.ask_the_rest(typed)

    def ask_the_rest(self, typed: QueryDict) -> None:
        town = self.form.cleaned_data["town"]
        self.office = town.office
        answered = typed if "because" in typed or "from_day_year" in typed else None
        self.form = MovedForm(
            answered,
            youth=self.youth,
            worker=youths.worker_of(self.youth),
            office=town.office,
            initial={"town": town, "from_day": today()},
        )

    def is_valid(self) -> bool:
        return isinstance(self.form, MovedForm) and self.form.is_valid()

    def values(self) -> dict[str, Any]:
        assert isinstance(self.form, MovedForm)
        return self.form.values()

    def context(self) -> dict[str, Any]:
        """What stays where it is: the open referral with whoever has it, drafts with whoever writes them."""
        now = clock.now()
        drafts = Screening.objects.under_way([self.youth.pk], since=now)
        changes = self.youth.office_changes.select_related("from_office", "to_office")
        open_referrals = Referral.objects.visible_to(self.user).open().filter(youth=self.youth)
        return {
            "youth": self.youth,
            "form": self.form,
            "office": self.office,
            "stays_in_office": self.office is not None and self.office == self.youth.office,
            "drafts": [(one.owner.display_name, times.moment(one.started_at, now)) for one in drafts if one.is_draft],
            "referral": open_referrals.select_related("office", "liaison").first(),
            "changes": [change_words(one) for one in changes],
        }


def change_words(change: OfficeChange) -> str:
    return _("%(day)s, from %(earlier)s to %(office)s: %(why)s") % {
        "day": f"{change.from_day:%b %-d, %Y}",
        "earlier": change.from_office or _("no office"),
        "office": change.to_office,
        "why": change.get_because_display(),
    }
