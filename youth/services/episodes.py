"""Missing episodes are written here; which duties and which screening follow is decided in ``screening``."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from audit import clock
from audit.refusals import Refusal
from audit.trail import record
from youth.models import MissingEpisode, Youth

REPORTS = ("police_at", "police_agency", "police_number", "ncmec_at", "ncmec_number", "caregiver_reported")


class EpisodeRefused(Refusal):
    """Times that cannot be, an episode over another, or one that has ended."""

    shows_typed = True


def record_episode(youth: Youth, values: Mapping[str, Any], *, by: User) -> MissingEpisode:
    """``values``: began_at, known_at, and what is known of REPORTS, ended_at, found_where. Raises EpisodeRefused."""
    youth = Youth.objects.locked().get(pk=youth.pk)
    refuse(youth, wrong_times(values["began_at"], values["known_at"], values.get("ended_at")))
    refuse(youth, overlap(youth, values["began_at"], values.get("ended_at")))
    episode = MissingEpisode.objects.create(youth=youth, recorded_at=clock.now(), recorded_by=by, **values)
    record("youth.missing", "episode", episode.pk, by=by.pk, youth=youth.pk)
    return episode


def wrong_times(began_at: dt.datetime, known_at: dt.datetime, ended_at: dt.datetime | None) -> str:
    """A sentence, or nothing."""
    now = clock.now()
    if max(began_at, known_at, ended_at or began_at) > now:
        return _("This is in the future. Enter when it happened.")
    if known_at < began_at:
        return _("DCF cannot have learned of it before it began. Check both times.")
    if ended_at and ended_at <= began_at:
        return _("The return is before the time they went missing. Check both times.")
    return ""


def overlap(youth: Youth, began_at: dt.datetime, ended_at: dt.datetime | None) -> str:
    """A sentence, or nothing."""
    other = youth.episodes.overlapping(began_at, ended_at).first()
    if other is None:
        return ""
    if other.is_open:
        return _("They are recorded as missing already. Record the return there, or check the times.")
    return _("Another missing episode covers a part of this time. Check the times of both.")


def refuse(youth: Youth, sentence: str) -> None:
    if sentence:
        raise EpisodeRefused(sentence, reverse("referrals:youth", args=[youth.pk]))


def locked_episode(episode: MissingEpisode) -> MissingEpisode:
    return MissingEpisode.objects.select_for_update(of=("self",)).select_related("youth").get(pk=episode.pk)


def save_reports(episode: MissingEpisode, values: Mapping[str, Any], *, by: User) -> MissingEpisode:
    """What ``values`` does not name stays."""
    episode = locked_episode(episode)
    for name in REPORTS:
        if name in values:
            setattr(episode, name, values[name])
    episode.save()
    record("youth.missing_reports", "episode", episode.pk, by=by.pk, youth=episode.youth_id)
    return episode


def close_episode(episode: MissingEpisode, *, ended_at: dt.datetime, found_where: str, by: User) -> MissingEpisode:
    """A second press with the same time changes nothing. Raises EpisodeRefused."""
    episode = locked_episode(episode)
    if episode.ended_at == ended_at:
        return episode
    refuse(episode.youth, why_not_end(episode, ended_at))
    episode.ended_at, episode.found_where = ended_at, found_where
    episode.save()
    record("youth.returned", "episode", episode.pk, by=by.pk, youth=episode.youth_id)
    return episode


def why_not_end(episode: MissingEpisode, ended_at: dt.datetime) -> str:
    """A sentence, or nothing."""
    if not episode.is_open:
        return _("Their return is recorded already. The first recording stands.")
    return wrong_times(episode.began_at, episode.began_at, ended_at)
