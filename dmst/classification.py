"""What kind of thing every stored field is: ours say it themselves, those of others are named here.

All of theirs are clear: people who work with the product, their sessions and codes. That no case data gets into
them is what the canary test looks for.
"""

from collections.abc import Mapping

from django.apps import apps
from django.db import models

from vault.classification import Kind, Unclassified, kinds_of

# Table to columns, so that a table without a model has its place, too.
THIRD_PARTY: Mapping[str, tuple[str, ...]] = {
    "django_migrations": ("id", "app", "name", "applied"),
    "django_content_type": ("id", "app_label", "model"),
    "django_session": ("session_key", "session_data", "expire_date"),
    "rate_limits": ("cache_key", "value", "expires"),  # of failed sign-ins: addresses of staff, hashed or an origin
    "auth_permission": ("id", "name", "content_type_id", "codename"),
    "auth_group": ("id", "name"),
    "auth_group_permissions": ("id", "group_id", "permission_id"),
    "account_emailaddress": ("id", "user_id", "email", "verified", "primary"),
    "account_emailconfirmation": ("id", "email_address_id", "created", "sent", "key"),
    "mfa_authenticator": (
        "id",
        "user_id",
        "type",
        "data",
        "created_at",
        "last_used_at",
    ),  # data is sealed
}


def is_ours(model: type[models.Model]) -> bool:
    return hasattr(model, "clear_fields")


def columns_of(model: type[models.Model]) -> dict[str, Kind]:
    """Column to kind. Raises Unclassified for a field, ours or another's, of which nobody said it."""
    if is_ours(model):
        kinds = kinds_of(model)
        return {str(field.column): kinds[field.name] for field in model._meta.local_concrete_fields}
    known = THIRD_PARTY.get(model._meta.db_table, ())
    for field in model._meta.local_concrete_fields:
        if field.column not in known:
            raise Unclassified(f"{model._meta.label}.{field.name}")
    return dict.fromkeys(known, Kind.CLEAR)


def tables() -> dict[str, dict[str, Kind]]:
    """Every table the product has in either database, with or without a model. Raises Unclassified."""
    theirs = {name: dict.fromkeys(columns, Kind.CLEAR) for name, columns in THIRD_PARTY.items()}
    ours = {model._meta.db_table: columns_of(model) for model in apps.get_models(include_auto_created=True)}
    return {**theirs, **ours}
