"""May this role? The table itself, and the two decorators that point into it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse

from accounts.models import User
from accounts.permissions import (
    GRANTS,
    HART_ROLES,
    ROLES,
    Permission,
    Role,
    grants,
    open_to_all_signed_in,
    requires,
)

P = Permission
CASEWORK = {P.SIGN_IN, P.VIEW_YOUTH, P.EDIT_YOUTH, P.SCREEN, P.REFER, P.CORRECT}
HART = {
    P.SIGN_IN,
    P.VIEW_YOUTH,
    P.EDIT_YOUTH,
    P.WORK_INBOX,
    P.DECIDE_REFERRAL,
    P.LOWER_LEVEL,
    P.CORRECT,
    P.VIEW_FIGURES,
}
EXPECTED = {
    Role.CASEWORKER: CASEWORK,
    Role.SUPERVISOR: CASEWORK | {P.VIEW_UNIT, P.LOWER_LEVEL, P.VIEW_TRAIL, P.VIEW_FIGURES},
    Role.LIAISON: HART,
    Role.LEAD: HART | {P.LEAD_HART, P.VIEW_TRAIL, P.READ_WHOLE_TRAIL},
    Role.AUDITOR: {P.SIGN_IN, P.VIEW_TRAIL, P.READ_WHOLE_TRAIL, P.VIEW_FIGURES},
    Role.ADMINISTRATOR: {P.SIGN_IN, P.MANAGE_PEOPLE},
}
CASE_PERMISSIONS = {
    P.VIEW_YOUTH,
    P.EDIT_YOUTH,
    P.SCREEN,
    P.REFER,
    P.VIEW_UNIT,
    P.CORRECT,
    P.WORK_INBOX,
    P.DECIDE_REFERRAL,
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", Permission)
def test_a_role_may_do_what_the_agreed_table_says_and_nothing_else(role: Role, permission: Permission) -> None:
    assert grants(User(role=role), permission) == (permission in EXPECTED[role])


@pytest.mark.parametrize("role", Role)
def test_every_role_is_described_and_may_sign_in(role: Role) -> None:
    assert str(ROLES[role].description).endswith(".")
    assert Permission.SIGN_IN in GRANTS[role]


@pytest.mark.parametrize("permission", Permission)
def test_every_permission_is_held_by_somebody(permission: Permission) -> None:
    assert any(permission in held for held in GRANTS.values())


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_watches_or_keeps_accounts_reads_no_case(role: Role) -> None:
    assert not GRANTS[role] & CASE_PERMISSIONS


def test_nobody_keeps_accounts_and_reads_the_trail() -> None:
    both = {Permission.MANAGE_PEOPLE, Permission.VIEW_TRAIL}
    assert not [role for role, held in GRANTS.items() if both <= held]


def test_hart_is_the_roles_that_work_the_inbox() -> None:
    assert set(HART_ROLES) == {role for role, held in GRANTS.items() if Permission.WORK_INBOX in held}


@pytest.mark.parametrize("role", Role)
def test_an_undeclared_view_is_for_nobody(role: Role) -> None:
    assert not grants(User(role=role), None)


@pytest.mark.parametrize("permission", Permission)
def test_who_is_not_signed_in_or_has_left_holds_nothing(permission: Permission) -> None:
    assert not grants(AnonymousUser(), permission)
    assert not grants(User(role=Role.LEAD, is_active=False), permission)
    assert not grants(User(role="no such role"), permission)


def test_a_changed_role_counts_at_once() -> None:
    user = User(role=Role.LEAD)
    user.role = Role.AUDITOR
    assert not grants(user, Permission.LEAD_HART)
    assert grants(user, Permission.VIEW_TRAIL)


def test_the_decorators_only_mark_the_view() -> None:
    def view() -> HttpResponse:
        return HttpResponse()

    assert requires(Permission.SCREEN)(view) is view
    assert view.permission == Permission.SCREEN  # type: ignore[attr-defined]
    assert open_to_all_signed_in(view).permission == Permission.SIGN_IN  # type: ignore[attr-defined]
