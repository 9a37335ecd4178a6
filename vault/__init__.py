"""Encryption of fields, the key store, the blind index."""

from vault.ciphers import DamagedData

__all__ = ["DamagedData"]
