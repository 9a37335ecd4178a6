"""Colleagues who called HART for advice: nobody is named, and most of it came to no referral."""

import datetime as dt
import uuid

from dmst.demo.cast import OFFICE, Cast
from dmst.demo.moment import at
from referrals.models import PhoneConsultation
from referrals.services import consulting

CONSULTATIONS = 2**52  # sets the keys of the calls apart from those of the cases
# Days ago, age, what was asked and what HART said.
CALLS: tuple[tuple[float, int | None, str, str], ...] = (
    (0.2, 15, "A cousin brings new phones and asks for nothing. Is that enough to screen?",
     "Screen now, and write what you saw. You need no proof to screen."),
    (3, 17, "She comes home in the morning and says that she works nights. She names no place.",
     "Screen. Ask what would help her tonight, and leave the place for later."),
    (9, None, "Does a forensic interview have to come first?",
     "No. Refer on what you know; HART arranges who talks to whom."),
    (16, 14, "The school found messages with an adult on the child's tablet.",
     "Do not copy pictures. Call the police or the CyberTipline, then screen."),
    (34, 16, "He was gone for two nights and came back with money.",
     "The return screen is due within 72 hours. Offer food and sleep first."),
    (61, 13, "May a foster parent be told that we referred?",
     "Only what they need to keep the child safe, and not what the child said."),
)  # fmt: skip


def log_calls(cast: Cast, now: dt.datetime) -> list[uuid.UUID]:
    """By the liaison of the demonstration's office; their ids."""
    liaison, workers = cast.named["liaison"], cast.workers[OFFICE]
    for number, (days, age, question, advice) in enumerate(CALLS):
        moment = now - dt.timedelta(days=days)
        call = PhoneConsultation(
            asker=workers[number % len(workers)], asker_outside="", at=moment, age=age, question=question, advice=advice
        )
        with at(moment):
            consulting.log(call, by=liaison, submission_key=uuid.UUID(int=CONSULTATIONS + number))
    return [uuid.UUID(int=CONSULTATIONS + number) for number in range(len(CALLS))]
