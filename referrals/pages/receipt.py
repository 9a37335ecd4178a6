"""What the referrer sees afterwards: who has it, whom to call, by when, what happened, what is still theirs."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, Subquery, TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import coverage
from accounts.models import Office, User
from accounts.permissions import Permission, grants
from audit import clock
from duties import words as times
from duties.models import Duty, DutyQuerySet
from notifications.models import Message
from notifications.models import Status as MailStatus
from referrals import urgency, words
from referrals.choices import OF_A_MOVE, ServiceStanding, Useful, WasTold
from referrals.forms import MoveForm, ReferenceForm, ReferralForm, UsefulForm
from referrals.models import Mention, Referral, Step
from referrals.pages import amending, determinations, restoration, voice
from referrals.services import acts, one_press
from referrals.services.outcome import decided_at
from referrals.workflow import MOVES, Status
from screening.models import Screening
from vault import keys
from youth.models import Youth
from youth.services import named_for

SHOWN = 100
STEPS: dict[str, str | Promise] = {
    "send": gettext_lazy("Sent to HART"),
    "join": gettext_lazy("New information joined"),
    "add": gettext_lazy("Words added"),
    "amend": gettext_lazy("Corrected after it was sent"),
    "note": gettext_lazy("Note of HART alone"),
    "message": gettext_lazy("HART writes"),
    "task": gettext_lazy("Task given"),
    "task_done": gettext_lazy("Task done"),
    "named": gettext_lazy("Goes on under a name"),
    "acknowledge": gettext_lazy("Acknowledged and taken"),
    "give_back": gettext_lazy("Given back: nobody has it yet"),
    "assign": gettext_lazy("Given to somebody of HART"),
    "transfer": gettext_lazy("Transferred to another office"),
    "start_review": gettext_lazy("Review started"),
    "ask_information": gettext_lazy("HART asks"),
    "answer_information": gettext_lazy("Answered"),
    "determine": gettext_lazy("Determined"),
    "begin_services": gettext_lazy("Services began"),
    "service": gettext_lazy("A service"),
    "plan": gettext_lazy("The young person's safety plan was written down"),
    "monitor": gettext_lazy("HART goes on watching over it"),
    "search": gettext_lazy("HART goes on searching"),
    "found": gettext_lazy("They are found"),
    "close": gettext_lazy("Closed"),
    "reopen": gettext_lazy("Opened again"),
    "tell_outcome": gettext_lazy("Telling the young person of the outcome"),
    "useful": gettext_lazy("Whether HART's answer was useful"),
    "not_accept": gettext_lazy("Not accepted"),
    "void": gettext_lazy("Entered in error"),
    "void_part": gettext_lazy("One of its screenings was entered in error"),
    "moved_office": gettext_lazy("The young person moved to another office"),
    "moved": gettext_lazy("The screening came from another record, where it was entered in error"),
}


HART_ALONE = ("note", "task", "task_done")  # steps that others never see
ANSWERS = ("determine", "not_accept", "close")
REASONS_OF_HART = ("determine",)  # which it is goes to the referrer; why stays with HART


class Promised(NamedTuple):
    """A clock of the referral, in words for the person who waits."""

    what: str | Promise
    due: str
    tone: str


class CallNow(NamedTuple):
    who: str
    phone: str
    nobody_on_call: bool = False


def mine(user: User) -> dict[str, Any]:
    referrals = list(Referral.objects.visible_to(user).standing().followed_by(user).with_people()[:SHOWN])
    keys.unlock(referral.key_owner for referral in referrals)
    now = clock.now()
    return {"rows": [row(one, now) for one in referrals], "find_form": ReferenceForm()}


def row(referral: Referral, now: dt.datetime) -> dict[str, Any]:
    is_late = bool(referral.next_due and referral.next_due < now)
    return {"referral": referral, "due": due_words(referral, now), "tone": "late" if is_late else ""}


def due_words(referral: Referral, now: dt.datetime) -> str:
    return times.due(referral.next_due, now) if referral.is_open and referral.next_due else ""


def receipt_page(
    referral: Referral, user: User, form: MoveForm | None = None, useful: UsefulForm | None = None
) -> dict[str, Any]:
    now, central = clock.now(), Office.objects.central()
    duties, steps = list(duties_around(referral)), told_steps(referral, user, now)
    asked = referral.status == Status.INFORMATION_ASKED
    return {
        "referral": referral,
        "call": number_to_call(referral, central, now),
        "central": central,
        "promised": promised([one for one in duties if one.about_kind == "referral"], now),
        "still_yours": rows_of(
            (one for one in duties if one.action and one.owner_role == Duty.Owner.WORKER), now, user
        ),
        "voice": [*voice.turning(referral, now), *voice.before(referral, now)] if referral.youth_id else [],
        "outcome": voice.outcome(referral, now),
        "restoration": restoration.restoration(referral, user, now),
        "steps": steps,
        "decided": determinations.for_referrer(referral, now),
        "useful": useful or (UsefulForm() if is_asked_whether_useful(referral, user, steps) else None),
        "mails": mails(referral, now),
        "may_screen": referral.is_open and not referral.level and referral.youth_id is not None,
        "answer": (form or answer_form(referral)) if asked else None,
        "inquiry": asked and referral.inquiries.open().exists(),
    }


def is_asked_whether_useful(referral: Referral, user: User, steps: list[dict[str, Any]]) -> bool:
    """Once for each answer: until this person has said it of the newest one."""
    said = [
        one["step"].move
        for one in steps
        if one["step"].move in ANSWERS or (one["step"].move == "useful" and one["step"].by_id == user.pk)
    ]
    return decided_at(referral) is not None and bool(said) and said[-1] in ANSWERS


def answer_form(referral: Referral) -> MoveForm:
    return MoveForm(move=MOVES["answer_information"], names_nobody=referral.names_nobody)


def duties_around(referral: Referral) -> DutyQuerySet:
    """The clocks of the referral, and what the screenings it holds ask of the worker."""
    screenings = referral.screenings.exclude(screening__status=Screening.Status.VOID).values("screening")
    around = Q(about_kind="referral", about_id=referral.pk) | Q(about_kind="screening", about_id__in=screenings)
    if referral.youth_id:
        around |= Q(about_kind="youth", about_id=referral.youth_id)  # what an urgent referral started
        around &= Q(youth=referral.youth_id)  # by whose index they are found
    return Duty.objects.filter(around).select_related("done_by", "not_applicable_by").soonest_first()


def number_to_call(referral: Referral, central: Office, now: dt.datetime) -> CallNow:
    """Urgency goes by phone (foundations: mail and clocks, 20): to whoever answers now, not when it was sent."""
    if referral.youth and referral.youth.sealed_at:
        return number_of_the_named(referral.youth)
    if referral.acknowledged_at is None and urgency.is_urgent(referral):
        shift = coverage.on_call(now)
        if shift:
            return CallNow(shift.user.display_name, shift.phone)
        return CallNow(_("the Careline, day and night"), settings.CARELINE, nobody_on_call=True)
    liaison = liaison_now(referral, central, now)
    if liaison and liaison.phone:
        return CallNow(liaison.display_name, liaison.phone)
    return CallNow(central.name, central.phone or settings.CARELINE)


def number_of_the_named(youth: Youth) -> CallNow:
    """HART's people on the list of a sealed record; nobody else there is told of it."""
    reached = next((one for one in named_for(youth) if one.of_hart and one.phone), None)
    if reached:
        return CallNow(reached.display_name, reached.phone)
    return CallNow(_("the Careline, day and night"), settings.CARELINE)


