"""What is written about a young person: profile, access, searches, findings."""

from youth.services.access import follow_unit, grant_access, grant_all
from youth.services.findings import add_finding
from youth.services.matches import settle
from youth.services.profiles import create_youth, update_youth
from youth.services.questions import answer, ask
from youth.services.searches import add_from_search, results_of, saved_search, search

__all__ = [
    "add_finding",
    "add_from_search",
    "answer",
    "ask",
    "create_youth",
    "follow_unit",
    "grant_access",
    "grant_all",
    "results_of",
    "saved_search",
    "search",
    "settle",
    "update_youth",
]
