"""Which permission each address asks for: ours say it themselves, the sign-in library's are named here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import StringConverter

from accounts.permissions import Permission
from dmst.routes import readable

# Addresses of allauth that need somebody signed in. Those that do not (signing in and out, a forgotten
# password, the second step of signing in) are marked public by allauth itself.
THIRD_PARTY: dict[str, Permission] = dict.fromkeys(
    (
        "account_change_password",
        "account_reauthenticate",
        "mfa_index",
        "mfa_reauthenticate",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
    ),
    Permission.SIGN_IN,
)


@dataclass(frozen=True)
class Address:
    route: str  # as a person reads it
    name: str
    view: Callable[..., Any]
    converters: dict[str, Any]

    @property
    def is_public(self) -> bool:
        return not getattr(self.view, "login_required", True)

    @property
    def permission(self) -> Permission | None:
        return permission_of(self.view, self.name)


def permission_of(view: Callable[..., Any], name: str) -> Permission | None:
    """None is an undeclared view: nobody may use it."""
    return getattr(view, "permission", None) or THIRD_PARTY.get(name)


def addresses() -> list[Address]:
    """Every address of the URLconf in force, in its order."""
    return list(_walk(get_resolver().url_patterns, "", "", {}))


def _walk(
    patterns: list[URLPattern | URLResolver], route: str, namespace: str, converters: dict[str, Any]
) -> Iterator[Address]:
    for pattern in patterns:
        here = route + readable(str(pattern.pattern))
        known = {**converters, **pattern.pattern.converters}
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, here, inner, known)
        else:
            named = dict.fromkeys(pattern.pattern.regex.groupindex, StringConverter())
            yield Address(here, f"{namespace}{pattern.name or ''}", pattern.callback, {**named, **known})
