"""One of everything the pages are made of, in every state, without a database."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from crispy_forms.bootstrap import PrependedAppendedText
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.core.paginator import Paginator
from django.template import engines

from uswds.buttons import SecondSubmit, Submit
from uswds.choices import HintedRadioSelect
from uswds.fields import MemorableDateField, SingleLineField, WordsField

FOLDER = Path(__file__).parent
NOBODY = UUID(int=7)
ANSWERS = [("none", "No sign"), ("possible", "Possible"), ("clear", "Clear"), ("unknown", "Not known")]
SOURCES = [
    ("school", "School, Nov 20, 2026"),
    ("seen", "Seen by me, Nov 20, 2026"),
    ("police", "Police, Nov 19, 2026, Officer Sample"),
]
CONCERNS = [
    ("sexual", "Sexual"),
    ("labor", "Labor"),
    ("both", "Both"),
    ("unclear", "Not clear yet"),
    ("unknown", "Not known"),
]


class EveryFieldForm(forms.Form):
    marks_optional = True

    seen = forms.IntegerField(widget=forms.HiddenInput)
    line = SingleLineField(label="Name or alias", help_text="As it was said.", max_length=40)
    short = SingleLineField(
        label="Day", widget=forms.TextInput(attrs={"class": "usa-input--2xs", "inputmode": "numeric"})
    )
    email = forms.EmailField(label="Work e-mail", widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))
    number = forms.IntegerField(label="How many")
    words = WordsField(label="What happened, and when?", help_text="Facts, and words as they were said.", max_length=60)
    one = forms.ChoiceField(label="Kind of source", choices=[("", "Choose"), *SOURCES])
    answer = forms.ChoiceField(
        label="Extra phones or accounts, or accounts another person runs or controls",
        help_text="Wanting privacy is not a sign.",
        choices=ANSWERS,
        widget=forms.RadioSelect,
    )
    many = forms.ChoiceField(
        label="Kind of concern",
        choices=CONCERNS,
        widget=HintedRadioSelect(hints={"labor": "Work that is forced, or paid to somebody else"}),
    )
    sources = forms.MultipleChoiceField(
        label="Where this comes from", choices=SOURCES, widget=forms.CheckboxSelectMultiple
    )
    sure = forms.BooleanField(label="This is what I know today, and where I know it from", help_text="It is signed.")
    born = MemorableDateField(label="Birth date", help_text="For example March 4 2010.", allow_future=False)
    at = forms.DateTimeField(
        label="When was it done?", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}), required=False
    )
    paper = forms.FileField(label="Paper", required=False)


class LaidOutForm(forms.Form):
    """A form that lays itself out with crispy's own pieces."""

    first = SingleLineField(label="First name")
    last = SingleLineField(label="Last name")
    hours = forms.IntegerField(label="Time away")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="laid", **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Fieldset("Who", Row(Column("first"), Column("last")), css_class="usa-legend--large"),
            PrependedAppendedText("hours", "about", "hours"),
        )
        self.helper.add_input(Submit("save", "Save and continue"))
        self.helper.add_input(SecondSubmit("list", "Save and go to the list"))


class CaregiverForm(forms.Form):
    name = SingleLineField(label="Name")


CaregiverFormSet = forms.formset_factory(CaregiverForm, extra=1)

FILLED = {
    "seen": "3", "line": "Uncle Testcase", "short": "20", "email": "worker@example.org", "password": "not a secret",
    "number": "2", "words": "Two gift cards since October.", "one": "school", "answer": "possible", "many": "labor",
    "sources": ["school", "police"], "sure": "on", "born_month": "3", "born_day": "4", "born_year": "2010",
    "at": "2026-11-20T17:06",
}  # fmt: skip
WRONG = {"email": "worker", "words": "W" * 70, "born_month": "2", "born_day": "31", "born_year": "2010"}
EMPTY_SET = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-name": " "}


def forms_in(state: str) -> dict[str, Any]:
    if state == "empty":
        return {"form": EveryFieldForm(), "laid": LaidOutForm(), "people": CaregiverFormSet()}
    if state == "filled":
        laid = LaidOutForm({"laid-first": "Testa", "laid-last": "Sample", "laid-hours": "3"})
        return {"form": EveryFieldForm(FILLED), "laid": laid, "people": CaregiverFormSet()}
    return {"form": EveryFieldForm(WRONG), "laid": LaidOutForm({}), "people": CaregiverFormSet(EMPTY_SET)}


def frame() -> dict[str, Any]:
    """What ``dmst.context`` gives to every page."""
    places = ["My day", "Find a young person", "My screenings", "My referrals", "Inbox"]
    nav = [
        SimpleNamespace(label=label, url=f"/{n}/", current=n == 2, count=3 if n == 4 else None)
        for n, label in enumerate(places)
    ]
    person = SimpleNamespace(display_name="Wanda Sample", get_role_display="HART liaison", email="wanda@example.org")
    return {
        "person": person, "nav": nav, "is_demo": True, "notices_count": 2, "careline": "1-800-842-2288",
        "csrf_token": "token", "screening": SimpleNamespace(pk=NOBODY),
    }  # fmt: skip


class Said(str):
    """A message of the framework: its words and its level."""

    level_tag: str

    def __new__(cls, level: str, words: str) -> "Said":
        said = super().__new__(cls, words)
        said.level_tag = level
        return said


def page(state: str) -> str:
    context = {
        **frame(),
        **forms_in(state),
        "messages": [Said("success", "The words are kept."), Said("info", "Two new referrals."), Said("warning", "Taken by M. Sample.")],
        "facts": [
            SimpleNamespace(label="Where now", value="At home, Testville", change="/change/"),
            SimpleNamespace(label="Safe contact", value="In person at school,\nbefore 2:00 PM", change=""),
        ],
        "steps": [
            SimpleNamespace(at="Fri, Nov 20, 5:20 PM", what="You signed and sent", detail="Wanda Sample", state="done"),
            SimpleNamespace(at="Fri, Nov 20, 6:20 PM", what="The acknowledgement is late", detail="", state="late"),
            SimpleNamespace(at="By Tue, Nov 24", what="First answer to you", detail="Proposed", state="next"),
        ],
        "pages": Paginator(range(60), 20).page(2),
        "levels": [
            ("4", "Told or evidenced: respond now"), ("3", "Suspected: refer today"), ("2", "At risk: plan and consult"),
            ("1", "No current concern about exploitation found"), ("U", "Not enough information"),
        ],
        "tones": ["plain", "strong", "info", "done", "soon", "hold", "late"],
    }  # fmt: skip
    return engines["django"].from_string((FOLDER / "gallery.html").read_text()).render(context)


def template(name: str, **context: Any) -> str:
    return engines["django"].get_template(name).render({**frame(), "messages": [], **context})


class SignInForm(forms.Form):
    login = forms.EmailField(label="Email", widget=forms.EmailInput(attrs={"placeholder": "never drawn"}))
    password = forms.CharField(label="Password", widget=forms.PasswordInput)


def pages() -> dict[str, Callable[[], str]]:
    stranger = {"person": None, "nav": [], "form": SignInForm(), "redirect_field": ""}
    return {
        **{f"/{state}": partial(page, state) for state in ("empty", "filled", "wrong")},
        "/danger": partial(template, "danger.html"),
        "/sign-in": partial(template, "account/login.html", **stranger),
        "/nothing-here": partial(template, "404.html"),
        "/broken": lambda: engines["django"].get_template("500.html").render(),
    }
