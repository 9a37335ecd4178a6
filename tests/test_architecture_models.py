"""What holds for every table of ours; an exception is a line here, with its reason."""

import uuid

import pytest
from django.apps import apps
from django.db import models
from django.db.models.deletion import CASCADE, PROTECT

from tests.sources import ROOT

OURS = [model for model in apps.get_models() if (ROOT / model.__module__.partition(".")[0]).is_dir()]

OTHER_KEYS = {
    "audit.Entry": "the trail is gapless: its number is its key, and stands in no address",
    "vault.DataKey": "one for each owner, found by the owner's own key",
    "dmst.EndedSession": "found by the hash of the session's own key",
}
GONE_WITH_THE_PERSON = {
    "dmst.EndedSession.user": "a trace of a session means nothing without its person",
    "dmst.KeptPost.user": "a form kept for half an hour means nothing without its person",
}


def label(model: type[models.Model]) -> str:
    return model._meta.label


def test_every_app_is_among_the_walked() -> None:
    apps_with_tables = {
        "vault",
        "audit",
        "notifications",
        "accounts",
        "youth",
        "duties",
        "screening",
        "referrals",
        "reports",
        "dmst",
    }
    assert {model._meta.app_label for model in OURS} == apps_with_tables


@pytest.mark.parametrize("model", OURS, ids=label)
def test_a_key_is_a_uuid_made_in_python(model: type[models.Model]) -> None:
    key = model._meta.pk
    is_ours = isinstance(key, models.UUIDField) and key.default is uuid.uuid4
    assert is_ours is (label(model) not in OTHER_KEYS)


@pytest.mark.parametrize("model", OURS, ids=label)
def test_nothing_that_is_pointed_at_can_be_deleted(model: type[models.Model]) -> None:
    for field in model._meta.concrete_fields:
        if field.remote_field is not None:
            name = f"{label(model)}.{field.name}"
            assert field.remote_field.on_delete is (CASCADE if name in GONE_WITH_THE_PERSON else PROTECT)


@pytest.mark.parametrize("model", OURS, ids=label)
def test_no_table_points_to_a_row_by_a_generic_key(model: type[models.Model]) -> None:
    """Django's content types would point upward through every layer, and past every constraint."""
    related = {field.related_model for field in model._meta.get_fields() if field.is_relation}
    assert apps.get_model("contenttypes", "ContentType") not in related
