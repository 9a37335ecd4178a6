"""Keys in the key store, everything else in the case database."""

from typing import Any

from django.db.models import Model

STORE = "keys"
CASES = "default"


class KeyStoreRouter:
    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        return STORE if model._meta.app_label == "vault" else CASES

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        return self.db_for_read(model)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return (app_label == "vault") == (db == STORE)
