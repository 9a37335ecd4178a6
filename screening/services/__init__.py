"""What happens to a screening: started, answered, swept, raised, signed."""

from screening.services.answering import (
    Saved,
    add_source,
    answer_the_rest_not_known,
    save_section,
    section_of,
    undo_the_rest,
)
from screening.services.drafts import AlreadySigned, known_age, locked, save_start, save_words, start, told_me, unsigned
from screening.services.paper import AnsweredAlready, enter_from_paper
from screening.services.signing import NotHigher, NotReady, finalize, raise_level, refuse_unready

__all__ = [
    "AlreadySigned",
    "AnsweredAlready",
    "NotHigher",
    "NotReady",
    "Saved",
    "add_source",
    "answer_the_rest_not_known",
    "enter_from_paper",
    "finalize",
    "known_age",
    "locked",
    "raise_level",
    "refuse_unready",
    "save_section",
    "save_start",
    "save_words",
    "section_of",
    "start",
    "told_me",
    "undo_the_rest",
    "unsigned",
]
