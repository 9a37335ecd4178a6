"""May this role? Roles and what each may do, as a table; every view names one permission of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

View = TypeVar("View", bound=Callable[..., Any])


class Permission(TextChoices):
    SIGN_IN = "sign_in", _("Sign in, see their own start page and keep their own account")
    VIEW_YOUTH = "view_youth", _("Find and read young people within their scope")
    EDIT_YOUTH = "edit_youth", _("Add and correct a young person's profile")
    SCREEN = "screen", _("Screen a young person")
    REFER = "refer", _("Refer to HART and follow their own referrals")
    VIEW_UNIT = "view_unit", _("See the work of their unit")
    LOWER_LEVEL = "lower_level", _("Lower the level of somebody else's screening, with a reason")
    CORRECT = "correct", _("Say that something signed was entered in error, or answer who says so")
    WORK_INBOX = "work_inbox", _("Read HART's inbox and briefs")
    DECIDE_REFERRAL = "decide_referral", _("Acknowledge, take, determine and close referrals")
    LEAD_HART = "lead_hart", _("Assign HART's work")
    VIEW_FIGURES = "view_figures", _("Read the program's figures and the reports that were frozen")
    VIEW_TRAIL = "view_trail", _("See who looked at a record")
    READ_WHOLE_TRAIL = "read_whole_trail", _("Read the trail of everybody")
    MANAGE_PEOPLE = "manage_people", _("Keep accounts, units, coverage and the on-call roster")


class Role(TextChoices):
    CASEWORKER = "caseworker", _("Caseworker")
    SUPERVISOR = "supervisor", _("Supervisor")
    LIAISON = "liaison", _("HART liaison")
    LEAD = "lead", _("HART lead")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


@dataclass(frozen=True)
class Duties:
    """What a role is for, in words for people, and what it may therefore do."""

    description: str | Promise
    permissions: frozenset[Permission]


_P = Permission
_CASEWORK = frozenset({_P.SIGN_IN, _P.VIEW_YOUTH, _P.EDIT_YOUTH, _P.SCREEN, _P.REFER, _P.CORRECT})
_HART = frozenset(
    {
        *(_P.SIGN_IN, _P.VIEW_YOUTH, _P.EDIT_YOUTH, _P.WORK_INBOX, _P.DECIDE_REFERRAL, _P.LOWER_LEVEL, _P.CORRECT),
        _P.VIEW_FIGURES,
    }
)
ROLES: dict[Role, Duties] = {
    Role.CASEWORKER: Duties(_("Screens young people and refers them to HART."), _CASEWORK),
    Role.SUPERVISOR: Duties(
        _("Answers for a unit of caseworkers: hears of every urgent level, may lower one with a reason."),
        _CASEWORK | {_P.VIEW_UNIT, _P.LOWER_LEVEL, _P.VIEW_TRAIL, _P.VIEW_FIGURES},
    ),
    Role.LIAISON: Duties(_("Receives the referrals of the offices they cover and works them."), _HART),
    Role.LEAD: Duties(
        _("Leads HART: sees every office, assigns work and answers when nobody else is on duty."),
        _HART | {_P.LEAD_HART, _P.VIEW_TRAIL, _P.READ_WHOLE_TRAIL},
    ),
    Role.AUDITOR: Duties(
        _("Reads who did and saw what; reads no case."),
        frozenset({_P.SIGN_IN, _P.VIEW_TRAIL, _P.READ_WHOLE_TRAIL, _P.VIEW_FIGURES}),
    ),
    Role.ADMINISTRATOR: Duties(
        _("Keeps accounts and coverage; reads no case."), frozenset({_P.SIGN_IN, _P.MANAGE_PEOPLE})
    ),
}
GRANTS: dict[Role, frozenset[Permission]] = {role: duties.permissions for role, duties in ROLES.items()}
HART_ROLES = (Role.LIAISON, Role.LEAD)


def requires(permission: Permission) -> Callable[[View], View]:
    """Say which permission a view asks for; the middleware enforces it and denies a view without one."""

    def declare(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return declare


def open_to_all_signed_in(view: View) -> View:
    return requires(Permission.SIGN_IN)(view)


def grants(user: AbstractBaseUser | AnonymousUser, permission: Permission | None) -> bool:
    """Whether the user's role, as it is now, holds the permission; nobody holds ``None``."""
    if permission is None or not user.is_active:
        return False
    role: Any = getattr(user, "role", "")
    return role in GRANTS and permission in GRANTS[role]