def liaison_now(referral: Referral, central: Office, now: dt.datetime) -> User | None:
    if referral.liaison and coverage.is_on_duty(referral.liaison, now):
        return referral.liaison
    return coverage.on_duty_liaison(referral.office, now) or coverage.on_duty_liaison(central, now)


def promised(duties: list[Duty], now: dt.datetime) -> list[Promised]:
    return [
        Promised(words.name_of(duty), duty.due_words(now), tone_of(duty, now))
        for duty in duties
        if duty.clock in words.CLOCKS and duty.is_open
    ]


def rows_of(duties: Iterable[Duty], now: dt.datetime, user: User, *, works: bool = True) -> list[dict[str, Any]]:
    """Each duty in words; a clock that a move stops is not recorded by hand. Who only reads settles none of HART's."""
    return [
        {
            "duty": duty,
            "text": words.name_of(duty),
            "due": duty.due_words(now),
            "heard": words.heard_of(duty),
            "tone": tone_of(duty, now),
            "one_press": one_press.PRESSES.get(duty.action),
            "pause": duty.pauses.select_related("by").get(ended_at=None) if duty.paused_at else None,
            "may_pause": works and duty.about_kind == "referral" and grants(user, Permission.DECIDE_REFERRAL),
            "can_record": bool(duty.action)
            and duty.is_open
            and acts.may_settle(duty, user)
            and (works or duty.owner_role == Duty.Owner.WORKER),
        }
        for duty in duties
    ]


