"""What is written beside the answers: words, wishes, safe tonight. No save overwrites what it has not seen."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from screening import services
from screening.models import Screening, Trigger
from screening.words import SAFE_TONIGHT

Values = Mapping[str, Any]
Row = dict[str, Any]


def moment_words(at: datetime) -> str:
    return date_format(timezone.localtime(at), "D, M j, g:i A")


def mark_of(values: Values) -> str:
    """Stands in the page for the state it was built from."""
    return hashlib.sha256(json.dumps(dict(values), sort_keys=True, default=str).encode()).hexdigest()[:20]


def would_overwrite(stored: Values, typed: Values, mark: str) -> bool:
    """Whether something is stored that the page has not seen and that this save would change."""
    unseen = mark != mark_of(stored)
    return unseen and any(value and value != typed.get(name) for name, value in stored.items())


@dataclass(frozen=True)
class Kept:
    """What became of a save, for the page and for its script."""

    stale: bool
    mark: str
    at: datetime

    def words(self) -> str:
        if self.stale:
            return stale_words(self.at)
        return _("Saved %(at)s") % {"at": moment_words(self.at)}

    def as_answer(self) -> dict[str, Any]:
        return {"words": self.words(), "seen": self.mark, "stale": self.stale}


def stale_words(at: datetime) -> str:
    return _(
        "This page was saved in another tab or by another press, %(at)s. What you typed here is still below and not "
        "saved yet. Compare, then save again."
    ) % {"at": moment_words(at)}


def stored_words(screening: Screening, names: Values) -> dict[str, Any]:
    return {name: screening.gates.get("G7", "") if name == "G7" else getattr(screening, name) for name in sorted(names)}


class WordsForm(forms.Form):
    """Saves itself while it is typed in; ``seen`` stands for the state the page was built from."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, screening: Screening, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.screening = screening
        self.meanwhile: list[dict[str, Any]] = []

    @property
    def not_saved(self) -> bool:
        return bool(self.errors)

    def fill(self) -> None:
        stored = stored_words(self.screening, self.typed_names())
        self.initial = {**stored, "seen": mark_of(stored)}

    def typed_names(self) -> dict[str, Any]:
        return {name: field for name, field in self.fields.items() if name != "seen"}

    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.typed_names() if name in self.cleaned_data}

    def can_be_kept(self) -> bool:
        """Whether a save in the background, or a press that leads elsewhere, may keep what is typed so far."""
        return self.is_valid()


def keep(screening: Screening, form: WordsForm, *, section: str, by: User) -> Kept:
    """Keep what a valid form says. A stale one is told so, keeps nothing, and may be sent again on purpose."""
    draft = services.locked(screening)
    typed = form.said()
    stored = stored_words(draft, typed)
    if would_overwrite(stored, typed, form.cleaned_data["seen"]):
        form.meanwhile = differing(form, stored)
        tell_stale(form, stored, draft.saved_at)
        return Kept(True, mark_of(stored), draft.saved_at)
    draft = services.save_words(draft, typed, section=section, by=by)
    return Kept(False, mark_of(stored_words(draft, typed)), draft.saved_at)


def tell_stale(form: forms.Form, stored: Values, at: datetime) -> None:
    typed: Any = form.data
    typed = typed.copy()
    typed["seen"] = mark_of(stored)
    form.data = typed
    form.add_error(None, stale_words(at))


def differing(form: forms.Form, stored: Values) -> list[Row]:
    """What another tab saved, to compare before it is written over."""
    typed = form.cleaned_data
    return [
        {"label": form[name].label, "value": value, "change": ""}
        for name, value in stored.items()
        if value and value != typed.get(name)
    ]


def own_words(screening: Screening, *, told: str = "", beside_result: str = "") -> list[Row]:
    """The block "Their own words"; an address where a row can be changed, where it still can be."""
    at = moment_words(screening.told_me_at) if screening.told_me_at else ""
    rows = [
        (_("They have told, recorded"), at, told),
        (_("In the words that were used"), screening.told_me_words, told),
        (_("What they want, and what they do not want"), screening.words_and_wishes, beside_result),
        (_("Safe tonight, in their own view"), said_of_tonight(screening), beside_result),
        (_("Why this was not asked"), screening.not_asked_because, beside_result),
        (_("What they asked us not to do"), screening.asked_not_to, beside_result),
        (_("Whom they want with them"), wanted(screening), beside_result),
    ]
    return [{"label": label, "value": value, "change": change} for label, value, change in rows if value]


def wanted(said: Any) -> str:
    """The person they want with them, of a screening or a referral: who, who that is to them, how to reach them."""
    who = " ".join(part for part in (said.wanted_person, said.wanted_relation and f"({said.wanted_relation})") if part)
    return "\n".join(part for part in (who, said.wanted_contact) if part)


def not_asked(screening: Screening) -> list[Row]:
    """What stands nowhere, said in words before the signature. It stops nothing."""
    because = screening.not_asked_because
    why = _("Not asked: %(because)s") % {"because": because} if because else _("Not asked, and not said why")
    plain = _("Not asked, or nothing was said")
    rows = [
        (_("What they want, and what they do not want"), screening.words_and_wishes, why),
        (_("Safe tonight, in their own view"), screening.safe_tonight_own_view, why),
        (_("What they asked us not to do"), screening.asked_not_to, plain),
        (_("Whom they want with them"), wanted(screening), plain),
    ]
    return [{"label": label, "value": words} for label, value, words in rows if not value]


def told_words(screening: Screening) -> list[Row]:
    """Beside the form of wishes and tonight, which shows the rest itself."""
    address = reverse("screening:told", args=[screening.pk])
    return [row for row in own_words(screening, told=address) if row["change"]]


def said_of_tonight(screening: Screening) -> str:
    return str(SAFE_TONIGHT.get(screening.safe_tonight_own_view, ""))


def times_of_paper(screening: Screening) -> list[tuple[str, str]]:
    """Of a screening taken on paper: when the interview was, and when it was typed in."""
    if screening.interviewed_at is None:
        return []
    sheet = _("%(at)s, sheet %(code)s") % {
        "at": moment_words(screening.interviewed_at), "code": screening.version.sheet_code,
    }  # fmt: skip
    return [(_("Taken on paper: the interview"), sheet), (_("Typed in from"), moment_words(screening.started_at))]


def judgment(screening: Screening) -> list[Row]:
    """Why the screening was made, and whether somebody saw more than the answers show."""
    rows = [
        *times_of_paper(screening),
        (_("Written down on the way"), screening.captured),
        (_("Why this screening"), Trigger(screening.trigger).label if screening.trigger else ""),
        (_("Raised to"), screening.get_raised_to_display() if screening.raised_to else ""),
        (_("Why it was raised"), screening.raise_reason if screening.raised_to else ""),
    ]
    return [{"label": label, "value": value, "change": ""} for label, value in rows if value]
