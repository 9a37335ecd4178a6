"""What is asked of a sheet that was filled in by hand."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.models import InstrumentVersion, Screening
from uswds.fields import SingleLineField
from youth.forms.moments import MomentField


class PaperForm(forms.Form):
    sheet_code = SingleLineField(
        label=gettext_lazy("Version code on the sheet"),
        help_text=gettext_lazy("At the foot of every page."),
        max_length=60,
    )
    interviewed_at = MomentField(
        label=gettext_lazy("When was the interview?"),
        help_text=gettext_lazy("Not when you type it in: that time is kept by itself."),
    )

    @staticmethod
    def initial_from(screening: Screening) -> dict[str, Any]:
        at = screening.interviewed_at
        return {"interviewed_at": at, "sheet_code": screening.version.sheet_code} if at else {}

    def clean_sheet_code(self) -> InstrumentVersion:
        found = InstrumentVersion.objects.on_sheet(self.cleaned_data["sheet_code"])
        if found is None:
            raise forms.ValidationError(
                _(
                    "No version with this code is known here. Compare it with the foot of the sheet. If it is right, "
                    "the sheet is not one of ours: start without it, and answer each question from your notes."
                )
            )
        return found
