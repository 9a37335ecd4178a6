"""A missing episode begins, is reported and ends; ending it opens the return screen (domain.md 1.4, 4.3)."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission, grants
from audit import clock
from duties import services as duties
from duties import words as times
from duties.models import Duty
from screening.actions import Action, actions_for
from screening.models import InstrumentVersion, Screening, Trigger
from screening.services import returns
from screening.services.drafts import start
from youth import findings
from youth import services as youths
from youth.choices import YesNoUnknown
from youth.models import MissingEpisode, Youth

TO_POLICE, TO_NCMEC, TO_CAREGIVER = ("police_now", "police_missing"), ("ncmec_missing",), ("caregiver_reported",)
WHEN_MISSING = (*TO_POLICE, *TO_NCMEC, *TO_CAREGIVER)


def begin_episode(youth: Youth, values: Mapping[str, Any], *, danger: str, by: User) -> MissingEpisode:
    """The reports that the law asks for start from when DCF learned of it. Raises EpisodeRefused.

    ``danger``: an answer to gate G5.
    """
    episode = youths.record_episode(youth, values, by=by)
    if episode.ended_at is None or episode.known_at < episode.ended_at:
        start_reports(episode, danger)
        settle_reports(episode, by=by)
    if episode.ended_at:
        ask_for_return_screen(episode)
    return episode


def start_reports(episode: MissingEpisode, danger: str) -> None:
    """What a screening of these days has asked for already is not asked twice."""
    known = Duty.objects.filter(youth=episode.youth_id, action__in=WHEN_MISSING, started_at__gte=episode.began_at)
    asked = set(known.values_list("action", flat=True))
    duties.start(
        *(
            duties.prepared(
                about=("episode", episode.pk),
                clock=action.clock,
                action=action.code,
                kind=action.kind,
                owner=action.by,
                youth_id=episode.youth_id,
                started_at=episode.known_at,
            )
            for action in asked_when_missing(episode.youth, episode.known_at, danger)
            if action.code not in asked
        )
    )


def asked_when_missing(youth: Youth, at: dt.datetime, danger: str) -> list[Action]:
    gates = {
        "G1": youth.age_gate(times.day_of(at)),
        "G3": youth.dcf_status,
        "G4": returns.MISSING_NOW,
        "G5": danger,
    }
    history = any(one.means_exploitation for one in findings.known(youth))
    instrument = InstrumentVersion.objects.newest().instrument
    found = actions_for(instrument, level="", gates=gates, duties=(), exploitation_history=history)
    return [action for action in found if action.code in WHEN_MISSING]


def report_episode(episode: MissingEpisode, values: Mapping[str, Any], *, by: User) -> MissingEpisode:
    episode = youths.save_reports(episode, values, by=by)
    settle_reports(episode, by=by)
    return episode


def settle_reports(episode: MissingEpisode, *, by: User) -> None:
    """What was reported is done, at the time and with the number that were given."""
    reports = (
        (TO_POLICE, episode.police_at, (episode.police_agency, episode.police_number)),
        (TO_NCMEC, episode.ncmec_at, (episode.ncmec_number,)),
    )
    for actions, at, said in reports:
        if at:
            settle(episode, actions, at=at, how=", ".join(part for part in said if part) or _("Reported."), by=by)
    if episode.caregiver_reported == YesNoUnknown.YES:
        settle(episode, TO_CAREGIVER, at=episode.police_at or episode.recorded_at, how=_("The caregiver has."), by=by)


def settle(episode: MissingEpisode, actions: tuple[str, ...], *, at: dt.datetime, how: str, by: User) -> None:
    open_now = Duty.objects.filter(youth=episode.youth_id, action__in=actions, started_at__gte=episode.began_at).open()
    for duty in open_now:
        duties.done(duty, by=by, at=at, how=how)


def end_episode(
    episode: MissingEpisode, *, ended_at: dt.datetime, found_where: str, by: User
) -> tuple[MissingEpisode, Screening | None]:
    """They are back: two clocks, and the draft of the return screen for whoever may screen. Raises EpisodeRefused."""
    was_open = episode.is_open
    episode = youths.close_episode(episode, ended_at=ended_at, found_where=found_where, by=by)
    if was_open:
        ask_for_return_screen(episode)
    return episode, open_return_screen(episode, by=by) if grants(by, Permission.SCREEN) else None


def ask_for_return_screen(episode: MissingEpisode) -> None:
    """Unless a screening was signed since they came back: an old episode may be recorded long after."""
    assert episode.ended_at is not None
    since = Screening.objects.signed().filter(youth=episode.youth_id, signed_at__gte=episode.ended_at)
    if not any(returns.is_return_screen(one, episode.ended_at) for one in since):
        returns.ask_for(episode)


def open_return_screen(episode: MissingEpisode, *, by: User) -> Screening:
    """The draft this person has, which learns of the return, or a new one."""
    draft = start(episode.youth, by=by)
    draft.trigger = draft.trigger or Trigger.RETURN
    if draft.gates.get("G4") == returns.MISSING_NOW:
        draft.gates = {**draft.gates, "G4": returns.missing_status(episode.youth, clock.now())}
    draft.save(update_fields=["trigger", "gates"])
    return draft
