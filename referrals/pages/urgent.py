"""Refer now: the form, filled in with what is known, and what was typed."""

from typing import Any
from uuid import uuid4

from django.http import QueryDict

from accounts.models import User
from audit import clock
from duties import words as times
from referrals.choices import YesNoUnknown
from referrals.forms import ReferNowForm
from referrals.services import anonymity, urgent
from referrals.services.urgent import Suspicion
from youth.models import Youth


class ReferNowPage:
    form_class: type[ReferNowForm] = ReferNowForm
    calls_user_back = True
    besides: tuple[str, ...] = ()  # fields with words that do not go into the referral

    def __init__(self, user: User, youth: Youth | None, posted: QueryDict | None) -> None:
        self.user, self.youth = user, youth
        age = youth.age_on(times.day_of(clock.now())) if youth else None
        initial = {"submission_key": uuid4(), "callback_phone": user.phone if self.calls_user_back else ""}
        if youth:
            initial["whereabouts"] = youth.placement
        self.form = self.form_class(
            posted,
            initial=initial,
            is_known=youth is not None,
            known_age=age,
            is_sealed=bool(youth and youth.sealed_at),
        )

    def is_valid(self) -> bool:
        return self.form.is_valid() and not self.says_who()

    def says_who(self) -> bool:
        """Words that would name a young adult who is to stay unnamed come back beside their box."""
        besides = {name: self.form.cleaned_data[name] for name in self.besides}
        found = urgent.names_said(self.suspicion(), by=self.user, youth=self.youth, besides=besides)
        for name, words in found.items():
            self.form.add_error("what_seen" if name == "question" else name, anonymity.take_out(words))
        return bool(found)

    def suspicion(self) -> Suspicion:
        said = self.form.cleaned_data
        return Suspicion(
            fields=self.form.said(),
            missing_now=said["missing_now"],
            caregiver_involved=said["caregiver_involved"] or YesNoUnknown.UNKNOWN,
            conflict=said.get("conflict") or "",
            who=self.form.who(),
        )

    def context(self) -> dict[str, Any]:
        return {"form": self.form, "youth": self.youth}
