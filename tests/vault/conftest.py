import base64
from typing import Any

import pytest


def ring_key(name: str, filling: int) -> str:
    return f"{name}:{base64.b64encode(bytes([filling]) * 32).decode()}"


@pytest.fixture
def new_ring(settings: Any) -> list[str]:
    """A newer key before the one the suite starts with, which still opens."""
    settings.VAULT_KEYS = [ring_key("k2", 2), *settings.VAULT_KEYS]
    return list(settings.VAULT_KEYS)
