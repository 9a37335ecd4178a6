"""Invented people for the tests of accounts, made without the cost of hashing a password."""

import itertools
from typing import Any

from accounts.models import User
from accounts.permissions import Role

_numbers = itertools.count(1)


def person(role: Role = Role.CASEWORKER, **fields: Any) -> User:
    number = next(_numbers)
    known = {"email": f"person{number}@dcf.example", "name": f"Invented Person {number}", "password": "no hash at all"}
    return User.objects.create(**{**known, "role": role, **fields})
