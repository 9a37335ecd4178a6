"""What happens to a screening: started, answered, swept, raised, signed; and to a missing episode."""

from screening.services.again import answer_the_rest_as_before, say_again
from screening.services.answering import (
    Saved,
    add_source,
    answer_the_rest_not_known,
    save_section,
    section_of,
    undo_the_rest,
)
from screening.services.capturing import Captured, capture
from screening.services.correcting import copy_for, void
from screening.services.drafts import AlreadySigned, known_age, locked, save_start, save_words, start, told_me, unsigned
from screening.services.episodes import begin_episode, end_episode, report_episode
from screening.services.handing import CannotHand, HandedOn, hand
from screening.services.paper import AnsweredAlready, enter_from_paper
from screening.services.signing import NotHigher, NotReady, finalize, raise_level, refuse_unready

__all__ = [
    "AlreadySigned",
    "AnsweredAlready",
    "CannotHand",
    "Captured",
    "HandedOn",
    "NotHigher",
    "NotReady",
    "Saved",
    "add_source",
    "answer_the_rest_as_before",
    "answer_the_rest_not_known",
    "begin_episode",
    "capture",
    "copy_for",
    "end_episode",
    "enter_from_paper",
    "finalize",
    "hand",
    "known_age",
    "locked",
    "raise_level",
    "refuse_unready",
    "report_episode",
    "save_section",
    "save_start",
    "save_words",
    "say_again",
    "section_of",
    "start",
    "told_me",
    "undo_the_rest",
    "unsigned",
    "void",
]
