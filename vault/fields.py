"""Model fields that are ciphertext in the database and plain only where somebody reads the attribute."""

import datetime
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import FieldError, ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from vault import ciphers, keys, ring
from vault.classification import Kind

SYSTEM = "system-fields"


class Ciphertext:
    """What came from the database and nobody has read yet."""

    __slots__ = ("sealed",)

    def __init__(self, sealed: bytes) -> None:
        self.sealed = sealed


class Reading:
    """The attribute of an encrypted field: opens on the first look, and only then needs the key."""

    def __init__(self, field: "EncryptedField") -> None:
        self.field = field

    def __get__(self, instance: models.Model | None, owner: type | None = None) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        if name not in instance.__dict__:  # deferred
            instance.refresh_from_db(fields=[name])
        value = instance.__dict__[name]
        if isinstance(value, Ciphertext):
            value = instance.__dict__[name] = self.field.unseal(instance, value.sealed)
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class EncryptedField(models.BinaryField):
    """Base of the three; ``kind`` is its classification. Table, column and row are bound into each ciphertext."""

    empty: Any = ""
    # What the attribute takes and gives, for the type checker's Django plugin, which would say bytes.
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def __init__(self, kind: Kind, **kwargs: Any) -> None:
        self.kind = kind
        kwargs["null"] = True
        kwargs.setdefault("blank", True)
        kwargs["editable"] = True
        super().__init__(**kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for ours in ("null", "editable", "max_length"):
            kwargs.pop(ours, None)
        return name, path, [self.kind, *args], kwargs

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, Reading(self))

    def get_default(self) -> Any:
        return super().get_default() if self.has_default() else self.empty

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return self.fresh_empty() if value is None else Ciphertext(bytes(value))

    def fresh_empty(self) -> Any:
        return self.empty

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = model_instance.__dict__.get(self.attname, self.empty)
        if isinstance(value, Ciphertext):
            return value
        if value is None or value == self.fresh_empty():
            return None
        key_id, key = self.key_for(model_instance)
        return Ciphertext(ciphers.seal(key_id, key, self.to_bytes(value), self.place_of(model_instance)))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None:
            return None
        if not isinstance(value, Ciphertext):
            raise FieldError(f"{self.name} is encrypted: it is written by save(), never by update() or a filter")
        return connection.Database.Binary(value.sealed)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise FieldError(f"{self.name} is encrypted: it can only be asked whether it is empty")

    def unseal(self, instance: models.Model, sealed: bytes) -> Any:
        """Raises DamagedData, KeyMissing."""
        key_id = ciphers.key_id_of(sealed)
        key = self.key_for(instance)[1] if self.owner_of(instance) else system_key(key_id)
        return self.from_bytes(ciphers.unseal(key, sealed, self.place_of(instance)))

    def key_for(self, instance: models.Model) -> tuple[str, bytes]:
        owner = self.owner_of(instance)
        if owner:
            return "owner", keys.key_of(owner)
        key_id = ring.newest()[0]
        return key_id, system_key(key_id)

    def owner_of(self, instance: models.Model) -> UUID | None:
        attribute = instance.sealed_by  # type: ignore[attr-defined]
        if attribute is None:
            return None
        owner = getattr(instance, attribute)
        if owner is None:
            raise FieldError(f"{instance._meta.label} has no owner of its data key yet")
        return owner if isinstance(owner, UUID) else UUID(str(owner))

    def place_of(self, instance: models.Model) -> str:
        return f"{self.model._meta.db_table}|{self.column}|{instance.pk}"

    def to_bytes(self, value: Any) -> bytes:
        raise NotImplementedError

    def from_bytes(self, plain: bytes) -> Any:
        raise NotImplementedError

    def to_python(self, value: Any) -> Any:
        return value

    def value_from_object(self, obj: models.Model) -> Any:
        return getattr(obj, self.attname)


def system_key(key_id: str) -> bytes:
    return ciphers.derive(ring.by_id(key_id), SYSTEM)


class EncryptedText(EncryptedField):
    """Words. ``max_length`` is checked by full_clean and forms, not by the database."""

    _pyi_private_get_type: str

    def __init__(self, kind: Kind, *, max_length: int | None = None, **kwargs: Any) -> None:
        self.longest = max_length
        super().__init__(kind, **kwargs)

    def to_bytes(self, value: Any) -> bytes:
        return str(value).encode()

    def from_bytes(self, plain: bytes) -> str:
        return plain.decode()

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if "\x00" in (value or ""):
            raise ValidationError(_("Null characters are not allowed."), code="null_characters_not_allowed")
        if self.longest and len(value or "") > self.longest:
            raise ValidationError(
                _("At most %(longest)d characters."), code="max_length", params={"longest": self.longest}
            )


class EncryptedDate(EncryptedField):
    empty = None
    _pyi_private_get_type: datetime.date | None

    def to_bytes(self, value: datetime.date) -> bytes:
        return value.isoformat().encode()

    def from_bytes(self, plain: bytes) -> datetime.date:
        return datetime.date.fromisoformat(plain.decode())


class EncryptedJSON(EncryptedField):
    """A JSON value; what was read is written again on save, so that a change in place is never lost."""

    def __init__(self, kind: Kind, *, default: Callable[[], Any] = dict, **kwargs: Any) -> None:
        super().__init__(kind, default=default, **kwargs)

    def fresh_empty(self) -> Any:
        return self.get_default()

    def to_bytes(self, value: Any) -> bytes:
        return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()

    def from_bytes(self, plain: bytes) -> Any:
        return json.loads(plain)
