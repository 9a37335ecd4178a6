"""A young person's page: the profile with screenings, referrals and what is still to be done."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission, grants
from audit import clock
from duties import words as times
from duties.models import Duty
from referrals.models import Referral
from referrals.pages import receipt
from referrals.services.calls import CALL_NOW
from screening.models import Screening
from youth import choices, findings
from youth.models import Caregiver, Finding, MissingEpisode, Question, Youth
from youth.services import named_for

SHOWN = 50


def profile_page(youth: Youth, user: User) -> dict[str, Any]:
    now = clock.now()
    episodes = [episode(one, now) for one in youth.episodes.all()[:SHOWN]]
    open_duties = Duty.objects.filter(youth=youth).open().unrestricted().exclude(action=CALL_NOW).soonest_first()
    referrals = Referral.objects.visible_to(user).standing().filter(youth=youth).select_related("office")
    screenings = Screening.objects.visible_to(user).standing().filter(youth=youth)
    return {
        "youth": youth,
        "age": youth.age_on(times.day_of(now)),
        "profile": list(profile(youth)),
        "caregivers": [caregiver(one) for one in youth.caregivers.all()],
        "findings": [finding(one) for one in findings.known(youth)],
        "screenings": list(screenings.order_by("-started_at")[:SHOWN]),
        "referrals": list(referrals.order_by("-opened_at")[:SHOWN]),
        "questions": list(Question.objects.visible_to(user).filter(youth=youth).with_people()[:SHOWN]),
        "duties": receipt.rows_of(open_duties[:SHOWN], now, user),
        "named": named_for(youth) if youth.sealed_at else [],
        "may_keep_list": grants(user, Permission.LEAD_HART),
        "episodes": episodes,
        "is_missing": any(row["episode"].is_open for row in episodes),
        "may_edit": grants(user, Permission.EDIT_YOUTH),
        "may_take_report": grants(user, Permission.DECIDE_REFERRAL),
        "may_screen": grants(user, Permission.SCREEN),
        "may_view_trail": grants(user, Permission.VIEW_TRAIL),
    }


def row(label: str | Promise, value: Any) -> dict[str, Any]:
    return {"label": label, "value": value, "change": ""}


def profile(youth: Youth) -> Iterator[dict[str, Any]]:
    """What is known; a chosen name only with who may know it."""
    aliases = ", ".join(alias.name for alias in youth.aliases.all())
    known = (
        (_("Birth date"), youth.birth_words),
        (_("Also called"), aliases),
        (_("Chosen name"), chosen_name(youth)),
        (_("Gender, as recorded"), str(dict(choices.Gender.choices).get(youth.gender, youth.gender))),
        (_("Race"), ", ".join(str(choices.Race(code).label) for code in youth.race)),
        (_("Ethnicity"), youth.ethnicity),
        (_("Where race and ethnicity come from"), youth.get_race_source_display()),
        (_("Language"), youth.language),
        (_("Needs an interpreter"), youth.get_needs_interpreter_display()),
        (_("DCF case number"), youth.case_number),
        (_("Person number"), youth.person_number),
        (_("DCF status"), youth.get_dcf_status_display()),
        (_("Legal status"), youth.get_legal_status_display()),
        (_("Living situation"), youth.get_living_situation_display()),
        (_("Placement"), youth.placement),
        (_("Leaves care"), f"{youth.discharge_on:%b %-d, %Y}" if youth.discharge_on else ""),
        (_("Town"), _("out of state") if youth.out_of_state else youth.town and youth.town.name),
        (_("DCF office"), youth.office and youth.office.name),
        (_("Assigned worker"), youth.assigned_worker and youth.assigned_worker.display_name),
        (_("Safe way and time to make contact"), youth.safe_contact),
    )
    return (row(label, value) for label, value in known if value)


def chosen_name(youth: Youth) -> str:
    if not youth.chosen_name:
        return ""
    known_to = youth.who_may_know or _("not written down: ask the young person before using it")
    return _("%(name)s. Who may know: %(known_to)s") % {"name": youth.chosen_name, "known_to": known_to}


def caregiver(one: Caregiver) -> dict[str, Any]:
    said = [
        one.relation,
        one.phone,
        one.address,
        _("implicated: %(answer)s") % {"answer": one.get_implicated_display()},
    ]
    return row(one.name or _("Name not known"), ", ".join(part for part in said if part))


def episode(one: MissingEpisode, now: dt.datetime) -> dict[str, Any]:
    """Since when, until when, and who was told."""
    said = {
        _("police"): (one.police_at, (one.police_agency, one.police_number)),
        _("NCMEC"): (one.ncmec_at, (one.ncmec_number,)),
    }
    told = [
        _("%(who)s told %(at)s") % {"who": who, "at": ", ".join([times.moment(at, now), *filter(None, more)])}
        for who, (at, more) in said.items()
        if at
    ]
    if one.caregiver_reported != choices.YesNoUnknown.UNKNOWN:
        told.append(_("caregiver has told police: %(answer)s") % {"answer": one.get_caregiver_reported_display()})
    return {
        "episode": one,
        "began": times.moment(one.began_at, now),
        "ended": times.moment(one.ended_at, now) if one.ended_at else "",
        "length": times.length((one.ended_at or now) - one.began_at),
        "told": "; ".join(told),
    }


def finding(one: Finding) -> dict[str, Any]:
    reference = "" if one.kind == Finding.Kind.EVIDENCED else f", {one.reference}"
    return row(one.get_kind_display(), f"{one.on:%b %-d, %Y}{reference}")
