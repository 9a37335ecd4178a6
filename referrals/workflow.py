"""The life of a referral: one table of moves that views, buttons, mail, tests and docs/workflow.md all read."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission


class Status(models.TextChoices):
    SENT = "sent", _("Sent")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    IN_REVIEW = "in_review", _("In review")
    INFORMATION_ASKED = "information_asked", _("Information asked")
    SEARCHING = "searching", _("Searching")
    DETERMINED = "determined", _("Determined")
    SERVICES = "services", _("Services")
    MONITORING = "monitoring", _("Monitoring")
    CLOSED = "closed", _("Closed")
    NOT_ACCEPTED = "not_accepted", _("Not accepted")
    VOID = "void", _("Entered in error")


class Owner(models.TextChoices):
    """Whose turn it is."""

    HART = "hart", _("HART")
    WORKER = "worker", _("the referrer")
    NOBODY = "nobody", _("nobody: it has ended")


OWNER = {
    Status.SENT: Owner.HART,
    Status.ACKNOWLEDGED: Owner.HART,
    Status.IN_REVIEW: Owner.HART,
    Status.INFORMATION_ASKED: Owner.WORKER,
    Status.SEARCHING: Owner.HART,
    Status.DETERMINED: Owner.HART,
    Status.SERVICES: Owner.HART,
    Status.MONITORING: Owner.HART,
    Status.CLOSED: Owner.NOBODY,
    Status.NOT_ACCEPTED: Owner.NOBODY,
    Status.VOID: Owner.NOBODY,
}
ENDED = tuple(status for status, owner in OWNER.items() if owner is Owner.NOBODY)
OPEN = tuple(status for status in Status if status not in ENDED)


@dataclass(frozen=True)
class Move:
    name: str
    label: str | Promise
    sources: tuple[Status, ...]
    target: Status
    permission: Permission
    tells: Owner  # who gets the neutral mail and the notice
    needs_words: bool = False  # a reason, a question or an answer, kept encrypted with the step
    needs_choice: bool = False  # one of a list: a determination, a reason for closing
    has_page: bool = False  # it is asked on a page of its own, with what stands already
    is_undo: bool = False  # only by whoever made the move before it, for a few minutes

    @property
    def event(self) -> str:
        return f"referral.{self.name}"


HART, REFERRER = Owner.HART, Owner.WORKER
UNDER_WAY = (Status.ACKNOWLEDGED, Status.IN_REVIEW, Status.INFORMATION_ASKED)
DECIDED = (Status.DETERMINED, Status.SERVICES, Status.MONITORING)
WATCHED = (Status.SEARCHING, Status.MONITORING)  # each review brings the next one
DECIDE = Permission.DECIDE_REFERRAL

_TABLE = (
    Move("acknowledge", _("Acknowledge and take"), (Status.SENT,), Status.ACKNOWLEDGED, DECIDE, REFERRER),
    Move("give_back", _("Give it back"), (Status.ACKNOWLEDGED,), Status.SENT, DECIDE, REFERRER, is_undo=True),
    Move(
        "start_review",
        _("Start the review"),
        (Status.ACKNOWLEDGED, *DECIDED),
        Status.IN_REVIEW,
        DECIDE,
        REFERRER,
    ),
    Move(
        "ask_information",
        _("Ask for information"),
        (Status.ACKNOWLEDGED, Status.IN_REVIEW),
        Status.INFORMATION_ASKED,
        DECIDE,
        REFERRER,
        needs_words=True,
    ),
    Move(
        "answer_information",
        _("Send the answer to HART"),
        (Status.INFORMATION_ASKED,),
        Status.IN_REVIEW,
        Permission.REFER,
        HART,
        needs_words=True,
    ),
    Move(
        "determine",
        _("Record the determination"),
        (*UNDER_WAY, Status.SEARCHING, *DECIDED),
        Status.DETERMINED,
        DECIDE,
        REFERRER,
        needs_words=True,
        needs_choice=True,
        has_page=True,
    ),
    Move(
        "begin_services", _("Services begin"), (Status.DETERMINED, Status.MONITORING), Status.SERVICES, DECIDE, REFERRER
    ),
    Move(
        "monitor",
        _("Monitor, with a next review"),
        (Status.DETERMINED, Status.SERVICES),
        Status.MONITORING,
        DECIDE,
        REFERRER,
        needs_choice=True,
    ),
    Move(
        "search",
        _("Nobody knows where they are: go on searching"),
        (*UNDER_WAY, *DECIDED),
        Status.SEARCHING,
        DECIDE,
        REFERRER,
        needs_words=True,
    ),
    Move("found", _("They are found"), (Status.SEARCHING,), Status.IN_REVIEW, DECIDE, REFERRER, needs_words=True),
    Move(
        "close",
        _("Close"),
        DECIDED,
        Status.CLOSED,
        DECIDE,
        REFERRER,
        needs_words=True,
        needs_choice=True,
    ),
    Move(
        "transfer",
        _("Transfer to another office"),
        (Status.SENT, Status.ACKNOWLEDGED, Status.IN_REVIEW, Status.SEARCHING, *DECIDED),
        Status.SENT,
        DECIDE,
        REFERRER,
        needs_words=True,
        has_page=True,
    ),
    Move("not_accept", _("Not accepted"), UNDER_WAY, Status.NOT_ACCEPTED, DECIDE, REFERRER, needs_words=True),
    Move(
        "reopen",
        _("Reopen"),
        (Status.CLOSED, Status.NOT_ACCEPTED),
        Status.IN_REVIEW,
        DECIDE,
        REFERRER,
        needs_words=True,
    ),
)
MOVES = {move.name: move for move in _TABLE}


def moves_from(status: str) -> tuple[Move, ...]:
    return tuple(move for move in MOVES.values() if status in move.sources)


def document() -> str:
    """docs/workflow.md, from the table above."""
    return "\n".join([*_INTRODUCTION, *_diagram(), "", *_moves_in_words(), "", *_statuses_in_words(), ""])


_INTRODUCTION = (
    "# The life of a referral",
    "",
    "Made from `referrals/workflow.py` by `manage workflow_docs`; a check fails when the two differ.",
    "A consultation lives the same life. Signing sends it; a move locks the referral, looks, then writes.",
    "What was entered in error is no move: one person asks, another confirms, in whatever status it is.",
    "",
)


def _diagram() -> Iterator[str]:
    yield from ("```mermaid", "stateDiagram-v2", f"    [*] --> {Status.SENT.value}: sign and send")
    for move in MOVES.values():
        for source in move.sources:
            yield f"    {source.value} --> {move.target.value}: {move.name}"
    yield f"    [*] --> {Status.VOID.value}: entered in error, from every status"
    yield from (f"    {status.value} --> [*]" for status in ENDED)
    yield "```"


def _moves_in_words() -> Iterator[str]:
    yield "| Move | Button | From | To | Permission | Told by neutral mail | Asks for |"
    yield "|---|---|---|---|---|---|---|"
    for move in MOVES.values():
        sources = ", ".join(str(source.label) for source in move.sources)
        asks = [name for name, needed in (("a choice", move.needs_choice), ("words", move.needs_words)) if needed]
        yield (
            f"| `{move.name}` | {move.label} | {sources} | {move.target.label} | `{move.permission.value}`"
            f" | {move.tells.label} | {', '.join(asks) or 'nothing'} |"
        )


def _statuses_in_words() -> Iterator[str]:
    yield "| Status | Whose turn it is |"
    yield "|---|---|"
    for status, owner in OWNER.items():
        yield f"| {status.label} | {owner.label} |"
