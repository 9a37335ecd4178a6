"""Forms validate and shape; they never save."""

from youth.forms.caregivers import BaseCaregivers, CaregiverForm, CaregiverFormSet
from youth.forms.pieces import today
from youth.forms.profiles import ProfileForm
from youth.forms.searching import SearchForm

__all__ = ["BaseCaregivers", "CaregiverForm", "CaregiverFormSet", "ProfileForm", "SearchForm", "today"]
