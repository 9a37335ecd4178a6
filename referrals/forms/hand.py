"""What is asked before a screening is started beside another, and a question to whoever has it in hand."""

from django import forms
from django.utils.translation import gettext_lazy as _L

from uswds.fields import WordsField
from youth.models.profiles import WORDS_LENGTH


class StartAnywayForm(forms.Form):
    because = WordsField(
        label=_L("Why is another screening needed now?"),
        max_length=WORDS_LENGTH,
        rows=3,
        error_messages={"required": _L("Write in a few words why another one is needed.")},
    )


class AskForm(forms.Form):
    words = WordsField(
        label=_L("What do you want to ask or tell?"),
        help_text=_L("It stays in this record. The mail that goes out says nothing of it."),
        max_length=WORDS_LENGTH,
        rows=3,
        error_messages={"required": _L("Write what you want to ask.")},
    )


class AnswerForm(forms.Form):
    words = WordsField(
        label=_L("Your answer"),
        max_length=WORDS_LENGTH,
        rows=3,
        error_messages={"required": _L("Write your answer.")},
    )
