"""A note beside a referral, and a task."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from referrals import content
from referrals.choices import NoteFor
from uswds.fields import MemorableDateField, SingleLineField, WordsField
from youth.forms.pieces import RowField


class ColleaguesField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.display_name)


class ColleagueField(RowField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.display_name)


class NoteForm(forms.Form):
    read_by = forms.ChoiceField(
        label=_("Who reads it?"), choices=NoteFor.choices, widget=forms.RadioSelect, initial=NoteFor.HART
    )
    words = WordsField(
        label=_("Note"), max_length=content.WORDS, error_messages={"required": _("Write the note first.")}
    )
    mentioned = ColleaguesField(
        label=_("Who is asked to read it now?"),
        help_text=_("They hear of it by mail. Here stands who may see the record."),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, colleagues: QuerySet[User], names_nobody: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mentioned = self.fields["mentioned"]
        assert isinstance(mentioned, ColleaguesField)
        mentioned.queryset = colleagues
        if names_nobody:
            self.fields["words"].help_text = _("Without identity: write no name, birth date, number or address.")


class TaskForm(forms.Form):
    submission_key = forms.UUIDField(widget=forms.HiddenInput)
    words = SingleLineField(
        label=_("What is to be done?"),
        max_length=content.LINE,
        error_messages={"required": _("Write what is to be done.")},
    )
    whose = ColleagueField(
        label=_("By whom?"),
        queryset=User.objects.none(),
        empty_label=_("Choose"),
        error_messages={"required": _("Choose who is to do it.")},
    )
    due_on = MemorableDateField(label=_("By which day?"), required=False)

    def __init__(self, *args: Any, colleagues: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whose = self.fields["whose"]
        assert isinstance(whose, ColleagueField)
        whose.queryset = colleagues
