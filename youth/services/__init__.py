"""What is written about a young person: profile, access, searches, findings, missing episodes."""

from youth.services.access import admit_leading, admit_until, follow_unit, grant_access, grant_all, leading, leave
from youth.services.acting import CannotAct, end_acting, name_acting
from youth.services.episodes import EpisodeRefused, close_episode, record_episode, save_reports
from youth.services.findings import add_finding
from youth.services.matches import settle
from youth.services.moving import CannotMove, hand_over, move_office, worker_of
from youth.services.profiles import create_youth, update_youth
from youth.services.questions import answer, ask
from youth.services.said import profile_of
from youth.services.sealing import name_person, named_for, named_ids, note_conflict, seal, unname_person
from youth.services.searches import add_from_search, alike, results_of, saved_search, search

__all__ = [
    "CannotAct",
    "CannotMove",
    "EpisodeRefused",
    "add_finding",
    "add_from_search",
    "admit_leading",
    "admit_until",
    "alike",
    "answer",
    "ask",
    "close_episode",
    "create_youth",
    "end_acting",
    "follow_unit",
    "grant_access",
    "grant_all",
    "hand_over",
    "leading",
    "leave",
    "move_office",
    "name_acting",
    "name_person",
    "named_for",
    "named_ids",
    "note_conflict",
    "profile_of",
    "record_episode",
    "results_of",
    "save_reports",
    "saved_search",
    "seal",
    "search",
    "settle",
    "unname_person",
    "update_youth",
    "worker_of",
]