def tone_of(duty: Duty, now: dt.datetime) -> str:
    """How the clock is drawn; red is for what is late, and nothing else."""
    if duty.done_at:
        return "done"
    return "late" if duty.is_late(now) else "hold" if duty.not_applicable_at or duty.paused_at else ""


TOLD_WITH = ("by__office", "outside_report", "transfer__from_office", "transfer__to_office", "task__whose", "amendment")


def told_steps(referral: Referral, user: User, now: dt.datetime) -> list[dict[str, Any]]:
    """For HART whole. Others read no note of HART alone, no reasons of a determination, not who reported it."""
    is_hart = grants(user, Permission.DECIDE_REFERRAL)
    mentioned = Mention.objects.filter(step=OuterRef("pk")).order_by("user__name").values("user__name")
    found = referral.steps.select_related(*TOLD_WITH).annotate(mentioned=ArraySubquery(mentioned))
    steps = list(found if is_hart else found.exclude(move__in=HART_ALONE))
    for step in steps:
        step.referral = referral  # its key is the referral's
    tells_changes = is_hart or not any(hasattr(one, "outside_report") for one in steps)
    return [
        {
            "step": one,
            "did": _("Reported from outside") if report else STEPS[one.move],
            "at": times.moment(one.at, now),
            "choice": report.get_source_display() if report else str(passed) if passed else choice_of(one),
            "words": one.words if is_hart or one.move not in REASONS_OF_HART else "",
            "report": report if is_hart else None,
            "mentioned": ", ".join(one.mentioned) if is_hart else "",
            "task": getattr(one, "task", None),
            "changes": amending.told(one.amendment) if hasattr(one, "amendment") and tells_changes else [],
        }
        for one in steps
        for report, passed in [(getattr(one, "outside_report", None), getattr(one, "transfer", None))]
    ]


CHOSEN: dict[str, type[TextChoices]] = {  # what the choice of a step is one of
    "tell_outcome": WasTold,
    "useful": Useful,
    "service": ServiceStanding,
    **{move: options for move, (options, _label) in OF_A_MOVE.items()},
}


def choice_of(step: Step) -> str:
    options = CHOSEN.get(step.move)
    return str(dict(options.choices).get(step.choice, "")) if options else ""


def mails(referral: Referral, now: dt.datetime) -> list[dict[str, Any]]:
    """Whether and when each mail left; to a role, or to a person by name, never by address."""
    return [
        {
            "to": one.to_name or settings.HART_MAILBOX,
            "state": MailStatus(one.status).label,
            "left": times.moment(one.sent_at, now) if one.sent_at else "",
        }
        for one in Message.objects.about(referral.pk).annotate(to_name=name_of("recipient"))
    ]


def name_of(column: str) -> Subquery:
    """The name of the person whose id this column holds, where an app below knows people by id alone."""
    return Subquery(User.objects.filter(pk=OuterRef(column)).values("name")[:1])


def said(referral: Referral, names: Iterable[str]) -> list[dict[str, Any]]:
    """The fields of the referral that were filled in, each under its label on the form."""
    rows = []
    for name in names:
        shown = getattr(referral, f"get_{name}_display", lambda name=name: getattr(referral, name))()
        if shown:
            rows.append({"label": ReferralForm.base_fields[name].label, "value": shown, "change": ""})
    return rows
