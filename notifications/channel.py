"""The way out as a whole: paused while the relay refuses us, and the alerts about mail."""

import datetime
from uuid import UUID

import structlog

from audit import clock, trail
from notifications.models import Alert, Channel, DatabaseNow

NAME = "mail"
PAUSE = datetime.timedelta(minutes=5)

logger = structlog.get_logger(__name__)


def is_paused() -> bool:
    return Channel.objects.paused().filter(name=NAME).exists()


def pause(code: str) -> None:
    """One pause and one alert, however many mails are waiting behind it."""
    with trail.acting("deliver-mail") as actor:
        until = {"paused_until": clock.now() + PAUSE, "last_code": code}
        channel, _made = Channel.objects.update_or_create(name=NAME, defaults=until)
        alert(Alert.Event.PAUSED, channel.pk, code)
        trail.record("mail.pause", "channel", channel.pk, by=actor, facts={"code": code})
    logger.error("mail.paused", code=code)


def resume() -> None:
    """A mail has left, so the way is open."""
    if Channel.objects.filter(name=NAME, paused_until__isnull=False).update(paused_until=None, last_code=""):
        Alert.objects.open().filter(event=Alert.Event.PAUSED).update(cleared_at=DatabaseNow())
        logger.info("mail.resumed")


def alert(event: Alert.Event, about: UUID, code: str) -> None:
    """Raise an alert unless the same one stands open."""
    Alert.objects.bulk_create(
        [Alert(event=event, about=about, code=code, raised_at=clock.now())], ignore_conflicts=True
    )


def dismiss(alert_id: UUID, *, by: UUID) -> None:
    """A person has seen to it. Raises Alert.DoesNotExist."""
    found = Alert.objects.open().select_for_update().get(pk=alert_id)
    found.cleared_at = clock.now()
    found.save(update_fields=["cleared_at"])
    trail.record("mail.alert.dismiss", "alert", found.pk, by=by, facts={"event": found.event})
