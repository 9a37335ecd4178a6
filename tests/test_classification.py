"""Every stored field is classified, and what is not clear is ciphertext: nothing new slips in unsaid."""

from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connections, models
from django.test.utils import isolate_apps

from dmst import classification
from vault.classification import Kind, Unclassified, kinds_of
from vault.fields import EncryptedField, EncryptedText

MODELS = apps.get_models(include_auto_created=True)
OURS = [model for model in MODELS if classification.is_ours(model)]
ONLY_IN_TESTS = {"test_clock"}


def label(model: type[models.Model]) -> str:
    return model._meta.label


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_every_field_of_every_model_is_classified(model: type[models.Model]) -> None:
    columns = classification.columns_of(model)
    assert columns.keys() == {field.column for field in model._meta.local_concrete_fields}


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_what_is_not_clear_is_encrypted_and_what_is_clear_is_not(model: type[models.Model]) -> None:
    columns = classification.columns_of(model)
    for field in model._meta.local_concrete_fields:
        assert isinstance(field, EncryptedField) is (columns[field.column] is not Kind.CLEAR)


@pytest.mark.parametrize("model", OURS, ids=label)
def test_no_model_lists_a_clear_field_it_does_not_have_or_has_encrypted(model: type[models.Model]) -> None:
    plain = {field.name for field in model._meta.local_concrete_fields if not isinstance(field, EncryptedField)}
    listed = list(model.clear_fields)
    assert set(listed) == plain
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize("model", OURS, ids=label)
def test_whoever_has_something_to_hide_says_whose_key_hides_it(model: type[models.Model]) -> None:
    hidden = [field for field in model._meta.local_concrete_fields if isinstance(field, EncryptedField)]
    assert bool(hidden) is hasattr(model, "sealed_by")


def columns_in(alias: str) -> Iterator[tuple[str, str, str]]:
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public'"
        )
        yield from cursor.fetchall()


@pytest.mark.django_db(databases="__all__")
@pytest.mark.parametrize("alias", list(connections))
def test_every_column_in_the_databases_is_classified_and_what_is_hidden_is_bytes(alias: str) -> None:
    tables = classification.tables()
    found = list(columns_in(alias))
    assert found
    for table, column, kind in found:
        if table not in ONLY_IN_TESTS:
            assert column in tables[table], f"{table}.{column}"
            assert tables[table][column] is Kind.CLEAR or kind == "bytea", f"{table}.{column}"


@pytest.mark.django_db(databases="__all__")
def test_no_table_is_listed_that_is_not_there() -> None:
    there = {table for alias in connections for table, _column, _kind in columns_in(alias)}
    assert set(classification.tables()) == there - ONLY_IN_TESTS


# --- That it can fail ----------------------------------------------------------------------------------------


@isolate_apps("youth")
def test_a_new_field_of_ours_that_says_nothing_is_refused() -> None:
    class Forgetful(models.Model):
        words = models.TextField()

        clear_fields: ClassVar[tuple[str, ...]] = ("id",)

        class Meta:
            app_label = "youth"

    with pytest.raises(Unclassified, match=r"youth\.Forgetful\.words"):
        classification.columns_of(Forgetful)
    Forgetful.clear_fields = ("id", "words")
    assert set(classification.columns_of(Forgetful).values()) == {Kind.CLEAR}


@isolate_apps("youth")
def test_a_model_of_ours_that_says_nothing_at_all_is_refused() -> None:
    class Silent(models.Model):
        class Meta:
            app_label = "youth"

    with pytest.raises(Unclassified, match=r"youth\.Silent\.id"):
        classification.columns_of(Silent)


@isolate_apps("youth")
def test_an_encrypted_field_says_its_kind_itself() -> None:
    class Careful(models.Model):
        words = EncryptedText(Kind.RESTRICTED)

        clear_fields: ClassVar[tuple[str, ...]] = ("id",)
        sealed_by: ClassVar[str | None] = None

        class Meta:
            app_label = "youth"

    assert kinds_of(Careful) == {"id": Kind.CLEAR, "words": Kind.RESTRICTED}


def test_a_new_field_of_a_librarys_model_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    known: dict[str, Any] = {**classification.THIRD_PARTY, "django_session": ("session_key", "expire_date")}
    monkeypatch.setattr(classification, "THIRD_PARTY", known)
    with pytest.raises(Unclassified, match=r"sessions\.Session\.session_data"):
        classification.columns_of(Session)
