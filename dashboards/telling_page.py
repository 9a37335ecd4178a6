"""docs/notifications.md, from the table of who is told of what, and the words of the screens."""

from collections.abc import Iterator

from accounts.permissions import Role
from dashboards.words import NEWS
from notifications.telling import EVENTS, Cell

ROLES = (Role.CASEWORKER, Role.SUPERVISOR, Role.LIAISON, Role.LEAD)
INTRODUCTION = (
    "# Who is told of what, and how",
    "",
    "Made from `notifications/telling.csv` and the words of the screens by `manage notification_docs`; a check fails",
    "when they differ. Whoever hears of an event finds it in the app. The table says whether a mail goes with it:",
    "now, in the one of the day (daily) at 7 in the morning for what has not been seen, or none (app). A person may",
    "choose another way on the page *How news reaches you*, but not for what stands in bold. No mail tells anything:",
    "each has the same words. HART's mailbox gets none about a sealed record.",
    "",
)


def document() -> str:
    return "\n".join([*INTRODUCTION, *rows(), ""])


def rows() -> Iterator[str]:
    yield "| Event | In words | HART's mailbox | " + " | ".join(str(role.label) for role in ROLES) + " |"
    yield "|---" * (3 + len(ROLES)) + "|"
    for event in EVENTS.values():
        cells = " | ".join(written(event.roles.get(role)) for role in ROLES)
        yield f"| `{event.name}` | {NEWS[event.name]} | {'a mail now' if event.mailbox else ''} | {cells} |"


def written(cell: Cell | None) -> str:
    if cell is None:
        return ""
    return f"**{cell.how.value}**" if cell.is_mandatory else cell.how.value
