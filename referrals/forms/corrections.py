"""Why something was entered in error, and why it was not."""

from django import forms
from django.utils.translation import gettext_lazy as _L

from uswds.fields import WordsField

WORDS = 2_000


class ReasonForm(forms.Form):
    reason = WordsField(
        label=_L("What is wrong with it?"),
        help_text=_L("Two people read this: whoever decides, and HART. Name no other young person here."),
        max_length=WORDS,
        rows=3,
        error_messages={"required": _L("Write in a sentence what is wrong.")},
    )


class WhyNotForm(forms.Form):
    why_not = WordsField(
        label=_L("Why does it stand?"),
        help_text=_L("Whoever asked reads this."),
        max_length=WORDS,
        rows=3,
        error_messages={"required": _L("Write in a sentence why it stands.")},
    )
