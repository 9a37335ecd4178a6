"""Buttons of a form that lays itself out with crispy. Each says its act; the first on a page is the main one."""

from crispy_forms.layout import BaseInput


class Submit(BaseInput):
    input_type = "submit"
    field_classes = "usa-button usa-button--big"


class SecondSubmit(BaseInput):
    """Another way to send the same form: "Save and go to the list"."""

    input_type = "submit"
    field_classes = "usa-button usa-button--outline"
