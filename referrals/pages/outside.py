"""The form of a report from outside, and how the report is shown."""

import dataclasses
import datetime as dt

from django.utils.translation import gettext as _

from duties import words as times
from referrals.forms.outside import ASKED, OutsideReportForm
from referrals.models import OutsideReport
from referrals.pages.urgent import ReferNowPage
from referrals.services.urgent import Suspicion

REPORT = ("source", "channel", "reporter", "callback_phone", "received_at")


class OutsidePage(ReferNowPage):
    form_class = OutsideReportForm
    calls_user_back = False  # the number is the reporter's
    besides = ("reporter", "no_screening_because")

    def suspicion(self) -> Suspicion:
        said = self.form.cleaned_data
        asks = said["screening"] == ASKED
        suspicion = super().suspicion()
        fields = {**suspicion.fields, "callback_phone": ""}  # the report has it; the referral's is the referrer's
        return dataclasses.replace(suspicion, fields=fields, since=said["received_at"], asks_screening=asks)

    def report(self) -> OutsideReport:
        said = self.form.cleaned_data
        because = "" if said["screening"] == ASKED else said["no_screening_because"]
        return OutsideReport(**{name: said[name] for name in REPORT}, no_screening_because=because)


def reported(report: OutsideReport | None, now: dt.datetime) -> list[tuple[str, str]]:
    """Label and value, for the brief: from whom HART has it, and whether the office was asked for a screening."""
    if report is None:
        return []
    came = _("%(how)s, %(when)s") % {
        "how": report.get_channel_display(),
        "when": times.moment(report.received_at, now),
    }
    found = [
        (_("From outside"), ", ".join(part for part in (report.get_source_display(), report.reporter) if part)),
        (_("Received"), came),
    ]
    if report.no_screening_because:
        found.append((_("No screening, because"), report.no_screening_because))
    return found
