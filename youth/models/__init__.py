"""A young person's profile, who may see it, how it is found, and what is known from earlier."""

from youth.models.access import Access
from youth.models.episodes import MissingEpisode, Placement
from youth.models.finding import Finding
from youth.models.matches import Match
from youth.models.office_changes import OfficeChange
from youth.models.profiles import Alias, Caregiver, Youth
from youth.models.questions import Question
from youth.models.searching import SavedSearch, SearchToken

__all__ = [
    "Access",
    "Alias",
    "Caregiver",
    "Finding",
    "Match",
    "MissingEpisode",
    "OfficeChange",
    "Placement",
    "Question",
    "SavedSearch",
    "SearchToken",
    "Youth",
]
